import type { JobStatus } from '@aegis/contract';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../platform/clock/duration.js';
import type { Rules } from '../../platform/config/rules.js';
import type { FollowedJob } from '../jobs/jobs.service.js';

/** Moments from `from` (included) to `until` (excluded). */
export interface TimeRange {
  from: Date;
  until: Date;
}

type Times = Pick<FollowedJob, 'matchedAt' | 'startTime' | 'endTime' | 'completedAt' | 'cancelledAt'>;
type WindowRules = Pick<
  Rules,
  | 'TRACKING_BEFORE_START_HOURS'
  | 'TRACKING_AFTER_END_MINUTES'
  | 'FIX_FUTURE_SECONDS'
  | 'LOCATION_RETENTION_DAYS'
  | 'FIX_MAX_AGE_HOURS'
>;

const LIVE: readonly JobStatus[] = ['matched', 'in_progress'];

/** Whatever the state of a job whose guard has not checked out: who is at home is followed no more. */
const lastMoment = ({ endTime }: Times, { TRACKING_AFTER_END_MINUTES }: WindowRules): Date =>
  shift(endTime, TRACKING_AFTER_END_MINUTES * MINUTE_MS);

/** True from acceptance to check-out, or shortly after the booked end: never off the job. */
export const isTracked = (job: Times & { status: JobStatus }, now: Date, rules: WindowRules): boolean =>
  LIVE.includes(job.status) && now < lastMoment(job, rules);

/**
 * The moments whose fixes a guard may still send. A phone that was offline at check-out has the last of them: what was
 * recorded before the end is taken for as long as any fix is. Null when nothing is taken, or not any more.
 */
export function uploadRange(job: Times & { status: JobStatus }, now: Date, rules: WindowRules): TimeRange | null {
  const from = trackedFrom(job, rules);
  if (!from) return null;
  const until = earlier(job.completedAt ?? job.cancelledAt, lastMoment(job, rules));
  return now <= shift(until, rules.FIX_MAX_AGE_HOURS * HOUR_MS) ? { from, until } : null;
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
  const known = shift(now, (rules.FIX_FUTURE_SECONDS + 1) * SECOND_MS);
  const until = earlier(job.completedAt ?? job.cancelledAt ?? known, lastMoment(job, rules));
  return from < until ? { from, until } : null;
}

const earlier = (a: Date | null, b: Date): Date => (a && a < b ? a : b);
