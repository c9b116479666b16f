import { describe, expect, it } from 'vitest';
import { pageQuery } from '@aegis/contract';
import { pageOf, readCursor } from './paging.js';

interface Row {
  at: Date;
  id: string;
}

const row = (index: number): Row => ({
  at: new Date(Date.UTC(2027, 0, index + 1, 12, 30, 15, 250)),
  id: `0192a3b4-0000-7000-8000-${String(index).padStart(12, '0')}`,
});
const rows = (count: number): Row[] => Array.from({ length: count }, (_, index) => row(index));
const itself = (of: Row): Row => of;
const cursorOf = (text: string): string => Buffer.from(text).toString('base64url');

describe('a page', () => {
  it('has a cursor to its last row when one more was read', () => {
    const page = pageOf(rows(4), 3, itself);
    expect(page.items).toEqual(rows(3));
    expect(readCursor(page.nextCursor ?? '')).toEqual(row(2));
  });

  it.each([0, 2, 3])('is the last one with %i of 3 rows', (count) => {
    expect(pageOf(rows(count), 3, itself)).toEqual({ items: rows(count), nextCursor: null });
  });

  it('has a cursor that the contract takes', () => {
    const { nextCursor: cursor } = pageOf(rows(2), 1, itself);
    expect(pageQuery.safeParse({ cursor }).success).toBe(true);
  });
});

describe('a cursor that this server did not make', () => {
  const { id } = row(0);

  it.each([
    ['nothing', ''],
    ['no parts', cursorOf('hello')],
    ['no time', cursorOf(`|${id}`)],
    ['no id', cursorOf('2027-01-01T00:00:00.000Z|')],
    ['an id of 36 dashes', cursorOf(`2027-01-01T00:00:00.000Z|${'-'.repeat(36)}`)],
    ['a time before PostgreSQL has one', cursorOf(`-200000-01-01T00:00:00.000Z|${id}`)],
    ['a time after the calendar', cursorOf(`+200000-01-01T00:00:00.000Z|${id}`)],
    ['a time in another form', cursorOf(`1 January 2027|${id}`)],
    ['one part too many', cursorOf(`2027-01-01T00:00:00.000Z|${id}|x`)],
    ['SQL', cursorOf(`2027-01-01T00:00:00.000Z|' OR 1=1 --`)],
  ])('is refused: %s', (_, cursor) => {
    expect(() => readCursor(cursor)).toThrow(expect.objectContaining({ status: 400, code: 'invalid_request' }));
  });

  it('is no start of its own: without one the list begins', () => {
    expect(readCursor(undefined)).toBeNull();
  });
});
