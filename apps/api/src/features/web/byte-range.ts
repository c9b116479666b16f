/** What of a file is asked for; both ends belong to a part. */
export type AskedRange = { is: 'whole' } | { is: 'part'; start: number; end: number } | { is: 'outside' };

const WHOLE: AskedRange = { is: 'whole' };
const OUTSIDE: AskedRange = { is: 'outside' };
const ONE_RANGE = /^bytes=\s*(\d*)-(\d*)\s*$/i;

/**
 * Reads a `Range` header (RFC 9110, 14.1.2). Several ranges at once, other units and what cannot be read count as not asked for,
 * as the standard allows: the answer is the whole file.
 * @param size of the file, in bytes
 */
export function askedRange(header: string | undefined, size: number): AskedRange {
  const [, first = '', last = ''] = ONE_RANGE.exec(header ?? '') ?? [];
  if (first === '' && last === '') return WHOLE;
  if (first === '') return lastBytes(Number(last), size);
  const [start, end] = [Number(first), last === '' ? Infinity : Number(last)];
  if (end < start) return WHOLE;
  return start >= size ? OUTSIDE : { is: 'part', start, end: Math.min(end, size - 1) };
}

const lastBytes = (count: number, size: number): AskedRange =>
  count === 0 || size === 0 ? OUTSIDE : { is: 'part', start: Math.max(0, size - count), end: size - 1 };
