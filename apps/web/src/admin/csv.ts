import type { FileContent } from '@aegis/contract';

export type CsvValue = string | number | null;

/** A cell that begins so is run as a formula by spreadsheets: a name could then read the administrator's files. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180, with a line of names. */
export function csvOf(names: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [names, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** The mark tells spreadsheets that names are in UTF-8. */
const UTF8_MARK = '\uFEFF';

export const csvFile = (fileName: string, csv: string): FileContent => ({
  content: new TextEncoder().encode(UTF8_MARK + csv),
  contentType: 'text/csv;charset=utf-8',
  fileName,
});
