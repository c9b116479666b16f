import { Injectable } from '@nestjs/common';
import type { Job } from '@aegis/contract';
import type Stripe from 'stripe';
import { partsOf } from './amount-due.js';
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
  ) {}

  async capture(job: Job, held: PaymentEntity): Promise<void> {
    const charge = await this.begin(job, held);
    if (charge.status !== 'processing' || !charge.stripePaymentIntentId) return;
    await this.intents.record(charge, await this.take(charge, charge.stripePaymentIntentId));
  }

  /** Never above the hold: more than what the customer agreed to needs a new consent. */
  private begin(job: Job, held: PaymentEntity): Promise<PaymentEntity> {
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
