import { Injectable } from '@nestjs/common';
import type { TimelineDetails } from '@aegis/contract';
import { breaks } from '../../platform/database/database-refusal.js';
import { Platform } from '../../platform/platform.js';
import type { Actor } from '../../platform/timeline/timeline.js';
import { JobChanges } from './job-changes.js';
import type { JobRow } from './job-rows.js';
import { JobTransitionsRepository } from './job-transitions.repository.js';
import { jobErrors } from './jobs.errors.js';

@Injectable()
export class AssignJob {
  constructor(
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly platform: Platform,
  ) {}

  /**
   * Gives an open job to a guard. The caller's transaction must hold the job's and the guard's row: two jobs for one
   * guard would otherwise wait for each other at the exclusion constraint.
   * @param promisedTravelSeconds how long they were expected to be on the way: they are not late before. Null: not known.
   * @throws 409 `job_moved_on` when it is no longer open, `overlapping_job` when the guard holds another then.
   */
  async assign(
    jobId: string,
    guardId: string,
    actor: Actor,
    details: TimelineDetails<'job.matched'>,
    promisedTravelSeconds: number | null = null,
  ): Promise<JobRow> {
    return this.platform.database.transaction(async () => {
      const job = await this.tryAssign(jobId, guardId, promisedTravelSeconds);
      if (!job) throw jobErrors.problem('job_moved_on');
      await this.changes.tell(job, { type: 'job.matched', actor, from: 'requested', details });
      return job;
    });
  }

  private async tryAssign(jobId: string, guardId: string, travelSeconds: number | null): Promise<JobRow | null> {
    try {
      return await this.transitions.assign(jobId, guardId, this.platform.clock.now(), travelSeconds);
    } catch (error) {
      if (breaks(error, 'jobs_no_overlap_per_guard')) throw jobErrors.problem('overlapping_job');
      if (breaks(error, 'jobs_guard_may_act'))
        throw jobErrors.problem('no_longer_eligible', { detail: (words) => words('eligibility.guardsAccount') });
      throw error;
    }
  }
}
