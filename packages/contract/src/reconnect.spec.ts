import { describe, expect, it } from 'vitest';
import { reconnectAfterMs } from './reconnect.js';

const CLIENTS = 5000;
const SECOND_MS = 1000;

/** The same numbers in each run: mulberry32. */
function numbersOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('clients who lose their streams at once', () => {
  const random = numbersOf(7);
  const waits = Array.from({ length: CLIENTS }, () => reconnectAfterMs(0, random));

  it('come back one by one over five seconds, in none of them many more than in another', () => {
    const inSecond = new Map<number, number>();
    for (const ms of waits)
      inSecond.set(Math.floor(ms / SECOND_MS), (inSecond.get(Math.floor(ms / SECOND_MS)) ?? 0) + 1);
    expect([...inSecond.keys()].toSorted()).toEqual([2, 3, 4, 5, 6]);
    expect(Math.max(...inSecond.values())).toBeLessThan(1.2 * Math.min(...inSecond.values()));
  });

  it('are two who do not come back in the same moment', () => {
    const [one, two] = waits;
    expect(one).not.toBe(two);
  });
});

describe('a client who is refused again and again', () => {
  it('asks ever less often, up to eight times as long', () => {
    const middle = (): number => 0.5;
    expect([0, 1, 2, 3, 4, 50].map((refusals) => reconnectAfterMs(refusals, middle))).toEqual([
      4500, 9000, 18_000, 36_000, 36_000, 36_000,
    ]);
  });
});
