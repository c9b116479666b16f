import { httpErrors } from './http.errors.js';

/** Where a page starts: after the row with this id, which has this time to the millisecond, in the order (time, id). Compared
 * by `pageStart` (database/page-start.ts). */
export interface Position {
  at: Date;
  id: string;
}

/** Opaque to clients, so that the order can change; readable here, so that no state is kept. */
const encode = ({ at, id }: Position): string => Buffer.from(`${at.toISOString()}|${id}`).toString('base64url');

/** Exactly what `encode` makes. Anything looser (years before -4713, 36 dashes) would reach PostgreSQL and fail there as ours. */
const DECODED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** @throws 400 for a cursor that this server did not make. */
export function readCursor(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  const [, at = '', id = ''] = DECODED.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  const time = new Date(at);
  if (Number.isNaN(time.getTime()))
    throw httpErrors.problem('invalid_request', {
      errors: [{ path: 'query.cursor', message: 'is not a cursor of this list' }],
    });
  return { at: time, id };
}

/** One page out of `rows` read with limit + 1: the extra row tells that there is more. */
export function pageOf<Row>(
  rows: Row[],
  limit: number,
  position: (row: Row) => Position,
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encode(position(last)) : null };
}
