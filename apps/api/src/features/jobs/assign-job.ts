import { Injectable } from '@nestjs/common';
import type { TimelineDetails } from '@aegis/contract';
import { breaks } from '../../platform/database/database-refusal.js';
import { Platform } from '../../platform/platform.js';
import type { Actor } from '../../platform/timeline/timeline.js';
import { JobChanges } from './job-changes.js';
import type { JobRow } from './job-rows.js';
import { JobTransitionsRepository } from './job-transitions.repository.js';
import { jobErrors } from './jobs.errors.js';
import { JobsService } from './jobs.service.js';

@Injectable()
export class AssignJob {
  constructor(
    private readonly jobs: JobsService,
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly platform: Platform,
  ) {}

  /**
   * Gives an open job to a guard. The caller's transaction must hold the job's and the guard's row: two jobs for one
   * guard would otherwise wait for each other at the exclusion constraint.
   * @throws 409 `job_moved_on` when it is no longer open, `overlapping_job` when the guard holds another then.
   */
  async assign(jobId: string, guardId: string, actor: Actor, details: TimelineDetails<'job.matched'>): Promise<JobRow> {
    return this.platform.database.transaction(async () => {
      const assigned = await this.tryAssign(jobId, guardId);
      if (!assigned) throw jobErrors.problem('job_moved_on');
      await this.changes.tell({ jobId, type: 'job.matched', actor, from: 'requested', to: 'matched', details });
      return this.jobs.get(jobId);
    });
  }

  private async tryAssign(jobId: string, guardId: string): Promise<boolean> {
    try {
      return await this.transitions.assign(jobId, guardId, this.platform.clock.now());
    } catch (error) {
      if (breaks(error, 'jobs_no_overlap_per_guard')) throw jobErrors.problem('overlapping_job');
      if (breaks(error, 'jobs_guard_may_act'))
        throw jobErrors.problem('no_longer_eligible', { detail: 'The account of the guard is not active.' });
      throw error;
    }
  }
}
