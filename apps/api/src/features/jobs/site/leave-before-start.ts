import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import type { Actor } from '../../../platform/timeline/timeline.js';
import { JobChanges } from '../job-changes.js';
import type { JobRow } from '../job-rows.js';
import { JobTransitionsRepository } from '../job-transitions.repository.js';
import { jobEvents } from '../jobs.events.js';

/** Sends a job back to dispatch whose guard has checked in early and is gone before it began: nothing is charged. */
@Injectable()
export class LeaveBeforeStart {
  constructor(
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly platform: Platform,
  ) {}

  /** In the open transaction. Null when the guard no longer has the job under way. */
  async leave(
    jobId: string,
    guardId: string,
    { actor, reason }: { actor: Actor; reason: string },
  ): Promise<JobRow | null> {
    const reopened = await this.transitions.leave(jobId, guardId, this.platform.clock.now());
    if (!reopened) return null;
    await this.changes.tell(reopened, {
      type: 'job.reopened',
      actor,
      from: 'in_progress',
      details: { reason, guardId },
    });
    await this.platform.queue.publish(jobEvents['job.left_before_start'], { jobId, guardId });
    return reopened;
  }
}
