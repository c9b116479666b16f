import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { SYSTEM } from '../../../platform/timeline/timeline.js';
import { JobChanges } from '../job-changes.js';
import type { JobRow } from '../job-rows.js';
import { JobTransitionsRepository } from '../job-transitions.repository.js';
import { workSoFar } from '../pricing.js';

/** Ends a job under way whose guard may not go on, with the hours so far: they are due as at a check-out. */
@Injectable()
export class EndRunningJob {
  constructor(
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly platform: Platform,
  ) {}

  /** In the open transaction, which holds the job's row. Nothing after the booked end counts. */
  async endNow(job: JobRow, reason: string): Promise<void> {
    const { clock, config } = this.platform;
    const at = clock.now();
    const { percent, ...work } = workSoFar(job, at, config.rules);
    const end = { at, by: null, reason, ...work };
    const cancelled = await this.transitions.cancel(job.id, 'in_progress', end);
    if (!cancelled) return;
    await this.changes.tell(cancelled, {
      type: 'job.cancelled',
      actor: SYSTEM,
      from: 'in_progress',
      details: { reason, feeCents: work.dueAmountCents, percent, because: 'work_done' },
    });
  }
}
