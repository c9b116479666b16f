import pg from 'pg';

const INT8 = 20;
const NUMERIC = 1700;
const DATE = 1082;

/**
 * The driver gives these as text, or a date at local midnight. Counts and sums of this system stay far below 2^53, its
 * numerics are hours and ratings, and a calendar date has no time zone.
 */
export function readColumnsAsValues(): void {
  pg.types.setTypeParser(INT8, Number);
  pg.types.setTypeParser(NUMERIC, Number);
  pg.types.setTypeParser(DATE, (value) => value);
}
