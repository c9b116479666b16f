import { httpErrors } from '../http/http.errors.js';
import type { Problem } from '../http/problem.js';
import { Overtaken } from './overtaken.js';

interface DatabaseError extends Error {
  code: string;
  constraint?: string;
}

/** TypeORM wraps the driver's error; the SQLSTATE is on either. */
export function databaseErrorOf(error: unknown): DatabaseError | undefined {
  const inner = error instanceof Error && 'driverError' in error ? error.driverError : error;
  return inner instanceof Error && 'code' in inner && typeof inner.code === 'string'
    ? (inner as DatabaseError)
    : undefined;
}

/** True when `error` says that the named constraint was broken. */
export const breaks = (error: unknown, constraint: string): boolean =>
  databaseErrorOf(error)?.constraint === constraint;

/** 40001 serialization failure, 40P01 dead-lock: the same work succeeds when it is done again. */
export const isWorthRepeating = (error: unknown): boolean =>
  error instanceof Overtaken || ['40001', '40P01'].includes(databaseErrorOf(error)?.code ?? '');

/** Query cancelled by statement_timeout, lock not had, too many connections, shutting down, connection lost. */
const BUSY_OR_AWAY = ['57014', '55P03', '53300', '57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'];

/** What the driver says without a code when the server is gone in the middle of a query, or gives no connection in time. */
const WITHOUT_CODE = /Connection terminated|timeout exceeded when trying to connect|not queryable|Query read timeout/;

/** True when the statement may succeed a little later; whether it has been committed is not known. */
export function isDatabaseAway(error: unknown): boolean {
  const code = databaseErrorOf(error)?.code;
  if (code !== undefined) return BUSY_OR_AWAY.includes(code) || code.startsWith('08');
  return error instanceof Error && WITHOUT_CODE.test(error.message);
}

/** SQLSTATE classes and driver codes with an answer better than 500. */
export function refusalOfDatabase(error: unknown): Problem | undefined {
  if (error instanceof Overtaken) return httpErrors.problem('conflict');
  if (isDatabaseAway(error)) return httpErrors.problem('overloaded', { retryAfterSeconds: 2 });
  const code = databaseErrorOf(error)?.code;
  if (code === undefined) return undefined;
  // Unique, exclusion and foreign-key violations reach this place only in a race that the feature did not name: what a row
  // refers to has gone since it was looked at (23503), or something refers to it by now (23001).
  if (['23001', '23503', '23505', '23P01', '40001', '40P01'].includes(code)) return httpErrors.problem('conflict');
  return undefined;
}
