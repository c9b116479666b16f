import { Injectable } from '@nestjs/common';
import type { JobStatus } from '@aegis/contract';
import { EventQueue } from '../../platform/queue/event-queue.js';
import { type Actor, Timeline } from '../../platform/timeline/timeline.js';
import type { JobEvent } from './jobs.events.js';

export interface JobChange {
  jobId: string;
  type: JobEvent;
  actor: Actor;
  from: JobStatus | null;
  to: JobStatus;
  details?: Record<string, unknown>;
}

/** Tells of a change in its own transaction: one row on the timeline, one event for the features above. */
@Injectable()
export class JobChanges {
  constructor(
    private readonly timeline: Timeline,
    private readonly queue: EventQueue,
  ) {}

  async tell({ jobId, ...change }: JobChange): Promise<void> {
    await this.timeline.record({ subject: { jobId }, ...change });
    await this.queue.publish(change.type, { jobId });
  }
}
