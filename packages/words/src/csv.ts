export type CsvValue = string | number | null;

/**
 * A cell that begins so is run as a formula by spreadsheets, and one of them can read the files of whoever opens the list: names
 * and titles are what people have typed. The wide signs are read as the narrow ones where people write with both.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** An amount below nothing begins with a sign too, and runs nothing. */
const AMOUNT = /^-\d+(?:\.\d+)?$/;

function cell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = FORMULA.test(value) && !AMOUNT.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Without its end. */
export const csvLine = (cells: readonly CsvValue[]): string => cells.map(cell).join(',');

/** RFC 4180, with a line of names. */
export const csvOf = (names: readonly string[], rows: readonly (readonly CsvValue[])[]): string =>
  [names, ...rows].map((row) => `${csvLine(row)}\r\n`).join('');
