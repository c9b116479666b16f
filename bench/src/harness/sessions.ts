import pg from 'pg';

/** As the API sets its own sessions. */
export const SESSION_SETTINGS = '-c jit=off -c timezone=UTC';

/** Types as the API reads them: counts and numerics as numbers, dates as text. */
export function readColumnsAsValues(): void {
  const { INT8, NUMERIC, DATE } = pg.types.builtins;
  pg.types.setTypeParser(INT8, Number);
  pg.types.setTypeParser(NUMERIC, Number);
  pg.types.setTypeParser(DATE, (value) => value);
}
