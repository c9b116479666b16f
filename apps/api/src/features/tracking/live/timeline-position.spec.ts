import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimelinePosition } from './timeline-position.js';

describe('the position on the timeline', () => {
  it('waits below an id that is missing, and goes on when it has come', () => {
    const position = new TimelinePosition(10);
    expect([11, 13, 14].map((id) => position.read(id))).toEqual([true, true, true]);
    expect([position.after, position.known]).toEqual([11, [13, 14]]);
    expect(position.read(12)).toBe(true);
    expect([position.after, position.known]).toEqual([14, []]);
  });

  it('gives an id up that nobody can write any more', () => {
    const position = new TimelinePosition(0);
    position.read(2);
    position.giveUpMissing(0);
    position.giveUpMissing(60_000);
    expect(position.after).toBe(0);
    position.giveUpMissing(60_001);
    expect(position.after).toBe(2);
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
          if (position.read(id)) seen.push(id);
          expect(seen.filter((one) => one > position.after).toSorted((a, b) => a - b)).toEqual(
            position.known.toSorted((a, b) => a - b),
          );
        }
        expect(seen).toEqual(order);
      }),
    );
  });
});
