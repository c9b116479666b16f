import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import type { JobMoney } from '../flow/money-plan.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { StripeClient } from '../stripe/stripe-client.js';
import { INTENT_EXPANSION, RecordIntent } from './record-intent.js';

/** Gives a hold back to the card: nothing is due, or another has taken its place. */
@Injectable()
export class ReleaseHold {
  constructor(
    private readonly stripe: StripeClient,
    private readonly intents: RecordIntent,
  ) {}

  async release(hold: PaymentRow): Promise<JobMoney> {
    return this.intents.record(hold, await this.letGo(hold.id, hold.stripePaymentIntentId ?? ''));
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
