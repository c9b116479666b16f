import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { JobStatus } from '@aegis/contract';
import { Platform } from '../../platform/platform.js';
import { SYSTEM } from '../../platform/timeline/timeline.js';
import type { JobRow } from './job-rows.js';
import { halfWay, JobWakeUps, WAKE_UPS } from './job-wake-ups.js';
import { JobsService } from './jobs.service.js';

type Reminder = 'job.starts_tomorrow' | 'job.starts_soon' | 'job.nobody_yet';

interface Look {
  type: Reminder;
  /** Of jobs that it concerns. */
  status: JobStatus;
  /** Of the job as it is now: it may have been moved since the moment was set. */
  dueAt: (job: JobRow) => Date;
  /** What was told before then was told to somebody else, or of another search. */
  since: (job: JobRow) => Date;
  /** From then on it is news no more. */
  until: (job: JobRow) => Date;
}

/** What is told because time has passed, and only because of that: once for each start that a job has. */
@Injectable()
export class Reminders implements OnModuleInit {
  constructor(
    private readonly jobs: JobsService,
    private readonly wakeUps: JobWakeUps,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    const ofGuard = { status: 'matched', since: ({ matchedAt, openSince }: JobRow) => matchedAt ?? openSince } as const;
    this.on(WAKE_UPS.startsTomorrow, {
      ...ofGuard,
      type: 'job.starts_tomorrow',
      dueAt: (job) => this.wakeUps.reminders(job).early,
      until: (job) => this.wakeUps.reminders(job).late,
    });
    this.on(WAKE_UPS.startsSoon, {
      ...ofGuard,
      type: 'job.starts_soon',
      dueAt: (job) => this.wakeUps.reminders(job).late,
      until: ({ startTime }) => startTime,
    });
    this.on(WAKE_UPS.halfIsOver, {
      type: 'job.nobody_yet',
      status: 'requested',
      dueAt: halfWay,
      since: ({ openSince }) => openSince,
      until: ({ startTime }) => startTime,
    });
  }

  private on(kind: (typeof WAKE_UPS)[keyof typeof WAKE_UPS], look: Look): void {
    this.platform.deadlines.subscribe(kind, (jobId) => this.tell(jobId, look));
  }

  private async tell(jobId: string, { type, status, dueAt, since, until }: Look): Promise<void> {
    const { clock, database, timeline } = this.platform;
    await database.transaction(async () => {
      const [job, now] = [await this.jobs.lock(jobId), clock.now()];
      if (job.status !== status || job.isPaused || now < dueAt(job) || now >= until(job)) return;
      const details = { startTime: job.startTime.toISOString() };
      if (await timeline.isTold({ jobId }, { type, since: since(job), details })) return;
      await timeline.record({ subject: { jobId }, type, actor: SYSTEM, details });
    });
  }
}
