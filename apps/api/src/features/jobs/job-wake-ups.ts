import { Injectable } from '@nestjs/common';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../platform/clock/duration.js';
import { Platform } from '../../platform/platform.js';
import { type DeadlineKind, deadlineKind } from '../../platform/queue/deadline-kind.js';
import type { JobRow } from './job-rows.js';
import type { JobChangeKind } from './jobs.events.js';

/** Moments at which a job is looked at again though nobody has touched it; `expire-job.ts`, `reminders.ts` and `no-show.ts` look. */
export const WAKE_UPS = {
  searchEnds: deadlineKind('job.search_ends'),
  halfIsOver: deadlineKind('job.half_is_over'),
  startsTomorrow: deadlineKind('job.starts_tomorrow'),
  startsSoon: deadlineKind('job.starts_soon'),
  guardIsLate: deadlineKind('job.guard_is_late'),
  guardIsAbsent: deadlineKind('job.guard_is_absent'),
  endIsReached: deadlineKind('job.end_is_reached'),
  checkOutIsForgotten: deadlineKind('job.check_out_is_forgotten'),
  clockEnds: deadlineKind('job.clock_ends'),
};

/** When a job that is in dispatch is given up, and when a guard who is not there is late and then absent. */
@Injectable()
export class JobWakeUps {
  constructor(private readonly platform: Platform) {}

  /** Sets what `change` makes necessary for the job as it is after it, in its transaction. */
  async after(job: JobRow, change: JobChangeKind | 'job.search_resumed'): Promise<void> {
    const { deadlines } = this.platform;
    if (change === 'job.requested' || change === 'job.reopened' || change === 'job.search_resumed') {
      await deadlines.set(WAKE_UPS.searchEnds, job.id, this.searchEnd(job));
      await this.setAhead(WAKE_UPS.halfIsOver, job.id, halfWay(job));
    }
    if (change === 'job.matched') {
      const { early, late } = this.reminders(job);
      await this.setAhead(WAKE_UPS.startsTomorrow, job.id, early);
      await this.setAhead(WAKE_UPS.startsSoon, job.id, late);
      const { lateAt, absentAt } = this.checkInLimits(job);
      await deadlines.set(WAKE_UPS.guardIsLate, job.id, lateAt);
      await deadlines.set(WAKE_UPS.guardIsAbsent, job.id, absentAt);
    }
    if (change === 'job.started') await this.forEnd(job);
  }

  /** When the guard of a job is reminded of it. */
  reminders({ startTime }: JobRow): { early: Date; late: Date } {
    const { REMINDER_EARLY_HOURS, REMINDER_LATE_HOURS } = this.platform.config.rules;
    return {
      early: shift(startTime, -REMINDER_EARLY_HOURS * HOUR_MS),
      late: shift(startTime, -REMINDER_LATE_HOURS * HOUR_MS),
    };
  }

  /** Who takes a job an hour before its start needs no reminder of two hours before. */
  private async setAhead(kind: DeadlineKind, jobId: string, at: Date): Promise<void> {
    if (at > this.platform.clock.now()) await this.platform.deadlines.set(kind, jobId, at);
  }

  /** For a shift that has begun, or whose end is another by now. */
  async forEnd(job: JobRow): Promise<void> {
    const { deadlines } = this.platform;
    const { endsAt, remindsAgainAt, clockEndsAt } = this.shiftEnds(job);
    await deadlines.set(WAKE_UPS.endIsReached, job.id, endsAt);
    await deadlines.set(WAKE_UPS.checkOutIsForgotten, job.id, remindsAgainAt);
    await deadlines.set(WAKE_UPS.clockEnds, job.id, clockEndsAt);
  }

  /** When both are reminded of the check-out, once more, and when the system ends the job. */
  shiftEnds({ endTime }: JobRow): { endsAt: Date; remindsAgainAt: Date; clockEndsAt: Date } {
    const { CHECK_OUT_REMINDER_MINUTES, CLOCK_ENDS_MINUTES } = this.platform.config.rules;
    return {
      endsAt: endTime,
      remindsAgainAt: shift(endTime, CHECK_OUT_REMINDER_MINUTES * MINUTE_MS),
      clockEndsAt: shift(endTime, CLOCK_ENDS_MINUTES * MINUTE_MS),
    };
  }

  /**
   * The start; later for a job that is open only since shortly before it or after it: it gets a search too. Never after
   * the job's end.
   */
  searchEnd({ startTime, endTime, openSince }: JobRow): Date {
    const searched = shift(openSince, this.platform.config.rules.SEARCH_MINIMUM_MINUTES * MINUTE_MS);
    return earlier(later(startTime, searched), endTime);
  }

  /** Counted from the start, or from when the guard could be there at the earliest, as the offer said, where that is later. */
  checkInLimits(job: JobRow): { lateAt: Date; absentAt: Date } {
    const { NO_SHOW_ALERT_MINUTES, NO_SHOW_REOPEN_MINUTES } = this.platform.config.rules;
    const { startTime, matchedAt, promisedTravelSeconds, waitsUntil } = job;
    const arrival = matchedAt && shift(matchedAt, (promisedTravelSeconds ?? 0) * SECOND_MS);
    const expected = arrival ? later(startTime, arrival) : startTime;
    const absentAt = shift(expected, NO_SHOW_REOPEN_MINUTES * MINUTE_MS);
    return {
      lateAt: shift(expected, NO_SHOW_ALERT_MINUTES * MINUTE_MS),
      // As long as the customer is asked, or waits.
      absentAt: waitsUntil ? later(absentAt, waitsUntil) : absentAt,
    };
  }
}

/** The customer is told that nobody was found yet, while there is time to offer more or to look elsewhere. */
export const halfWay = ({ openSince, startTime }: JobRow): Date =>
  new Date((openSince.getTime() + startTime.getTime()) / 2);

const later = (a: Date, b: Date): Date => (a > b ? a : b);
const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
