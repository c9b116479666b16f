import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimelinePosition } from './timeline-position.js';

describe('the position on the timeline', () => {
  it('waits below an id that is missing, and goes on when it has come', () => {
    const position = new TimelinePosition(10);
    expect([11, 13, 14].map((id) => position.read(id, 0))).toEqual([true, true, true]);
    expect([position.after, position.top, position.gaps]).toMatchObject([11, 14, [{ first: 12, last: 12 }]]);
    expect(position.read(12, 0)).toBe(true);
    expect([position.after, position.top, position.gaps]).toEqual([14, 14, []]);
  });

  it('gives an id up that nobody can write any more, each a minute after it was found missing', () => {
    const position = new TimelinePosition(0);
    position.read(2, 0);
    position.read(4, 30_000);
    position.giveUpMissing(60_000);
    expect(position.after).toBe(0);
    position.giveUpMissing(60_001);
    expect(position.after).toBe(2);
    position.giveUpMissing(90_001);
    expect(position.after).toBe(4);
  });

  it('remembers one gap and not what came above it', () => {
    const position = new TimelinePosition(0);
    for (let id = 2; id <= 20_000; id++) position.read(id, 0);
    expect([position.after, position.gaps.length]).toEqual([0, 1]);
  });

  it('takes every id once, and whoever resumes after it misses none', () => {
    const ids = fc.shuffledSubarray(
      Array.from({ length: 30 }, (_, index) => index + 1),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(ids, (order) => {
        const position = new TimelinePosition(0);
        const seen: number[] = [];
        for (const id of [...order, ...order]) {
          if (position.read(id, 0)) seen.push(id);
          const missing = position.gaps.flatMap(({ first, last }) => range(first, last));
          expect([...seen, ...missing].toSorted((a, b) => a - b)).toEqual(range(1, position.top));
          expect(position.after).toBe(Math.min(...missing, position.top + 1) - 1);
        }
        expect(seen).toEqual(order);
      }),
    );
  });
});

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
