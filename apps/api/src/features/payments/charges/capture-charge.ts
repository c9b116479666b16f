import { Injectable, Logger } from '@nestjs/common';
import type Stripe from 'stripe';
import type { BookedJob } from '../../jobs/jobs.service.js';
import { partsOf } from '../rows/amount-due.js';
import { CallsUnderWay } from '../stripe/calls-under-way.js';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { PayoutAccounts } from '../payouts/payout-accounts.js';
import { INTENT_EXPANSION, RecordIntent } from './record-intent.js';
import { StripeClient } from '../stripe/stripe-client.js';

/** Takes what is due out of what is held; the rest goes back to the card by itself. */
@Injectable()
export class CaptureCharge {
  private readonly logger = new Logger('payments');

  constructor(
    private readonly stripe: StripeClient,
    private readonly changes: PaymentChanges,
    private readonly intents: RecordIntent,
    private readonly calls: CallsUnderWay,
    private readonly accounts: PayoutAccounts,
    private readonly repository: PaymentsRepository,
  ) {}

  /** The charge after it; what follows from it is the caller's to do. */
  async capture(job: BookedJob, held: PaymentEntity): Promise<PaymentEntity> {
    const charge = await this.begin(job, held);
    const intentId = charge.stripePaymentIntentId;
    if (charge.status !== 'processing' || !intentId) return charge;
    return this.calls.during(charge.id, async () => {
      const [intent, destination] = await Promise.all([this.take(charge, intentId), this.accountOf(job)]);
      return this.intents.record(charge, intent, 'by_caller', destination);
    });
  }

  /**
   * Never above the hold: more than what the customer agreed to needs a new consent. Without a turn: the hold of a job that
   * has ended is replaced by no other, and the statement asks for the state it was read in.
   */
  private async begin(job: BookedJob, held: PaymentEntity): Promise<PaymentEntity> {
    if (held.status !== 'authorized') return held;
    const due = Math.min(job.dueAmountCents ?? 0, held.authorizedCents ?? 0);
    const begun = await this.changes.moveIfStill(held, 'processing', partsOf(job, due));
    return begun ?? (await this.repository.byId(held.id)) ?? held;
  }

  /** Asked beside the capture, so that the payout is written down as one that can be sent. */
  private async accountOf({ guardId }: BookedJob): Promise<string | null> {
    if (!guardId) return null;
    try {
      return await this.accounts.readyAccountOf(guardId);
    } catch (error) {
      // The capture must not wait for it: who pays the guard asks again.
      this.logger.warn(`account of ${guardId}: ${String(error)}`);
      return null;
    }
  }

  private async take(charge: PaymentEntity, intentId: string): Promise<Stripe.PaymentIntent> {
    try {
      return await this.stripe.api.paymentIntents.capture(
        intentId,
        { amount_to_capture: charge.amountCents, expand: INTENT_EXPANSION },
        { idempotencyKey: `${charge.id}:capture` },
      );
    } catch (error) {
      // Refused because it was captured or let go before, or an answer that was lost: what the intent is now decides.
      const intent = await this.stripe.api.paymentIntents.retrieve(intentId, { expand: INTENT_EXPANSION });
      if (intent.status === 'requires_capture') throw error;
      return intent;
    }
  }
}
