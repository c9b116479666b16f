import { Injectable } from '@nestjs/common';
import type { JobStatus } from '@aegis/contract';
import { EventQueue } from '../../platform/queue/event-queue.js';
import { type Actor, SYSTEM, Timeline } from '../../platform/timeline/timeline.js';
import { JobWakeUps } from './job-wake-ups.js';
import type { JobEvent, JobNotice } from './jobs.events.js';

export interface JobChange {
  jobId: string;
  type: JobEvent;
  actor: Actor;
  from: JobStatus | null;
  to: JobStatus;
  details?: Record<string, unknown>;
}

/** Tells of a change in its own transaction: one row on the timeline, one event for the features above, and when to look again. */
@Injectable()
export class JobChanges {
  constructor(
    private readonly timeline: Timeline,
    private readonly queue: EventQueue,
    private readonly wakeUps: JobWakeUps,
  ) {}

  async tell({ jobId, ...change }: JobChange): Promise<void> {
    await this.timeline.record({ subject: { jobId }, ...change });
    await this.wakeUps.after(jobId, change.type);
    await this.queue.publish(change.type, { jobId });
  }

  /** Something the system has noticed that leaves the status as it is. */
  async note(jobId: string, type: JobNotice, details: Record<string, unknown>): Promise<void> {
    await this.timeline.record({ subject: { jobId }, type, actor: SYSTEM, details });
    await this.queue.publish(type, { jobId });
  }
}
