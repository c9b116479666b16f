/** The lines that differ, `-` for `before` and `+` for `after`, each run of them under its line number; none when equal. */
export function lineDifference(before: string, after: string): string[] {
  const [old, young] = [before.split('\n'), after.split('\n')];
  const common = commonLengths(old, young);
  const lines: string[] = [];
  let [i, j, isInRun] = [0, 0, false];
  const add = (line: string, number: number): void => {
    if (!isInRun) lines.push(`@@ line ${number} @@`);
    isInRun = true;
    lines.push(line);
  };
  while (i < old.length || j < young.length) {
    if (i < old.length && j < young.length && old[i] === young[j]) {
      isInRun = false;
      i++;
      j++;
    } else if (j >= young.length || (i < old.length && length(common, i + 1, j) >= length(common, i, j + 1)))
      add(`- ${old[i++] ?? ''}`, i);
    else add(`+ ${young[j++] ?? ''}`, i + 1);
  }
  return lines;
}

/** `[i][j]`: length of the longest common subsequence of `old` from line i and `young` from line j. */
function commonLengths(old: string[], young: string[]): Uint32Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint32Array(young.length + 1));
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = young.length - 1; j >= 0; j--) {
      const row = table[i];
      if (!row) continue;
      row[j] =
        old[i] === young[j]
          ? length(table, i + 1, j + 1) + 1
          : Math.max(length(table, i + 1, j), length(table, i, j + 1));
    }
  return table;
}

const length = (table: Uint32Array[], i: number, j: number): number => table[i]?.[j] ?? 0;
