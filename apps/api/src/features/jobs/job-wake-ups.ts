import { Injectable } from '@nestjs/common';
import { MINUTE_MS, shift } from '../../platform/clock/duration.js';
import { Platform } from '../../platform/platform.js';
import { deadlineKind } from '../../platform/queue/deadline-kind.js';
import type { JobChangeKind } from './jobs.events.js';
import { JobsRepository } from './jobs.repository.js';

/** Moments at which a job is looked at again though nobody has touched it; `expire-job.ts` and `no-show.ts` look. */
export const WAKE_UPS = {
  searchEnds: deadlineKind('job.search_ends'),
  guardIsLate: deadlineKind('job.guard_is_late'),
  guardIsAbsent: deadlineKind('job.guard_is_absent'),
};

/** When a job that is in dispatch is given up, and when a guard who is not there is late and then absent. */
@Injectable()
export class JobWakeUps {
  constructor(
    private readonly jobs: JobsRepository,
    private readonly platform: Platform,
  ) {}

  /** Sets what `change` makes necessary, in its transaction. */
  async after(jobId: string, change: JobChangeKind | 'job.search_resumed'): Promise<void> {
    const { deadlines } = this.platform;
    if (change === 'job.requested' || change === 'job.reopened' || change === 'job.search_resumed')
      await deadlines.set(WAKE_UPS.searchEnds, jobId, await this.searchEnd(jobId));
    if (change === 'job.matched') {
      const { lateAt, absentAt } = await this.checkInLimits(jobId);
      await deadlines.set(WAKE_UPS.guardIsLate, jobId, lateAt);
      await deadlines.set(WAKE_UPS.guardIsAbsent, jobId, absentAt);
    }
  }

  /**
   * The start; later for a job that is open only since shortly before it or after it: it gets a search too. Never after
   * the job's end.
   */
  async searchEnd(jobId: string): Promise<Date> {
    const { startTime, endTime, openSince } = await this.jobs.timesOf(jobId);
    const searched = shift(openSince, this.platform.config.rules.SEARCH_MINIMUM_MINUTES * MINUTE_MS);
    return earlier(later(startTime, searched), endTime);
  }

  /** Counted from the start, or from the acceptance where that came after it. */
  async checkInLimits(jobId: string): Promise<{ lateAt: Date; absentAt: Date }> {
    const { NO_SHOW_ALERT_MINUTES, NO_SHOW_REOPEN_MINUTES } = this.platform.config.rules;
    const { startTime, matchedAt } = await this.jobs.timesOf(jobId);
    const expected = matchedAt ? later(startTime, matchedAt) : startTime;
    return {
      lateAt: shift(expected, NO_SHOW_ALERT_MINUTES * MINUTE_MS),
      absentAt: shift(expected, NO_SHOW_REOPEN_MINUTES * MINUTE_MS),
    };
  }
}

const later = (a: Date, b: Date): Date => (a > b ? a : b);
const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
