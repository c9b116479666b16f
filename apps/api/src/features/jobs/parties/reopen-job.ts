import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { type Actor, SYSTEM } from '../../../platform/timeline/timeline.js';
import { JobChanges } from '../job-changes.js';
import { JobTransitionsRepository } from '../job-transitions.repository.js';

interface Reopening {
  jobId: string;
  guardId: string;
  /** For both parties. */
  reason: string;
}

/** Takes a job that has not begun from its guard, who is told, and sends it back to dispatch, where they are left out. */
@Injectable()
export class ReopenJob {
  constructor(
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly platform: Platform,
  ) {}

  /** In the open transaction, which holds the job's row. */
  async reopen({ jobId, guardId, reason }: Reopening, actor: Actor = SYSTEM): Promise<void> {
    const reopened = await this.transitions.reopen(jobId, guardId, this.platform.clock.now());
    if (!reopened) return;
    await this.changes.tell(reopened, {
      type: 'job.reopened',
      actor,
      from: 'matched',
      details: { reason, guardId },
    });
  }
}
