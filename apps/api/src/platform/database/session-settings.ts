/** Of a transaction in which nobody does anything any more: its locks are somebody's wait. */
const IDLE_IN_TRANSACTION_MS = 60_000;

/**
 * What every session of the application has. jit off: compiling costs the nearest-guards query 34 ms at a million guards.
 * UTC: a calendar day of the database is a day of the partitions.
 */
export const sessionSettings = (statementTimeoutMs: number): Record<string, string> => ({
  jit: 'off',
  timezone: 'UTC',
  statement_timeout: String(statementTimeoutMs),
  idle_in_transaction_session_timeout: String(IDLE_IN_TRANSACTION_MS),
});

/** As a connection asks for them when it begins; a pooler has none of it. */
export const asStartUpOptions = (statementTimeoutMs: number): string =>
  Object.entries(sessionSettings(statementTimeoutMs))
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
