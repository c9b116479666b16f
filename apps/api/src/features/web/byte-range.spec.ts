import { describe, expect, it } from 'vitest';
import { askedRange } from './byte-range.js';

const SIZE = 1000;
const part = (start: number, end: number) => ({ is: 'part', start, end });

describe('the range that is asked for', () => {
  it.each([
    ['bytes=0-0', part(0, 0)],
    ['bytes=0-126', part(0, 126)],
    ['bytes=999-999', part(999, 999)],
    ['bytes=500-', part(500, 999)],
    ['bytes=-1', part(999, 999)],
    ['bytes=-5000', part(0, 999)],
    ['BYTES=10-20', part(10, 20)],
    // The first look of a reader is longer than a small archive.
    ['bytes=0-16383', part(0, 999)],
    [`bytes=1-${'9'.repeat(400)}`, part(1, 999)],
  ])('of %s is a part', (header, expected) => {
    expect(askedRange(header, SIZE)).toEqual(expected);
  });

  it.each(['bytes=1000-', 'bytes=1000-2000', 'bytes=-0', `bytes=${'9'.repeat(400)}-`])(
    'of %s lies outside',
    (header) => {
      expect(askedRange(header, SIZE)).toEqual({ is: 'outside' });
    },
  );

  it.each([
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'bytes=20-10',
    'bytes=0-1,5-6',
    'bytes=a-b',
    'lines=0-5',
    'bytes=0x1-5',
  ])('of %s is the whole', (header) => {
    expect(askedRange(header, SIZE)).toEqual({ is: 'whole' });
  });

  it('of an empty file lies outside', () => {
    expect(askedRange('bytes=0-', 0)).toEqual({ is: 'outside' });
    expect(askedRange('bytes=-5', 0)).toEqual({ is: 'outside' });
  });
});
