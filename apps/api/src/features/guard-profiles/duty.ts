import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Platform } from '../../platform/platform.js';
import { jobEvents } from '../jobs/jobs.events.js';
import { JobsService } from '../jobs/jobs.service.js';
import { guardEvents } from './guard-profiles.events.js';
import { GuardProfilesRepository } from './guard-profiles.repository.js';

/** Keeps a guard's availability and totals in step with their jobs. Every reaction reads the job, so it may run twice. */
@Injectable()
export class Duty implements OnModuleInit {
  constructor(
    private readonly jobs: JobsService,
    private readonly repository: GuardProfilesRepository,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    for (const event of [jobEvents['job.started'], jobEvents['job.completed'], jobEvents['job.cancelled']])
      this.platform.queue.subscribe(event, 'guard-duty', ({ jobId }) => this.follow(jobId));
    this.platform.queue.subscribe(jobEvents['job.left_before_start'], 'guard-duty', ({ guardId }) => this.end(guardId));
  }

  private async follow(jobId: string): Promise<void> {
    const { guardId, status, startedAt } = await this.jobs.get(jobId);
    if (!guardId) return;
    if (status === 'in_progress') return this.begin(guardId);
    if (startedAt) await this.end(guardId);
  }

  // Without a transaction: the event that is handled here comes again when the second of the two was not done.

  private async begin(guardId: string): Promise<void> {
    await this.repository.setBusy(guardId);
    await this.platform.queue.publish(guardEvents['guard.changed'], { guardId });
  }

  /** Who was off duty when they began stays so. */
  private async end(guardId: string): Promise<void> {
    if ((await this.repository.setFree(guardId)) === 'available')
      await this.platform.queue.publish(guardEvents['guard.on_duty'], { guardId });
  }
}
