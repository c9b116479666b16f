import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { Deadlines } from '../../platform/queue/deadlines.js';
import { SYSTEM } from '../../platform/timeline/timeline.js';
import { JobChanges } from './job-changes.js';
import { JobTransitionsRepository } from './job-transitions.repository.js';
import { JobWakeUps, WAKE_UPS } from './job-wake-ups.js';
import { JobsService } from './jobs.service.js';

const NOBODY = 'No guard took the job in time. Nothing is charged.';

/** Gives a job up that nobody has taken; the hold is released because of `job.cancelled`. */
@Injectable()
export class ExpireJob implements OnModuleInit {
  constructor(
    private readonly jobs: JobsService,
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly wakeUps: JobWakeUps,
    private readonly deadlines: Deadlines,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.deadlines.subscribe(WAKE_UPS.searchEnds, (jobId) => this.expire(jobId));
  }

  /** Nothing happens to a job that is not open, or that was opened again and has more time. */
  async expire(jobId: string): Promise<void> {
    await this.database.transaction(async () => {
      const status = await this.jobs.lock(jobId);
      const at = this.clock.now();
      if (status !== 'requested' || at < (await this.wakeUps.searchEnd(jobId))) return;
      const end = { at, by: null, reason: NOBODY, dueAmountCents: 0, workedMinutes: null };
      if (!(await this.transitions.cancel(jobId, 'requested', end))) return;
      await this.changes.tell({
        jobId,
        type: 'job.cancelled',
        actor: SYSTEM,
        from: 'requested',
        to: 'cancelled',
        details: { reason: NOBODY, feeCents: 0 },
      });
    });
  }
}
