import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/http/http-request.js';
import { Platform } from '../../platform/platform.js';
import { actorOf } from '../../platform/timeline/timeline.js';
import { type CancellationTerms, cancellationTerms } from './cancellation-policy.js';
import { JobChanges } from './job-changes.js';
import type { JobRow } from './job-rows.js';
import { JobTransitionsRepository } from './job-transitions.repository.js';
import { JobWakeUps } from './job-wake-ups.js';
import { jobErrors } from './jobs.errors.js';
import { JobsService } from './jobs.service.js';
import { workSoFar } from './pricing.js';

type Cancellation = CancellationTerms & { job: JobRow };

interface Wish {
  reason: string;
  shownFeeCents?: number | undefined;
}

interface Due {
  terms: CancellationTerms;
  /** Null when the job had not begun. */
  workedMinutes: number | null;
}

@Injectable()
export class CancelJob {
  constructor(
    private readonly jobs: JobsService,
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly wakeUps: JobWakeUps,
    private readonly platform: Platform,
  ) {}

  /** What cancelling now would cost; changes nothing. */
  async preview(caller: Caller, jobId: string): Promise<Cancellation> {
    const job = await this.jobs.getFor(caller, jobId);
    return { ...this.due(job, caller).terms, job };
  }

  /** @throws 409 `fee_changed` with the fee, when the one that was shown is another */
  async cancel(caller: Caller, jobId: string, { reason, shownFeeCents }: Wish): Promise<Cancellation> {
    await this.jobs.getFor(caller, jobId);
    return this.platform.database.transaction(async () => {
      // The fee depends on the state: it must not change between the two.
      const job = await this.jobs.lock(jobId);
      const { terms, workedMinutes: worked } = this.due(job, caller);
      const { feeCents } = terms;
      if (shownFeeCents !== undefined && shownFeeCents !== feeCents)
        throw jobErrors.problem('fee_changed', { facts: { feeCents } });
      const cancellation = {
        at: this.platform.clock.now(),
        by: caller.userId,
        reason,
        dueAmountCents: feeCents,
        workedMinutes: worked,
      };
      const cancelled = await this.transitions.cancel(jobId, job.status, cancellation);
      if (!cancelled) throw jobErrors.problem('job_moved_on');
      await this.changes.tell(cancelled, {
        type: 'job.cancelled',
        actor: actorOf(caller),
        from: job.status,
        details: { reason, ...terms },
      });
      return { ...terms, job: cancelled };
    });
  }

  /** @throws 409 when a job in this state cannot be cancelled by this caller. */
  private due(job: JobRow, caller: Caller): Due {
    const { clock, config } = this.platform;
    if (job.status === 'completed' || job.status === 'cancelled') throw jobErrors.problem('job_moved_on');
    if (job.status !== 'in_progress')
      return {
        terms: cancellationTerms(
          { ...job, lateAt: this.wakeUps.checkInLimits(job).lateAt },
          caller.role,
          clock.now(),
          config.cancellationPolicy,
        ),
        workedMinutes: null,
      };
    if (caller.role !== 'admin') throw jobErrors.problem('only_admin_ends_running_job');
    // A refund can follow where it was not worth it.
    const { dueAmountCents: feeCents, percent, ...work } = workSoFar(job, clock.now(), config.rules);
    return { terms: { feeCents, percent, because: 'work_done' }, ...work };
  }
}
