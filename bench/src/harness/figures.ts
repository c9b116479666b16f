/** What a figure must reach for the run to pass. */
export type Bar =
  | { kind: 'ratio at least'; ratio: number }
  /** Of what is spent: ours may cost at most so much of the baseline. */
  | { kind: 'ratio at most'; ratio: number }
  /** The same as a limit on the value itself; `words` tells how the limit comes about. */
  | { kind: 'at most'; value: number; words: string };

export interface Baseline {
  name: string;
  value: number;
  /** Ours to the baseline's, each round by itself, and the median of that: a busy machine slows both alike. */
  ratio: number;
}

export interface Figure {
  name: string;
  /** Median of the rounds. */
  value: number;
  unit: string;
  baseline?: Baseline;
  bar?: Bar;
}

/** Null where there is no bar. */
export function passes({ value, baseline, bar }: Figure): boolean | null {
  if (!bar) return null;
  if (bar.kind === 'at most') return value <= bar.value;
  if (!baseline) throw new Error('a bar on the ratio needs a baseline');
  return bar.kind === 'ratio at least' ? baseline.ratio >= bar.ratio : baseline.ratio <= bar.ratio;
}

const HEADINGS = ['figure', 'value', 'baseline', 'ratio', 'bar', 'pass'];

/** One line a figure, below a line of headings. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [HEADINGS, ...figures.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lineOf = (row: string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return rows.map(lineOf).join('\n');
}

function cellsOf(figure: Figure): string[] {
  const { name, value, unit, baseline, bar } = figure;
  const pass = passes(figure);
  return [
    name,
    `${rounded(value)} ${unit}`,
    baseline ? `${rounded(baseline.value)} ${unit} (${baseline.name})` : '-',
    baseline ? baseline.ratio.toFixed(2) : '-',
    bar ? wordsOf(bar, unit) : '-',
    pass === null ? '-' : pass ? 'yes' : 'NO',
  ];
}

export function wordsOf(bar: Bar, unit: string): string {
  if (bar.kind === 'at most') return `<= ${rounded(bar.value)} ${unit} (${bar.words})`;
  return `${bar.kind === 'ratio at least' ? '>=' : '<='} ${Number(bar.ratio.toFixed(3))}`;
}

/** Three digits: more would claim an exactness that a shared machine does not have. */
export const rounded = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
