import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/timeline/timeline.js';
import { CancelBySystem } from '../cancel-by-system.js';
import type { JobRow } from '../job-rows.js';
import { ReopenJob } from '../parties/reopen-job.js';

/** How a job ends or goes on that nobody has begun. In the open transaction, which holds the job's row. */
@Injectable()
export class LateEndings {
  constructor(
    private readonly reopenJob: ReopenJob,
    private readonly cancelBySystem: CancelBySystem,
  ) {}

  /** Cancelling is free for the customer from now on: the job is open, or its new guard starts late. */
  async reopen({ id: jobId, guardId }: JobRow, reason: string, actor: Actor): Promise<void> {
    if (guardId) await this.reopenJob.reopen({ jobId, guardId, reason }, actor);
  }

  async cancel(jobId: string, reason: string): Promise<void> {
    await this.cancelBySystem.cancel(jobId, reason);
  }
}
