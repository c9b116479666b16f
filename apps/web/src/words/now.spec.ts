import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { now, serverClockShowed, toldByDevice } from './now';

const DAY_MS = 86_400_000;
const RIGHT = Date.parse('2026-07-01T12:00:00Z');
const SECOND_MS = 1000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  serverClockShowed(Date.now(), Date.now());
});

/** An answer that took two seconds, of which the server's clock shows the first. */
function answered(deviceIsOffMs: number, readAfterMs = 2 * SECOND_MS): void {
  const asked = RIGHT + deviceIsOffMs;
  vi.setSystemTime(asked + readAfterMs);
  serverClockShowed(RIGHT + SECOND_MS, asked);
}

describe('the time', () => {
  it.each([
    ['a day ahead', DAY_MS],
    ['a day behind', -DAY_MS],
    ['five minutes ahead', 300 * SECOND_MS],
    ['right', 0],
  ])('is the server’s, to a few seconds, on a device whose clock is %s', (_, off) => {
    answered(off);
    expect(Math.abs(now() - (RIGHT + 2 * SECOND_MS))).toBeLessThanOrEqual(2 * SECOND_MS);
    expect(Math.abs(toldByDevice(RIGHT + off) - RIGHT)).toBeLessThanOrEqual(2 * SECOND_MS);
  });

  it('of a device that slept before it read the answer is its own', () => {
    answered(0, DAY_MS);
    expect(now()).toBe(RIGHT + DAY_MS);
  });

  it('is the device’s again once its clock is put right, and while nothing is known', () => {
    answered(DAY_MS);
    answered(0);
    expect(now()).toBe(RIGHT + 2 * SECOND_MS);
    serverClockShowed(NaN, RIGHT + DAY_MS);
    expect(now()).toBe(RIGHT + 2 * SECOND_MS);
  });
});
