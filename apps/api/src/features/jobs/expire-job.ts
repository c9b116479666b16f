import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Platform } from '../../platform/platform.js';
import { CancelBySystem } from './cancel-by-system.js';
import { JobWakeUps, WAKE_UPS } from './job-wake-ups.js';
import { JobsService } from './jobs.service.js';

/** Of a job that was never offered: that nobody took it would be said of guards who did not know. */
const NOBODY_ASKED =
  'No guard could be asked in time, because the price was not held on the card by then. Nothing is charged.';
const NOBODY = 'No guard took the job in time. Nothing is charged.';

/** Gives a job up that nobody has taken; the hold is released because of `job.cancelled`. */
@Injectable()
export class ExpireJob implements OnModuleInit {
  constructor(
    private readonly jobs: JobsService,
    private readonly cancelBySystem: CancelBySystem,
    private readonly wakeUps: JobWakeUps,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.platform.deadlines.subscribe(WAKE_UPS.searchEnds, (jobId) => this.expire(jobId));
  }

  /** Nothing happens to a job that is not open, or that was opened again and has more time. */
  async expire(jobId: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      const job = await this.jobs.lock(jobId);
      if (job.status !== 'requested' || this.platform.clock.now() < this.wakeUps.searchEnd(job)) return;
      const told = await this.platform.timeline.ofJob(jobId);
      const wasOffered = told.some(({ type }) => type === 'offers.sent' || type === 'offers.nobody_found');
      await this.cancelBySystem.cancel(jobId, wasOffered ? NOBODY : NOBODY_ASKED);
    });
  }
}
