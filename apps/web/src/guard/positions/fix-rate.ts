import { metersBetween } from '../../map/geometry';
import type { Reading } from './position-source';

/** Of a guard who moves. */
export const MOVING_MS = 15_000;
/** Of a guard who stands still: only to say that the phone is alive. */
export const STILL_MS = 5 * 60_000;
/** Less is the trembling of a good fix. */
const MOVED_METERS = 20;
const WALKING_MPS = 0.7;

/**
 * Whether `next` is worth a fix: every 15 s while the guard moves, every 5 min while they do not. A position that is inexact
 * must move further to count as moved.
 */
export function isWorthAFix(last: Reading | null, next: Reading): boolean {
  if (!last) return true;
  const waited = next.recordedAt - last.recordedAt;
  if (waited < MOVING_MS) return false;
  if (waited >= STILL_MS) return true;
  const far = metersBetween(last, next) > Math.max(MOVED_METERS, last.accuracyMeters / 2);
  return far || (next.speedMps ?? 0) > WALKING_MPS;
}
