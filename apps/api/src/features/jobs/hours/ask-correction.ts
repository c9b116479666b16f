import { Injectable } from '@nestjs/common';
import type { CorrectionKind } from '@aegis/contract';
import { HOUR_MS, shift } from '../../../platform/clock/duration.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { deadlineKind } from '../../../platform/queue/deadline-kind.js';
import type { JobRow } from '../job-rows.js';
import { jobErrors } from '../jobs.errors.js';
import { JobsService } from '../jobs.service.js';
import { CorrectedHours } from './corrected-hours.js';
import { type CorrectionRow, CorrectionsRepository } from './corrections.repository.js';

/** Of a correction that nobody has answered. */
export const CORRECTION_UNANSWERED = deadlineKind('correction.unanswered');

/** One party of a job says that the hours are others than those of its record. */
@Injectable()
export class AskCorrection {
  constructor(
    private readonly jobs: JobsService,
    private readonly corrections: CorrectionsRepository,
    private readonly corrected: CorrectedHours,
    private readonly platform: Platform,
  ) {}

  /** Until when hours can be asked about; null when they cannot (any more). */
  openUntil({ status, completedAt }: JobRow): Date | null {
    if (status !== 'completed' || !completedAt) return null;
    const until = shift(completedAt, this.platform.config.rules.CORRECTION_HOURS * HOUR_MS);
    return until > this.platform.clock.now() ? until : null;
  }

  /**
   * @throws 409 `job_moved_on` before it has ended, `correction_too_late`, `correction_open`, `hours_decided`;
   * 422 `more_than_was_possible`, `nothing_to_correct`
   */
  async ask(
    caller: Caller,
    jobId: string,
    asked: { kind: CorrectionKind; workedMinutes: number; reason: string },
  ): Promise<CorrectionRow> {
    await this.jobs.getFor(caller, jobId);
    return this.platform.database.transaction(async () => {
      const job = await this.jobs.lock(jobId);
      await this.check(job, asked.workedMinutes);
      const id = await this.write(job, caller, asked);
      const written = await this.corrections.byId(id);
      if (!written) throw new Error(`correction ${id} is not there`);
      return written;
    });
  }

  private async check(job: JobRow, minutes: number): Promise<void> {
    if (job.status !== 'completed') throw jobErrors.problem('job_moved_on');
    if (!this.openUntil(job)) throw jobErrors.problem('correction_too_late');
    const all = await this.corrections.ofJob(job.id);
    if (all.some(({ status }) => status === 'decided')) throw jobErrors.problem('hours_decided');
    const mostMinutes = this.corrected.mostMinutes(job);
    if (minutes > mostMinutes) throw jobErrors.problem('more_than_was_possible', { facts: { mostMinutes } });
    // Time beyond the booked end is worked, and not paid before the customer has agreed to it.
    const cents = this.corrected.priceOf(job, minutes, { withConsent: true });
    if (minutes === job.workedMinutes && cents === job.dueAmountCents) throw jobErrors.problem('nothing_to_correct');
  }

  private async write(
    job: JobRow,
    { userId, role }: Caller,
    { kind, workedMinutes: toMinutes, reason }: { kind: CorrectionKind; workedMinutes: number; reason: string },
  ): Promise<string> {
    const { clock, config, deadlines, ids, timeline } = this.platform;
    const askedAt = clock.now();
    const answerBy = shift(askedAt, config.rules.CORRECTION_ANSWER_HOURS * HOUR_MS);
    const hours = {
      fromMinutes: job.workedMinutes ?? 0,
      toMinutes,
      fromCents: job.dueAmountCents ?? 0,
      toCents: this.corrected.priceOf(job, toMinutes, { withConsent: true }),
    };
    const correction = { id: ids.next(), jobId: job.id, askedBy: userId, kind, reason, askedAt, answerBy, ...hours };
    if (!(await this.corrections.ask(correction))) throw jobErrors.problem('correction_open');
    const details = { correctionId: correction.id, kind, reason, ...hours, answerBy: answerBy.toISOString() };
    await timeline.record({ subject: { jobId: job.id }, type: 'hours.asked', actor: { id: userId, role }, details });
    await deadlines.set(CORRECTION_UNANSWERED, correction.id, answerBy);
    return correction.id;
  }
}
