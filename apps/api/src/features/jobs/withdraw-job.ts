import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/http/http-request.js';
import { Platform } from '../../platform/platform.js';
import { actorOf } from '../../platform/timeline/timeline.js';
import { JobChanges } from './job-changes.js';
import { JobTransitionsRepository } from './job-transitions.repository.js';
import { jobErrors } from './jobs.errors.js';
import { JobsService } from './jobs.service.js';

@Injectable()
export class WithdrawJob {
  constructor(
    private readonly jobs: JobsService,
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly platform: Platform,
  ) {}

  /** The guard gives the job back before it has begun; it is open again, and not for them. */
  async withdraw(caller: Caller, jobId: string, reason: string): Promise<void> {
    await this.jobs.getFor(caller, jobId);
    await this.platform.database.transaction(async () => {
      const reopened = await this.transitions.reopen(jobId, caller.userId, this.platform.clock.now());
      if (!reopened) throw jobErrors.problem('job_moved_on');
      await this.changes.tell(reopened, {
        type: 'job.reopened',
        actor: actorOf(caller),
        from: 'matched',
        details: { reason, guardId: caller.userId },
      });
    });
  }
}
