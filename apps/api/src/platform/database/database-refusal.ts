import { httpErrors } from '../http/http.errors.js';
import type { Problem } from '../http/problem.js';

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
  ['40001', '40P01'].includes(databaseErrorOf(error)?.code ?? '');

/** SQLSTATE classes and driver codes with an answer better than 500. */
export function refusalOfDatabase(error: unknown): Problem | undefined {
  const code = databaseErrorOf(error)?.code;
  if (code === undefined) return undefined;
  // Unique, exclusion and check violations reach this place only in a race that the feature did not name.
  if (['23505', '23P01', '40001', '40P01'].includes(code)) return httpErrors.problem('conflict');
  // Query cancelled by statement_timeout, lock not had, too many connections, shutting down, connection lost.
  if (['57014', '55P03', '53300', '57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET'].includes(code))
    return httpErrors.problem('overloaded', { retryAfterSeconds: 2 });
  return undefined;
}
