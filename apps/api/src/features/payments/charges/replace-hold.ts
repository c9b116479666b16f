import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { shift } from '../../../platform/clock/duration.js';
import { type BookedJob, JobsService } from '../../jobs/jobs.service.js';
import { hasEnded, partsOf } from '../rows/amount-due.js';
import { Cards } from '../stripe/cards.js';
import { ConfirmHold } from './confirm-hold.js';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { StripeCustomers } from '../stripe/stripe-customers.js';
import { RENEWAL_AHEAD_MS } from './swap-holds.js';

/** Asks the card for a hold that is to take the place of the one that stands. */
@Injectable()
export class ReplaceHold {
  constructor(
    private readonly jobs: JobsService,
    private readonly repository: PaymentsRepository,
    private readonly changes: PaymentChanges,
    private readonly customers: StripeCustomers,
    private readonly cards: Cards,
    private readonly confirmation: ConfirmHold,
    private readonly clock: Clock,
  ) {}

  /** Before the bank lets go of the hold; when the card refuses, the old one stands until it ends. */
  async renew(jobId: string): Promise<void> {
    const card = await this.cardOf(jobId);
    const attempt = await this.changes.inTurn(jobId, async (job) => {
      const held = await this.repository.live(jobId, 'charge');
      return held && this.endsSoon(held) ? this.begin(job, held, card) : null;
    });
    if (attempt) await this.confirmation.confirm(attempt);
  }

  /**
   * In the job's turn: a hold of what `job` costs, for one that stands. Null when there is nothing to replace, when a
   * stand-in is under way already, or when the customer has no card.
   */
  async begin(
    job: BookedJob,
    held: PaymentEntity | null,
    card: { stripeCustomer: string; paymentMethod: string | null },
    extendTo?: Date,
  ): Promise<PaymentEntity | null> {
    const { stripeCustomer, paymentMethod } = card;
    if (hasEnded(job) || held?.status !== 'authorized' || !paymentMethod) return null;
    if (await this.openStandIn(job.id)) return null;
    return this.changes.begin({
      ...partsOf(job, job.totalAmountCents),
      jobId: job.id,
      type: 'charge',
      payerId: job.customerId,
      isCurrent: false,
      metadata: {
        stripeCustomer,
        paymentMethod,
        standsInFor: held.id,
        ...(extendTo && { extendTo: extendTo.toISOString() }),
      },
    });
  }

  /** The card to ask; outside of a transaction. */
  async cardOf(jobId: string): Promise<{ stripeCustomer: string; paymentMethod: string | null }> {
    const { customerId } = await this.jobs.booking(jobId);
    const stripeCustomer = await this.customers.ensure(customerId);
    return { stripeCustomer, paymentMethod: await this.cards.toCharge(stripeCustomer) };
  }

  /** One at a time: each further one would block the same money on the card once more. */
  async openStandIn(jobId: string): Promise<PaymentEntity | undefined> {
    return (await this.repository.ofJob(jobId)).find((row) => !row.isCurrent && row.status === 'pending');
  }

  private endsSoon({ metadata }: PaymentEntity): boolean {
    const ends = metadata.captureBefore;
    return ends !== undefined && new Date(ends) <= shift(this.clock.now(), RENEWAL_AHEAD_MS);
  }
}
