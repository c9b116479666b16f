import { Injectable } from '@nestjs/common';
import { type BookedJob, JobsService } from '../../jobs/jobs.service.js';
import { amountToHold, partsOf } from '../rows/amount-due.js';
import { Cards } from '../stripe/cards.js';
import { ConfirmHold } from './confirm-hold.js';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { liveOf } from '../rows/payment-rows.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { StripeCustomers } from '../stripe/stripe-customers.js';
import { paymentEvents } from '../payments.events.js';

/** Holds the price of a job on the customer's card. */
@Injectable()
export class PlaceHold {
  constructor(
    private readonly jobs: JobsService,
    private readonly repository: PaymentsRepository,
    private readonly changes: PaymentChanges,
    private readonly customers: StripeCustomers,
    private readonly cards: Cards,
    private readonly confirmation: ConfirmHold,
  ) {}

  /**
   * The first attempt, the rest of one whose outcome is not known, or another for one the bank let go. A hold that failed is
   * not tried again by this.
   * @returns the charge that stands after it, if any; what follows from it is the caller's to do.
   */
  async place(jobId: string, known?: BookedJob): Promise<PaymentEntity | null> {
    const charges = (await this.repository.ofJob(jobId)).filter((row) => row.type === 'charge' && row.isCurrent);
    const isLetGo = charges.every((row) => row.status === 'cancelled');
    return this.confirm(
      isLetGo ? await this.begin(known ?? (await this.jobs.booking(jobId))) : liveOf(charges, 'charge'),
    );
  }

  /** Another attempt where none stands: the last one failed, or the bank let go of it. As `place`. */
  async placeAgain(jobId: string): Promise<PaymentEntity | null> {
    return this.confirm(
      (await this.repository.live(jobId, 'charge')) ?? (await this.begin(await this.jobs.booking(jobId))),
    );
  }

  private async confirm(attempt: PaymentEntity | null): Promise<PaymentEntity | null> {
    const charge = attempt && (await this.confirmation.confirm(attempt));
    return charge?.status === 'failed' || charge?.status === 'cancelled' ? null : charge;
  }

  /**
   * Writes the attempt down; null when the job needs no hold. Should the job end in this moment, the hold is let go of or
   * taken in part by the caller, who settles next.
   */
  private async begin(job: BookedJob): Promise<PaymentEntity | null> {
    if (amountToHold(job) === 0) return null;
    const stripeCustomer = await this.customers.ensure(job.customerId);
    const paymentMethod = await this.cards.toCharge(stripeCustomer);
    if (!paymentMethod) return this.refuseForNoCard(job.id, stripeCustomer);
    const attempt = await this.changes.beginUnlessLive(attemptOf(job, { stripeCustomer, paymentMethod }));
    return attempt ?? this.repository.live(job.id, 'charge');
  }

  private refuseForNoCard(jobId: string, stripeCustomer: string): Promise<PaymentEntity | null> {
    const failure = { failureCode: 'no_card', failureMessage: 'There is no saved card to hold the price on.' };
    return this.changes.inTurn(jobId, async (job) => {
      const other = await this.repository.live(jobId, 'charge');
      if (other || amountToHold(job) === 0) return other;
      const attempt = await this.changes.begin(attemptOf(job, { stripeCustomer }));
      const failed = await this.changes.move(attempt, 'failed', failure, { type: 'hold.failed', details: {} });
      await this.changes.publish(paymentEvents['hold.failed'], jobId);
      return failed;
    });
  }
}

/** With the card that is tried: a repetition with the same key must ask for the same in every word. */
const attemptOf = (job: BookedJob, metadata: PaymentEntity['metadata']) => ({
  ...partsOf(job, amountToHold(job)),
  jobId: job.id,
  type: 'charge' as const,
  payerId: job.customerId,
  metadata,
});
