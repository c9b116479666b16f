import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import type { BookedJob } from '../jobs/jobs.service.js';
import { partsOf } from './amount-due.js';
import { CallsUnderWay } from './calls-under-way.js';
import type { PaymentEntity } from './payment.entity.js';
import { PaymentChanges } from './payment-changes.js';
import { INTENT_EXPANSION, RecordIntent } from './record-intent.js';
import { StripeClient } from './stripe-client.js';

/** Takes what is due out of what is held; the rest goes back to the card by itself. */
@Injectable()
export class CaptureCharge {
  constructor(
    private readonly stripe: StripeClient,
    private readonly changes: PaymentChanges,
    private readonly intents: RecordIntent,
    private readonly calls: CallsUnderWay,
  ) {}

  /** The charge after it; what follows from it is the caller's to do. */
  async capture(job: BookedJob, held: PaymentEntity): Promise<PaymentEntity> {
    const charge = await this.begin(job, held);
    const intentId = charge.stripePaymentIntentId;
    if (charge.status !== 'processing' || !intentId) return charge;
    return this.calls.during(charge.id, async () =>
      this.intents.record(charge, await this.take(charge, intentId), 'by_caller'),
    );
  }

  /** Never above the hold: more than what the customer agreed to needs a new consent. */
  private begin(job: BookedJob, held: PaymentEntity): Promise<PaymentEntity> {
    return this.changes.inTurnOf(held, async (charge) => {
      if (charge.status !== 'authorized') return charge;
      const due = Math.min(job.dueAmountCents ?? 0, charge.authorizedCents ?? 0);
      const parts = partsOf(job, due);
      return this.changes.move(charge, 'processing', parts);
    });
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
