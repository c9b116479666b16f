/**
 * Figures of several processes in Prometheus's text format as one page: each figure with its description once, and all lines of
 * it together. Their lines differ by the label that names the process.
 */
export function mergedFigures(pages: readonly string[]): string {
  const figures = new Map<string, string[]>();
  for (const page of pages)
    for (const block of page.split(/\n(?=# HELP )/)) {
      const lines = block.split('\n').filter((line) => line !== '');
      const description = lines.filter((line) => line.startsWith('# ')).join('\n');
      if (description === '') continue;
      const values = figures.get(description) ?? [];
      figures.set(description, values);
      values.push(...lines.filter((line) => !line.startsWith('# ')));
    }
  return [...figures].map(([description, values]) => `${[description, ...values].join('\n')}\n`).join('\n');
}
