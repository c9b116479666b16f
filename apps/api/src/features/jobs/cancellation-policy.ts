import type { Job, UserRole } from '@aegis/contract';
import { HOUR_MS } from '../../platform/clock/duration.js';
import { roundCents } from '../../platform/money/money.js';

/** Percent of the price by hours left to the start: the first band whose `fromHours` is reached. */
export const CANCELLATION_BANDS: readonly { fromHours: number; percent: number }[] = [
  { fromHours: 24, percent: 0 },
  { fromHours: 12, percent: 25 },
  { fromHours: 2, percent: 50 },
  { fromHours: 0, percent: 100 },
];

/**
 * Fee in cents for cancelling a job that has not begun. Free while nobody has accepted, when an administrator cancels, and
 * when the guard is late: the start has passed and he has not checked in.
 */
export function cancellationFee(
  job: Pick<Job, 'status' | 'startTime' | 'totalAmountCents'>,
  by: UserRole | 'system',
  now: Date,
): number {
  const hoursLeft = (job.startTime.getTime() - now.getTime()) / HOUR_MS;
  const guardIsLate = hoursLeft < 0;
  if (job.status !== 'matched' || by !== 'customer' || guardIsLate) return 0;
  // Exactly 24 hours before is not yet "more than 24 hours".
  const band = CANCELLATION_BANDS.find(({ fromHours, percent }) =>
    percent === 0 ? hoursLeft > fromHours : hoursLeft >= fromHours,
  );
  return roundCents(job.totalAmountCents * (band?.percent ?? 100), 100);
}
