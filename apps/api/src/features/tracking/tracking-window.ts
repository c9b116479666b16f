import type { JobStatus } from '@aegis/contract';
import { DAY_MS, HOUR_MS, SECOND_MS, shift } from '../../platform/clock/duration.js';
import type { Rules } from '../../platform/config/rules.js';
import type { FollowedJob } from '../jobs/jobs.service.js';

/** Moments from `from` (included) to `until` (excluded). */
export interface TimeRange {
  from: Date;
  until: Date;
}

type Times = Pick<FollowedJob, 'matchedAt' | 'startTime' | 'completedAt' | 'cancelledAt'>;
type WindowRules = Pick<
  Rules,
  'TRACKING_BEFORE_START_HOURS' | 'FIX_FUTURE_SECONDS' | 'LOCATION_RETENTION_DAYS' | 'FIX_MAX_AGE_HOURS'
>;

const LIVE: readonly JobStatus[] = ['matched', 'in_progress'];

/** True from acceptance to check-out: never off the job. */
export const isTracked = (status: JobStatus): boolean => LIVE.includes(status);

/**
 * The moments whose fixes a guard may still send. A phone that was offline at check-out has the last of them: what was
 * recorded before the end is taken for as long as any fix is. Null when nothing is taken, or not any more.
 */
export function uploadRange(
  job: Times & { status: JobStatus },
  now: Date,
  rules: WindowRules,
): { from: Date; until: Date | null } | null {
  const from = trackedFrom(job, rules);
  if (!from) return null;
  if (isTracked(job.status)) return { from, until: null };
  const until = job.completedAt ?? job.cancelledAt;
  return until && now <= shift(until, rules.FIX_MAX_AGE_HOURS * HOUR_MS) ? { from, until } : null;
}

/** A guard who accepts a job of next week is followed from two hours before it; one who accepts late, from then on. */
export function trackedFrom(job: Times, rules: WindowRules): Date | null {
  if (!job.matchedAt) return null;
  const approach = shift(job.startTime, -rules.TRACKING_BEFORE_START_HOURS * HOUR_MS);
  return job.matchedAt > approach ? job.matchedAt : approach;
}

/**
 * The moments whose fixes may be read. Ends at check-out, and never reaches back further than positions are kept: the
 * partition of the last day is dropped only when all of it is older. Null when the job is not assigned, or is older.
 */
export function readableRange(job: Times, now: Date, rules: WindowRules): TimeRange | null {
  const tracked = trackedFrom(job, rules);
  if (!tracked) return null;
  const kept = shift(now, -rules.LOCATION_RETENTION_DAYS * DAY_MS);
  const from = tracked > kept ? tracked : kept;
  const until = job.completedAt ?? job.cancelledAt ?? shift(now, (rules.FIX_FUTURE_SECONDS + 1) * SECOND_MS);
  return from < until ? { from, until } : null;
}
