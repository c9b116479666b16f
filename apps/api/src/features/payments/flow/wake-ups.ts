import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventQueue } from '../../../platform/queue/event-queue.js';
import type { AboutJob, EventKind } from '../../../platform/queue/events.js';
import { GiveRefund } from '../refunds/give-refund.js';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PayGuard } from '../payouts/send-payout.js';
import { PlaceHold } from '../charges/place-hold.js';
import { ReversePayout } from '../payouts/reverse-payout.js';
import { ScheduleHold } from '../charges/schedule-hold.js';
import { SettleJob } from '../settle-job.js';
import { jobEvents } from '../../jobs/jobs.events.js';
import { paymentEvents } from '../payments.events.js';

/** Which event moves which money. Each handler may run twice, late, and beside a webhook about the same money. */
@Injectable()
export class PaymentEvents implements OnModuleInit {
  constructor(
    private readonly queue: EventQueue,
    private readonly schedule: ScheduleHold,
    private readonly holds: PlaceHold,
    private readonly jobs: SettleJob,
    private readonly payouts: PayGuard,
    private readonly refunds: GiveRefund,
    private readonly reversals: ReversePayout,
  ) {}

  onModuleInit(): void {
    const on = (event: EventKind<AboutJob>, reaction: string, handler: (jobId: string) => Promise<void>): void =>
      this.queue.subscribe(event, `payments-${reaction}`, ({ jobId }) => handler(jobId));
    on(jobEvents['job.requested'], 'place-hold', (jobId) => this.goOn(jobId, this.schedule.placeOrPutOff(jobId)));
    on(paymentEvents['hold.due'], 'place-hold', (jobId) => this.goOn(jobId, this.holds.place(jobId)));
    on(paymentEvents['hold.retry'], 'place-hold', (jobId) => this.goOn(jobId, this.holds.placeAgain(jobId)));
    on(jobEvents['job.completed'], 'settle', (jobId) => this.jobs.settle(jobId));
    on(jobEvents['job.cancelled'], 'settle', (jobId) => this.jobs.settle(jobId));
    on(paymentEvents['hold.late'], 'settle', (jobId) => this.jobs.settle(jobId));
    on(paymentEvents['charge.succeeded'], 'pay-guard', (jobId) => this.payouts.pay(jobId));
    on(paymentEvents['payout.due'], 'pay-guard', (jobId) => this.payouts.pay(jobId));
    on(paymentEvents['refund.requested'], 'give-refund', (jobId) => this.refunds.giveAll(jobId));
    on(paymentEvents['refund.succeeded'], 'reverse-payout', (jobId) => this.reversals.reverseAll(jobId));
  }

  /** The job may have ended while the card was asked: under the same event, which is not over before. */
  private async goOn(jobId: string, placing: Promise<PaymentEntity | null>): Promise<void> {
    const charge = await placing;
    if (charge) await this.jobs.settle(jobId, charge);
  }
}
