import { Injectable } from '@nestjs/common';
import type { Job } from '@aegis/contract';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import type { Caller } from '../../platform/http/access.js';
import { cancellationFee } from './cancellation-policy.js';
import { JobChanges } from './job-changes.js';
import { JobTransitionsRepository } from './job-transitions.repository.js';
import { jobErrors } from './jobs.errors.js';
import { JobsService } from './jobs.service.js';
import { dueForWork, workedMinutes } from './pricing.js';

interface Due {
  dueAmountCents: number;
  /** Null when the job had not begun. */
  workedMinutes: number | null;
}

@Injectable()
export class CancelJob {
  constructor(
    private readonly jobs: JobsService,
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** What cancelling now would cost; changes nothing. */
  async preview(caller: Caller, jobId: string): Promise<{ feeCents: number; job: Job }> {
    const job = await this.jobs.getFor(caller, jobId);
    return { feeCents: this.due(job, caller).dueAmountCents, job };
  }

  async cancel(caller: Caller, jobId: string, reason: string): Promise<{ feeCents: number; job: Job }> {
    await this.jobs.getFor(caller, jobId);
    return this.database.transaction(async () => {
      // The fee depends on the state: it must not change between the two.
      await this.jobs.lock(jobId);
      const job = await this.jobs.get(jobId);
      const due = this.due(job, caller);
      const cancellation = { at: this.clock.now(), by: caller.userId, reason, ...due };
      if (!(await this.transitions.cancel(jobId, job.status, cancellation))) throw jobErrors.problem('job_moved_on');
      await this.changes.tell({
        jobId,
        type: 'job.cancelled',
        actor: { id: caller.userId, role: caller.role },
        from: job.status,
        to: 'cancelled',
        details: { reason, feeCents: due.dueAmountCents },
      });
      return { feeCents: due.dueAmountCents, job: await this.jobs.get(jobId) };
    });
  }

  /** @throws 409 when a job in this state cannot be cancelled by this caller. */
  private due(job: Job, caller: Caller): Due {
    if (job.status === 'completed' || job.status === 'cancelled') throw jobErrors.problem('job_moved_on');
    if (job.status !== 'in_progress')
      return { dueAmountCents: cancellationFee(job, caller.role, this.clock.now()), workedMinutes: null };
    if (caller.role !== 'admin') throw jobErrors.problem('only_admin_ends_running_job');
    // The guard has worked until now: that is due as at check-out. A refund can follow where it was not worth it.
    const worked = workedMinutes(job.startTime, job.startedAt ?? this.clock.now(), this.clock.now());
    return { dueAmountCents: dueForWork(worked, job, this.config.rules), workedMinutes: worked };
  }
}
