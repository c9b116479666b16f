import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { type Actor, actorOf, SYSTEM } from '../../../platform/timeline/timeline.js';
import { RecordWork, type Work } from '../hours/record-work.js';
import { JobChanges } from '../job-changes.js';
import type { JobEnd, JobRow } from '../job-rows.js';
import { JobTransitionsRepository } from '../job-transitions.repository.js';
import { JobWakeUps, WAKE_UPS } from '../job-wake-ups.js';
import { jobErrors } from '../jobs.errors.js';
import { JobsService } from '../jobs.service.js';
import { dueForWork, workedMinutes } from '../pricing.js';
import { LeaveBeforeStart } from './leave-before-start.js';

interface End {
  by: Exclude<JobEnd, 'guard'>;
  actor: Actor;
  record: Work;
  /** That were given; else those of the record. */
  workedMinutes?: number;
  provedUntil?: Date;
  reason?: string;
}

/** Ends what its guard has not ended: reminders at the booked end and after it, then the clock; and an administrator. */
@Injectable()
export class EndShift implements OnModuleInit {
  constructor(
    private readonly jobs: JobsService,
    private readonly leaving: LeaveBeforeStart,
    private readonly work: RecordWork,
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly wakeUps: JobWakeUps,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    const { deadlines } = this.platform;
    deadlines.subscribe(WAKE_UPS.endIsReached, (jobId) => this.remind(jobId, 'endsAt'));
    deadlines.subscribe(WAKE_UPS.checkOutIsForgotten, (jobId) => this.remind(jobId, 'remindsAgainAt'));
    deadlines.subscribe(WAKE_UPS.clockEnds, (jobId) => this.byClock(jobId));
  }

  /** With the hours up to the last proof. Nothing happens to a job that has ended, or was extended and has more time. */
  async byClock(jobId: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      const job = await this.jobs.lock(jobId);
      if (job.status !== 'in_progress' || this.platform.clock.now() < this.wakeUps.shiftEnds(job).clockEndsAt) return;
      await this.endProved(job);
    });
  }

  /** The guard begins another job: one past its booked end is ended now. False when it has time left. */
  async makeWay(jobId: string): Promise<boolean> {
    return this.platform.database.transaction(async () => {
      const job = await this.jobs.lock(jobId);
      if (job.status !== 'in_progress') return true;
      if (this.platform.clock.now() < job.endTime) return false;
      await this.endProved(job);
      return true;
    });
  }

  /**
   * With hours that an administrator has found out.
   * @throws 409 `job_moved_on`; 422 `more_than_was_possible` for more than from the check-in until now
   */
  async byAdministrator(
    caller: Caller,
    jobId: string,
    given: { workedMinutes: number; reason: string },
  ): Promise<JobRow> {
    return this.platform.database.transaction(async () => {
      const job = await this.jobs.lock(jobId);
      if (job.status !== 'in_progress' || !job.startedAt) throw jobErrors.problem('job_moved_on');
      const now = this.platform.clock.now();
      const most = workedMinutes(job.startTime, job.startedAt, now);
      if (given.workedMinutes > most)
        throw jobErrors.problem('more_than_was_possible', { facts: { mostMinutes: most } });
      const actor = actorOf(caller);
      return this.end(job, { by: 'admin', actor, record: await this.work.until(job, now), ...given });
    });
  }

  /**
   * An administrator has decided about its guard, who may not go on: the hours so far, or back to dispatch before the start.
   * In the open transaction, which holds the job's row. `reason` is for both parties, and is not why it was decided.
   */
  async cutShort(job: JobRow, guardId: string, reason: string): Promise<void> {
    const now = this.platform.clock.now();
    if (now < job.startTime) await this.leaving.leave(job.id, guardId, { actor: SYSTEM, reason });
    else {
      const until = now < job.endTime ? now : job.endTime;
      await this.end(job, { by: 'admin', actor: SYSTEM, record: await this.work.until(job, until), reason });
    }
  }

  private async remind(jobId: string, moment: 'endsAt' | 'remindsAgainAt'): Promise<void> {
    const { clock, database, timeline } = this.platform;
    await database.transaction(async () => {
      const job = await this.jobs.lock(jobId);
      const ends = this.wakeUps.shiftEnds(job);
      if (job.status !== 'in_progress' || clock.now() < ends[moment]) return;
      const details = { endTime: job.endTime.toISOString(), clockEndsAt: ends.clockEndsAt.toISOString() };
      await timeline.record({ subject: { jobId }, type: 'job.check_out_due', actor: SYSTEM, details });
    });
  }

  private async endProved(job: JobRow): Promise<void> {
    const { provedUntil, work } = await this.work.untilLastProof(job);
    await this.end(job, { by: 'clock', actor: SYSTEM, record: work, provedUntil });
  }

  private async end(
    job: JobRow,
    { by, actor, record, workedMinutes: given, provedUntil, reason }: End,
  ): Promise<JobRow> {
    const worked = given ?? record.workedMinutes;
    const dueAmountCents = dueForWork(worked, job, this.platform.config.rules);
    const work = { at: this.platform.clock.now(), endedBy: by, proof: null, workedMinutes: worked, dueAmountCents };
    const ended = await this.transitions.complete(job.id, job.guardId ?? '', work);
    if (!ended) throw jobErrors.problem('job_moved_on');
    await this.work.keep(ended, record);
    await this.changes.tell(ended, {
      type: 'job.completed',
      actor,
      from: 'in_progress',
      details: {
        workedMinutes: worked,
        dueAmountCents,
        endedBy: by,
        ...(provedUntil && { provedUntil: provedUntil.toISOString() }),
        ...(reason !== undefined && { reason }),
      },
    });
    return ended;
  }
}
