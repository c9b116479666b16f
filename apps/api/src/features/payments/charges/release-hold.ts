import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Platform } from '../../../platform/platform.js';
import { isHoldOfBooking, type JobMoney } from '../flow/money-plan.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { FreshKeys, keyOf } from '../stripe/keys.js';
import { StripeClient } from '../stripe/stripe-client.js';
import { INTENT_EXPANSION, RecordIntent } from './record-intent.js';

/** Gives a hold back to the card: nothing is due, or another has taken its place. */
@Injectable()
export class ReleaseHold {
  constructor(
    private readonly stripe: StripeClient,
    private readonly intents: RecordIntent,
    private readonly changes: PaymentChanges,
    private readonly keys: FreshKeys,
    private readonly platform: Platform,
  ) {}

  /** It is no longer the hold of the job, which has none then; the plan lets it go. */
  retire(hold: PaymentRow): Promise<JobMoney> {
    return this.changes.recordOn(hold, async (held, turn) => {
      const { clock, config } = this.platform;
      const isWanted = isHoldOfBooking(turn.job, held, clock.now(), config.rules);
      if (held.status === 'authorized' && held.isCurrent && !isWanted) await turn.note(held, { isCurrent: false });
    });
  }

  async release(hold: PaymentRow): Promise<JobMoney> {
    return this.intents.record(hold, await this.letGo(hold, hold.stripePaymentIntentId ?? ''));
  }

  private async letGo(hold: PaymentRow, intentId: string): Promise<Stripe.PaymentIntent> {
    try {
      return await this.stripe.api.paymentIntents.cancel(intentId, {}, { idempotencyKey: keyOf(hold, 'release') });
    } catch (error) {
      const intent = await this.stripe.api.paymentIntents.retrieve(intentId, { expand: INTENT_EXPANSION });
      if (intent.status !== 'requires_capture') return intent;
      await this.keys.afterDead(hold, error);
      throw error;
    }
  }
}
