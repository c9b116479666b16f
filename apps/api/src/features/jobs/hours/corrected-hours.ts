import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import type { Actor } from '../../../platform/timeline/timeline.js';
import type { JobRow } from '../job-rows.js';
import { jobErrors } from '../jobs.errors.js';
import { jobEvents } from '../jobs.events.js';
import { priceOfWork, workedMinutes } from '../pricing.js';
import { type CorrectionRow, CorrectionsRepository } from './corrections.repository.js';

const MINUTES_OF_AN_HOUR = 60;

/** Other hours of a job that has ended: what they cost, and that they count from now on. */
@Injectable()
export class CorrectedHours {
  constructor(
    private readonly corrections: CorrectionsRepository,
    private readonly platform: Platform,
  ) {}

  /** Their price; more than was booked, or agreed to before, only with the customer's consent. */
  priceOf(job: JobRow, minutes: number, { withConsent }: { withConsent: boolean }): number {
    const cents = priceOfWork(minutes, job, this.platform.config.rules);
    return withConsent ? cents : Math.min(cents, Math.max(job.totalAmountCents, job.agreedCents ?? 0));
  }

  /**
   * The longest that the guard can have worked, in minutes: from the start, or a later check-in, to the end. Where the clock has
   * ended the job nobody has said when they left: until now then, and no longer than the longest job.
   */
  mostMinutes({ startTime, startedAt, completedAt, endedBy }: JobRow): number {
    if (!startedAt || !completedAt) return 0;
    const untilEnd = workedMinutes(startTime, startedAt, completedAt);
    if (endedBy !== 'clock') return untilEnd;
    const { clock, config } = this.platform;
    const longest = config.rules.JOB_MAX_HOURS * MINUTES_OF_AN_HOUR;
    return Math.max(untilEnd, Math.min(workedMinutes(startTime, startedAt, clock.now()), longest));
  }

  /** In the transaction that holds the job's row; the money follows by the event. @throws 409 `job_moved_on` */
  async apply(
    job: JobRow,
    { id: correctionId, fromMinutes }: CorrectionRow,
    { minutes, cents, told, actor }: { minutes: number; cents: number; told: CorrectionTold; actor: Actor },
  ): Promise<void> {
    const { queue, timeline } = this.platform;
    const corrected = await this.corrections.correctHours(job.id, fromMinutes, minutes, cents);
    if (!corrected) throw jobErrors.problem('job_moved_on');
    const { workedMinutes: fromWorked, dueAmountCents: fromCents } = job;
    const before = { fromMinutes: fromWorked ?? 0, fromCents: fromCents ?? 0 };
    const details = { correctionId, ...before, workedMinutes: minutes, dueAmountCents: cents, ...told.details };
    await timeline.record({ subject: { jobId: job.id }, type: told.type, actor, details });
    await queue.publish(jobEvents['job.hours_corrected'], { jobId: job.id });
  }
}

type CorrectionTold =
  { type: 'hours.agreed'; details?: never } | { type: 'hours.decided'; details: { reason: string } };
