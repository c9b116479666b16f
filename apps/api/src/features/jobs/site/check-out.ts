import { Injectable } from '@nestjs/common';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { actorOf } from '../../../platform/timeline/timeline.js';
import { RecordWork } from '../hours/record-work.js';
import { JobChanges } from '../job-changes.js';
import type { JobRow } from '../job-rows.js';
import { JobTransitionsRepository } from '../job-transitions.repository.js';
import { jobErrors } from '../jobs.errors.js';
import { JobsService } from '../jobs.service.js';
import { dueForWork } from '../pricing.js';
import { LeaveBeforeStart } from './leave-before-start.js';
import { ProofOfPresence, type Proved, type Reported } from './proof.js';

type Leaving = Reported & { reason?: string | undefined };

@Injectable()
export class CheckOut {
  constructor(
    private readonly jobs: JobsService,
    private readonly proof: ProofOfPresence,
    private readonly leaving: LeaveBeforeStart,
    private readonly work: RecordWork,
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly platform: Platform,
  ) {}

  /**
   * Before the start the job goes back to dispatch, and nothing is charged.
   * @throws 422 `reason_needed` for one who leaves before the booked end without saying why
   */
  async checkOut(caller: Caller, jobId: string, { reason, ...reported }: Leaving): Promise<JobRow> {
    const job = await this.jobs.getFor(caller, jobId);
    if (job.status !== 'in_progress' || !job.startedAt) throw jobErrors.problem('job_moved_on');
    const proof = await this.proof.of(caller.userId, job, reported);
    if (proof.at < job.startedAt) throw jobErrors.problem('position_not_current');
    const proved = { ...proof, at: whenPressed(proof.at, reported, job.startedAt) };
    if (proved.at < job.startTime) return this.leave(caller, job, reason);
    if (this.isEarly(job, proved.at) && reason === undefined)
      throw jobErrors.problem('reason_needed', { facts: { endsAt: job.endTime.toISOString() } });
    return this.complete(caller, job, proved, reason);
  }

  private isEarly({ endTime }: JobRow, at: Date): boolean {
    return at < shift(endTime, -this.platform.config.rules.EARLY_CHECK_OUT_MINUTES * MINUTE_MS);
  }

  private async complete(
    caller: Caller,
    job: JobRow,
    { details, ...proof }: Proved,
    reason: string | undefined,
  ): Promise<JobRow> {
    const record = await this.work.until(job, proof.at, [proof.at]);
    const worked = record.workedMinutes;
    const dueAmountCents = dueForWork(worked, job, this.platform.config.rules);
    return this.platform.database.transaction(async () => {
      const work = { at: proof.at, endedBy: 'guard' as const, proof, workedMinutes: worked, dueAmountCents };
      const completed = await this.transitions.complete(job.id, caller.userId, work);
      if (!completed) throw jobErrors.problem('job_moved_on');
      await this.work.keep(completed, record);
      await this.changes.tell(completed, {
        type: 'job.completed',
        actor: actorOf(caller),
        from: 'in_progress',
        details: {
          ...details,
          workedMinutes: worked,
          dueAmountCents,
          endedBy: 'guard',
          ...(this.isEarly(job, proof.at) && { leftEarly: true }),
          ...(reason !== undefined && { reason }),
        },
      });
      return completed;
    });
  }

  private async leave(caller: Caller, job: JobRow, reason = 'The guard left before the start.'): Promise<JobRow> {
    return this.platform.database.transaction(async () => {
      const actor = actorOf(caller);
      const reopened = await this.leaving.leave(job.id, caller.userId, { actor, reason });
      if (!reopened) throw jobErrors.problem('job_moved_on');
      return reopened;
    });
  }
}

/**
 * A phone keeps a check-out for a minute in which it can be undone: the work ends when it was pressed, not when the minute was
 * over. A clock of a phone that is wrong ends nothing before it was begun, or later than now.
 */
function whenPressed(now: Date, reported: Reported, startedAt: Date): Date {
  const pressed = 'code' in reported ? undefined : reported.recordedAt;
  if (pressed === undefined || pressed >= now) return now;
  return pressed < startedAt ? startedAt : pressed;
}
