import { MINUTE_MS, shift } from '../../platform/clock/duration.js';
import type { Rules } from '../../platform/config/rules.js';

/** A position recorded at this moment or later still says where a guard is. */
export const freshSince = (now: Date, { POSITION_FRESH_MINUTES }: Pick<Rules, 'POSITION_FRESH_MINUTES'>): Date =>
  shift(now, -POSITION_FRESH_MINUTES * MINUTE_MS);
