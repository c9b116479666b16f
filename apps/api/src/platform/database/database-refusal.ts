import { httpErrors } from '../http/http.errors.js';
import { requestContext } from '../logging/request-context.js';
import type { Problem } from '../http/problem.js';
import { Overtaken } from './overtaken.js';

const AWAY_SECONDS = 2;
/** Somebody has to make room. */
const NO_ROOM_SECONDS = 60;

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

/** Query cancelled by statement_timeout, lock not had, a standby by now, too many connections, shutting down, connection lost. */
const BUSY_OR_AWAY = [
  '57014',
  '55P03',
  '25006',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
];

/** Node's words for a certificate that is not taken: connections that are open serve on, and no new one comes about. */
const UNTRUSTED = [
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
];

/** True when what answers could not prove that it is the database server. */
export const isUntrusted = (error: unknown): boolean => UNTRUSTED.includes(databaseErrorOf(error)?.code ?? '');

/**
 * What the driver says without a code when the server is gone in the middle of a query, or gives no connection in time; and TypeORM,
 * which lets go of a connection that broke between two statements of a transaction.
 */
const WITHOUT_CODE =
  /Connection terminated|timeout exceeded when trying to connect|not queryable|Query read timeout|Query runner already released/;

/** True when the statement may succeed a little later; whether it has been committed is not known. */
export function isDatabaseAway(error: unknown): boolean {
  const code = databaseErrorOf(error)?.code;
  if (code !== undefined) return BUSY_OR_AWAY.includes(code) || code.startsWith('08') || isUntrusted(error);
  return error instanceof Error && WITHOUT_CODE.test(error.message);
}

const SQLSTATE = /^[0-9A-Z]{5}$/;
const TOO_LONG = '57014';

/**
 * True when another server may have the answer to a read: a conflict with what a replica replays, a connection that is lost, a disk
 * that is full are matters of one server. What is too dear for a replica is too dear for the primary.
 */
export function mayBeOfReplica(error: unknown): boolean {
  const code = databaseErrorOf(error)?.code;
  return code !== TOO_LONG && (isDatabaseAway(error) || (code !== undefined && SQLSTATE.test(code)));
}

/** Disk full, out of memory and the like; and what the system says of a file (ours, or the embedded engine's). */
const NO_ROOM = ['53000', '53100', '53200', '53400', '58030', 'ENOSPC', 'EDQUOT'];

/** The embedded engine's own words where it has no code, and PostgreSQL's (never translated) to a new session on a full disk. */
const NO_ROOM_WITHOUT_CODE = /No space left on device|could not write init file/;

/** True when something could not be stored for want of room. */
const hasNoRoom = (error: unknown): boolean =>
  NO_ROOM.includes(databaseErrorOf(error)?.code ?? '') ||
  (error instanceof Error && NO_ROOM_WITHOUT_CODE.test(error.message));

/**
 * What is known when the database is gone: that nothing was changed only while nothing of the request was handed to it to be
 * kept. A commit whose answer is lost may have happened.
 */
export const refusalWhileAway = (
  mayHaveChanged = requestContext.getStore()?.mayHaveChanged ?? false,
  retryAfterSeconds = AWAY_SECONDS,
): Problem => httpErrors.problem(mayHaveChanged ? 'outcome_unknown' : 'overloaded', { retryAfterSeconds });

/** SQLSTATE classes and driver codes with an answer better than 500. */
export function refusalOfDatabase(error: unknown): Problem | undefined {
  if (error instanceof Overtaken) return httpErrors.problem('conflict');
  if (isDatabaseAway(error)) return refusalWhileAway();
  if (hasNoRoom(error)) return httpErrors.problem('storage_full', { retryAfterSeconds: NO_ROOM_SECONDS });
  const code = databaseErrorOf(error)?.code;
  if (code === undefined) return undefined;
  // Unique, exclusion and foreign-key violations reach this place only in a race that the feature did not name: what a row
  // refers to has gone since it was looked at (23503), or something refers to it by now (23001).
  if (['23001', '23503', '23505', '23P01', '40001', '40P01'].includes(code)) return httpErrors.problem('conflict');
  return undefined;
}
