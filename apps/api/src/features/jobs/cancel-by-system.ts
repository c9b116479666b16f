import { Injectable } from '@nestjs/common';
import { Platform } from '../../platform/platform.js';
import { SYSTEM } from '../../platform/timeline/timeline.js';
import { JobChanges } from './job-changes.js';
import { JobTransitionsRepository } from './job-transitions.repository.js';
import { JobsService } from './jobs.service.js';

/** Ends a job that has not begun and cannot: without fee, since neither party has called it off. */
@Injectable()
export class CancelBySystem {
  constructor(
    private readonly jobs: JobsService,
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly platform: Platform,
  ) {}

  /** False when the job has begun or ended meanwhile: nothing was changed. */
  async cancel(jobId: string, reason: string, details: { mendBy?: string } = {}): Promise<boolean> {
    return this.platform.database.transaction(async () => {
      const { status: from } = await this.jobs.lock(jobId);
      if (from !== 'requested' && from !== 'matched') return false;
      const end = { at: this.platform.clock.now(), by: null, reason, dueAmountCents: 0, workedMinutes: null };
      const cancelled = await this.transitions.cancel(jobId, from, end);
      if (!cancelled) return false;
      await this.changes.tell(cancelled, {
        type: 'job.cancelled',
        actor: SYSTEM,
        from,
        details: { ...details, reason, feeCents: 0 },
      });
      return true;
    });
  }
}
