import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { Deadlines } from '../../platform/queue/deadlines.js';
import { CancelBySystem } from './cancel-by-system.js';
import { JobWakeUps, WAKE_UPS } from './job-wake-ups.js';
import { JobsService } from './jobs.service.js';

const NOBODY = 'No guard took the job in time. Nothing is charged.';

/** Gives a job up that nobody has taken; the hold is released because of `job.cancelled`. */
@Injectable()
export class ExpireJob implements OnModuleInit {
  constructor(
    private readonly jobs: JobsService,
    private readonly cancelBySystem: CancelBySystem,
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
      if (status !== 'requested' || this.clock.now() < (await this.wakeUps.searchEnd(jobId))) return;
      await this.cancelBySystem.cancel(jobId, NOBODY);
    });
  }
}
