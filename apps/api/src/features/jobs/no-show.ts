import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Platform } from '../../platform/platform.js';
import { SYSTEM } from '../../platform/timeline/timeline.js';
import { JobChanges } from './job-changes.js';
import { JobTransitionsRepository } from './job-transitions.repository.js';
import { JobWakeUps, WAKE_UPS } from './job-wake-ups.js';
import { JobsService } from './jobs.service.js';

/** A guard who has not checked in: first an alert, then the job is taken from them and goes back to dispatch. */
@Injectable()
export class NoShow implements OnModuleInit {
  constructor(
    private readonly jobs: JobsService,
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly wakeUps: JobWakeUps,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.platform.deadlines.subscribe(WAKE_UPS.guardIsLate, (jobId) => this.alert(jobId));
    this.platform.deadlines.subscribe(WAKE_UPS.guardIsAbsent, (jobId) => this.replace(jobId));
  }

  /** Both sides and the administrator see it on the timeline. */
  async alert(jobId: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      const guardId = await this.missing(jobId, 'lateAt');
      if (guardId) await this.changes.noteLate(jobId, guardId);
    });
  }

  /** Cancelling is free for the customer from now on: the job is open, or its new guard starts late. */
  async replace(jobId: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      const guardId = await this.missing(jobId, 'absentAt');
      const reopened = guardId && (await this.transitions.reopen(jobId, guardId, this.platform.clock.now()));
      if (!reopened) return;
      await this.changes.tell(reopened, {
        type: 'job.reopened',
        actor: SYSTEM,
        from: 'matched',
        details: { reason: 'The guard did not come.', guardId },
      });
    });
  }

  /** The guard who should have checked in by now; null when there is none, or they have more time than this wake-up knew. */
  private async missing(jobId: string, limit: 'lateAt' | 'absentAt'): Promise<string | null> {
    const job = await this.jobs.lock(jobId);
    const isMissing = job.status === 'matched' && this.platform.clock.now() >= this.wakeUps.checkInLimits(job)[limit];
    return isMissing ? job.guardId : null;
  }
}
