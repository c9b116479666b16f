import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import type { JobRow } from '../job-rows.js';
import { jobErrors } from '../jobs.errors.js';
import { JobsService } from '../jobs.service.js';
import { HoursRepository } from './hours.repository.js';

/** Breaks of a guard at work, from when they press the button until they press it again, or the job ends. */
@Injectable()
export class TakeBreaks {
  constructor(
    private readonly jobs: JobsService,
    private readonly hours: HoursRepository,
    private readonly platform: Platform,
  ) {}

  /** @throws 409 `job_moved_on` unless they are at work and it has begun, `on_break` when one has not ended */
  begin(caller: Caller, jobId: string): Promise<void> {
    return this.during(caller, jobId, async (job, at) => {
      if (at < job.startTime) throw jobErrors.problem('job_moved_on');
      if (!(await this.hours.beginBreak(jobId, at))) throw jobErrors.problem('on_break');
      await this.tell(caller, jobId, 'break.began');
    });
  }

  /** @throws 409 `job_moved_on` unless they are at work, `not_on_break` */
  end(caller: Caller, jobId: string): Promise<void> {
    return this.during(caller, jobId, async (_job, at) => {
      if (!(await this.hours.endBreak(jobId, at))) throw jobErrors.problem('not_on_break');
      await this.tell(caller, jobId, 'break.ended');
    });
  }

  private async during(caller: Caller, jobId: string, work: (job: JobRow, at: Date) => Promise<void>): Promise<void> {
    await this.jobs.getFor(caller, jobId);
    await this.platform.database.transaction(async () => {
      const job = await this.jobs.lock(jobId);
      if (job.status !== 'in_progress' || job.guardId !== caller.userId) throw jobErrors.problem('job_moved_on');
      await work(job, this.platform.clock.now());
    });
  }

  private async tell({ userId, role }: Caller, jobId: string, type: 'break.began' | 'break.ended'): Promise<void> {
    const actor = { id: userId, role };
    await this.platform.timeline.record({ subject: { jobId }, type, actor, details: {} });
  }
}
