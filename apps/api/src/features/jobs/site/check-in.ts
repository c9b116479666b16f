import { Injectable } from '@nestjs/common';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { breaks } from '../../../platform/database/database-refusal.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { type Actor, actorOf } from '../../../platform/timeline/timeline.js';
import { GuardStanding } from '../guard-standing.js';
import { JobChanges } from '../job-changes.js';
import type { JobRow } from '../job-rows.js';
import { JobTransitionsRepository } from '../job-transitions.repository.js';
import { jobErrors } from '../jobs.errors.js';
import { EndOther } from './end-other.js';
import { ProofOfPresence, type Proved, type Reported } from './proof.js';
import { JobsService } from '../jobs.service.js';
import { together } from '../../../platform/http/problem.js';

@Injectable()
export class CheckIn {
  constructor(
    private readonly jobs: JobsService,
    private readonly proof: ProofOfPresence,
    private readonly standing: GuardStanding,
    private readonly endOther: EndOther,
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly platform: Platform,
  ) {}

  /**
   * @throws 409 `no_longer_eligible`, saying why, for a guard whose licence, clearance, skills or account fit no more;
   *   `still_on_a_job` with its id for one who has not checked out of another
   */
  async checkIn(caller: Caller, jobId: string, reported: Reported): Promise<JobRow> {
    const job = await this.jobs.getFor(caller, jobId);
    if (job.status !== 'matched') throw jobErrors.problem('job_moved_on');
    return this.begin(job, caller.userId, await this.proof.of(caller.userId, job, reported), caller);
  }

  /** The customer or an administrator says that the guard is there. */
  async confirm(caller: Caller, jobId: string): Promise<JobRow> {
    const job = await this.jobs.getFor(caller, jobId);
    if (job.status !== 'matched' || !job.guardId) throw jobErrors.problem('job_moved_on');
    const kind = caller.role === 'admin' ? 'admin' : 'customer';
    const at = this.platform.clock.now();
    return this.begin(job, job.guardId, { kind, at, location: null, details: { proof: kind } }, caller);
  }

  /** The request may run inside the transaction of its Idempotency-Key: what breaks a constraint there cannot be tried again. */
  private async begin(job: JobRow, guardId: string, proved: Proved, caller: Caller): Promise<JobRow> {
    this.refuseWrongTime(job, proved.at);
    await this.endOther.before(job.id, guardId);
    try {
      return await this.start(job, guardId, proved, actorOf(caller));
    } catch (error) {
      if (breaks(error, 'jobs_one_at_work_per_guard')) throw jobErrors.problem('still_on_a_job');
      throw error;
    }
  }

  private start(job: JobRow, guardId: string, { details, ...proved }: Proved, actor: Actor): Promise<JobRow> {
    return this.platform.database.transaction(async () => {
      const objections = await this.standing.objectionsAtCheckIn(guardId, job);
      if (objections.length > 0) throw jobErrors.problem('no_longer_eligible', { detail: together(objections) });
      const started = await this.transitions.start(job.id, guardId, proved);
      if (!started) throw jobErrors.problem('job_moved_on');
      await this.changes.tell(started, { type: 'job.started', actor, from: 'matched', details });
      return started;
    });
  }

  /** @param at when they were there: what a phone has kept counts from then on. */
  private refuseWrongTime(job: JobRow, at: Date): void {
    const opensAt = shift(job.startTime, -this.platform.config.rules.CHECK_IN_EARLY_MINUTES * MINUTE_MS);
    if (at < opensAt || (job.matchedAt && at < job.matchedAt))
      throw jobErrors.problem('too_early', { facts: { opensAt: opensAt.toISOString() } });
    if (at >= job.endTime) throw jobErrors.problem('job_over');
  }
}
