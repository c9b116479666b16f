import type { UserRole } from '@aegis/contract';
import { HOUR_MS } from '../../platform/clock/duration.js';
import type { CancellationBand } from '../../platform/config/cancellation-bands.js';
import { roundCents } from '../../platform/money/money.js';
import type { JobRow } from './job-rows.js';

/** What cancelling costs, and on what evidence: both are shown before it is confirmed and kept on the timeline. */
export interface CancellationTerms {
  feeCents: number;
  /** Of the price. */
  percent: number;
  because: 'not_by_customer' | 'no_guard_yet' | 'guard_late' | 'time_left' | 'work_done';
}

const free = (because: CancellationTerms['because']): CancellationTerms => ({ feeCents: 0, percent: 0, because });

/**
 * Of a job that has not begun. Free while nobody has accepted, when not the customer cancels, and when the guard is late: by
 * more than the rules allow after the moment at which they could be there.
 */
export function cancellationTerms(
  job: Pick<JobRow, 'status' | 'startTime' | 'totalAmountCents' | 'openSince'> & { lateAt: Date },
  by: UserRole | 'system',
  now: Date,
  bands: readonly CancellationBand[],
): CancellationTerms {
  if (by !== 'customer') return free('not_by_customer');
  if (job.status !== 'matched') return free('no_guard_yet');
  const hoursLeft = (job.startTime.getTime() - now.getTime()) / HOUR_MS;
  // Nobody came by the start, and whoever has the job since then starts late.
  if (now >= job.lateAt || job.openSince > job.startTime) return free('guard_late');
  // Exactly 24 hours before is not yet "more than 24 hours": a free band is left with its limit.
  const band = bands.find(({ fromHours, percent }) => (percent === 0 ? hoursLeft > fromHours : hoursLeft >= fromHours));
  const percent = band?.percent ?? 100;
  return { feeCents: roundCents(job.totalAmountCents * percent, 100), percent, because: 'time_left' };
}
