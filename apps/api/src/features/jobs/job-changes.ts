import { Injectable } from '@nestjs/common';
import type { JobStatus, TimelineDetails } from '@aegis/contract';
import { Platform } from '../../platform/platform.js';
import { type Actor, SYSTEM } from '../../platform/timeline/timeline.js';
import type { JobRow } from './job-rows.js';
import { JobTransitionsRepository } from './job-transitions.repository.js';
import { JobWakeUps } from './job-wake-ups.js';
import { type JobChangeKind, jobEvents } from './jobs.events.js';
import { OfferBook } from './offer-book.js';

export interface JobChange<Kind extends JobChangeKind> {
  type: Kind;
  actor: Actor;
  from: JobStatus | null;
  details: TimelineDetails<Kind>;
}

/** Tells of a change in its own transaction: one row on the timeline, one event for the features above, and when to look again. */
@Injectable()
export class JobChanges {
  constructor(
    private readonly transitions: JobTransitionsRepository,
    private readonly wakeUps: JobWakeUps,
    private readonly offers: OfferBook,
    private readonly platform: Platform,
  ) {}

  /** @param job as it is after the change. */
  async tell<Kind extends JobChangeKind>(job: JobRow, change: JobChange<Kind>): Promise<void> {
    await this.platform.timeline.record({ subject: { jobId: job.id }, to: job.status, ...change });
    await this.wakeUps.after(job, change.type);
    // At once: a job that ends before anybody has looked at it again would leave an acceptance behind.
    if (change.type === 'job.reopened') await this.offers.giveBack(job.id);
    await this.publish(change.type, job.id);
  }

  /** The guard has not checked in, which leaves the status as it is. */
  async noteLate(jobId: string, guardId: string): Promise<void> {
    await this.platform.timeline.record({
      subject: { jobId },
      type: 'job.guard_late',
      actor: SYSTEM,
      details: { guardId },
    });
  }

  /** The guard at work no longer fits, which leaves the status as it is. */
  async noteUnfit(jobId: string, guardId: string, objections: string[]): Promise<void> {
    const details = { guardId, objections };
    await this.platform.timeline.record({ subject: { jobId }, type: 'job.guard_unfit', actor: SYSTEM, details });
  }

  /** Nobody is asked meanwhile; afterwards it is searched as if it had just been opened. */
  async noteSearch(jobId: string, type: 'job.search_paused' | 'job.search_resumed'): Promise<void> {
    const { clock, timeline } = this.platform;
    await timeline.record({ subject: { jobId }, type, actor: SYSTEM, details: {} });
    const resumed = type === 'job.search_resumed' && (await this.transitions.searchAgain(jobId, clock.now()));
    if (resumed) await this.wakeUps.after(resumed, 'job.search_resumed');
  }

  /** Nobody waits for an acceptance: matching has written what follows from it in the same transaction. */
  private async publish(change: JobChangeKind, jobId: string): Promise<void> {
    if (change !== 'job.matched') await this.platform.queue.publish(jobEvents[change], { jobId });
  }
}
