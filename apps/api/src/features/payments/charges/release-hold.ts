import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { INTENT_EXPANSION, RecordIntent } from './record-intent.js';
import { StripeClient } from '../stripe/stripe-client.js';

/** Gives a hold back to the card when nothing is due. */
@Injectable()
export class ReleaseHold {
  constructor(
    private readonly stripe: StripeClient,
    private readonly intents: RecordIntent,
  ) {}

  async release(charge: PaymentEntity): Promise<void> {
    if (charge.status !== 'authorized' || !charge.stripePaymentIntentId) return;
    await this.intents.record(charge, await this.letGo(charge.id, charge.stripePaymentIntentId), 'from_queue');
  }

  private async letGo(paymentId: string, intentId: string): Promise<Stripe.PaymentIntent> {
    try {
      return await this.stripe.api.paymentIntents.cancel(intentId, {}, { idempotencyKey: `${paymentId}:release` });
    } catch (error) {
      const intent = await this.stripe.api.paymentIntents.retrieve(intentId, { expand: INTENT_EXPANSION });
      if (intent.status === 'requires_capture') throw error;
      return intent;
    }
  }
}
