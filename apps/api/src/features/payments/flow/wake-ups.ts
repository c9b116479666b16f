import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { editingEvents } from '../../jobs/editing/editing.events.js';
import { jobEvents } from '../../jobs/jobs.events.js';
import { FollowTerms } from '../charges/follow-terms.js';
import { MONEY_DUE, paymentEvents } from '../payments.events.js';
import { CarryOn } from './carry-on.js';

/** What makes the money of a job be looked at. Which of them it was says nothing: the plan looks at what is there. */
@Injectable()
export class WakeUps implements OnModuleInit {
  constructor(
    private readonly money: CarryOn,
    private readonly terms: FollowTerms,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    const { deadlines, queue } = this.platform;
    for (const event of [
      jobEvents['job.requested'],
      jobEvents['job.completed'],
      jobEvents['job.cancelled'],
      jobEvents['job.hours_corrected'],
      paymentEvents['money.due'],
    ])
      queue.subscribe(event, 'payments-carry-on', async ({ jobId }) => {
        await this.money.carryOn(jobId);
      });
    queue.subscribe(editingEvents['job.terms_changed'], 'payments-follow-terms', ({ jobId }) =>
      this.terms.changed(jobId),
    );
    queue.subscribe(editingEvents['job.terms_agreed'], 'payments-follow-terms', ({ jobId }) =>
      this.terms.agreed(jobId),
    );
    // A deadline fires inside a transaction, where no provider is called: the queue takes it from there.
    deadlines.subscribe(MONEY_DUE, (jobId) => queue.publish(paymentEvents['money.due'], { jobId }));
  }
}
