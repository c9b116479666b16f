import { httpErrors } from './http.errors.js';

/** Where a page starts: after the row with this time and id, in the order (time, id). */
export interface Position {
  at: Date;
  id: string;
}

/** Opaque to clients, so that the order can change; readable here, so that no state is kept. */
const encode = ({ at, id }: Position): string => Buffer.from(`${at.toISOString()}|${id}`).toString('base64url');

/** @throws 400 for a cursor that this server did not make. */
export function readCursor(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  const [at, id] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const time = new Date(at ?? '');
  if (Number.isNaN(time.getTime()) || !/^[0-9a-f-]{36}$/.test(id ?? ''))
    throw httpErrors.problem('invalid_request', {
      errors: [{ path: 'query.cursor', message: 'is not a cursor of this list' }],
    });
  return { at: time, id: id as string };
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
