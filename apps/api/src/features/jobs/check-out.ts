import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/http/http-request.js';
import { Platform } from '../../platform/platform.js';
import { JobChanges } from './job-changes.js';
import type { JobRow } from './job-rows.js';
import { JobTransitionsRepository } from './job-transitions.repository.js';
import { jobErrors } from './jobs.errors.js';
import { JobsService } from './jobs.service.js';
import { dueForWork, workedMinutes } from './pricing.js';
import { type Presence, SitePresence } from './site-presence.js';

@Injectable()
export class CheckOut {
  constructor(
    private readonly jobs: JobsService,
    private readonly presence: SitePresence,
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly platform: Platform,
  ) {}

  async checkOut(caller: Caller, jobId: string, presence: Presence): Promise<JobRow> {
    const job = await this.jobs.getFor(caller, jobId);
    if (job.status !== 'in_progress' || !job.startedAt) throw jobErrors.problem('job_moved_on');
    const { at, details } = await this.presence.prove({ guardId: caller.userId, jobId }, presence);
    if (at < job.startedAt) throw jobErrors.problem('position_not_current');
    const worked = workedMinutes(job.startTime, job.startedAt, at);
    const dueAmountCents = dueForWork(worked, job, this.platform.config.rules);
    return this.platform.database.transaction(async () => {
      const work = { at, location: presence.location, workedMinutes: worked, dueAmountCents };
      const completed = await this.transitions.complete(jobId, caller.userId, work);
      if (!completed) throw jobErrors.problem('job_moved_on');
      await this.changes.tell(completed, {
        type: 'job.completed',
        actor: { id: caller.userId, role: caller.role },
        from: 'in_progress',
        details: { workedMinutes: worked, dueAmountCents, ...details },
      });
      return completed;
    });
  }
}
