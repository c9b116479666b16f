/**
 * The time by the server's clock. That of a device may be wrong by a day: what is asked for "as soon as possible" would be booked for
 * tomorrow, an offer would be over before it is seen, and no position would be taken.
 */

/** What people's clocks are wrong by without anybody noticing. */
const UNNOTICED_MS = 30_000;

let aheadMs = 0;

/** Milliseconds since 1970. */
export const now = (): number => Date.now() - aheadMs;

export const today = (): Date => new Date(now());

/** A moment that the device has told by its own clock. */
export const toldByDevice = (ms: number): number => ms - aheadMs;

/**
 * What the server's clock showed between two moments of the device's: an answer may be read long after it came, on a phone that
 * was asleep.
 * @param before when it was asked, by `Date.now()`
 */
export function serverClockShowed(ms: number, before: number, after = Date.now()): void {
  if (Number.isNaN(ms)) return;
  const [ahead, behind] = [before - ms, ms - after];
  if (ahead > UNNOTICED_MS) aheadMs = ahead;
  else aheadMs = behind > UNNOTICED_MS ? -behind : 0;
}
