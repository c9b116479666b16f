import { badParameter, resourceMissing } from './errors.js';
import { isForm, type Form } from './form-body.js';
import { integer, text } from './parameters.js';
import type { Row } from './table.js';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

export interface ListPage<T> {
  object: 'list';
  url: string;
  has_more: boolean;
  data: T[];
}

export function pageLimit(form: Form): number {
  const limit = integer(form, 'limit') ?? DEFAULT_LIMIT;
  if (limit < 1 || limit > MAX_LIMIT) {
    throw badParameter('parameter_invalid_integer', `This value must be between 1 and ${MAX_LIMIT}.`, 'limit');
  }
  return limit;
}

/** One page of rows given oldest first; pages go newest first, moved by `starting_after` and `ending_before`. */
export function page<T extends Row>(rows: readonly T[], form: Form, url: string): ListPage<T> {
  const newestFirst = rows.toReversed();
  const limit = pageLimit(form);
  const before = text(form, 'ending_before');
  if (before !== undefined) {
    const end = position(newestFirst, before, 'ending_before');
    const start = Math.max(0, end - limit);
    return { object: 'list', url, has_more: start > 0, data: newestFirst.slice(start, end) };
  }
  const after = text(form, 'starting_after');
  const start = after === undefined ? 0 : position(newestFirst, after, 'starting_after') + 1;
  const has_more = newestFirst.length > start + limit;
  return { object: 'list', url, has_more, data: newestFirst.slice(start, start + limit) };
}

function position(rows: readonly Row[], id: string, param: string): number {
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0) throw resourceMissing('object', id, param, 'parameter');
  return index;
}

/** The `created` filter: an exact second, or `created[gt|gte|lt|lte]`. */
export function createdWithin(form: Form): (row: { created: number }) => boolean {
  const filter = form['created'];
  if (!isForm(filter)) {
    const exactly = integer(form, 'created');
    return (row) => exactly === undefined || row.created === exactly;
  }
  const above = integer(filter, 'gt') ?? -Infinity;
  const from = integer(filter, 'gte') ?? -Infinity;
  const below = integer(filter, 'lt') ?? Infinity;
  const upTo = integer(filter, 'lte') ?? Infinity;
  return ({ created }) => created > above && created >= from && created < below && created <= upTo;
}
