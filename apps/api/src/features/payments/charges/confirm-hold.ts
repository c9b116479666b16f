import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Platform } from '../../../platform/platform.js';
import type { JobMoney } from '../flow/money-plan.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { CallsUnderWay } from '../stripe/calls-under-way.js';
import { isKeyForgotten, refusalOf, StripeClient } from '../stripe/stripe-client.js';
import { INTENT_EXPANSION, RecordIntent } from './record-intent.js';

/** How far back a lost intent is looked for: it is one of the customer's newest. */
const LOOK_BACK = 100;

/** Asks the card for the hold of a written attempt, or at once for what is for something else than the booking, and Stripe what became of it. */
@Injectable()
export class ConfirmHold {
  constructor(
    private readonly stripe: StripeClient,
    private readonly intents: RecordIntent,
    private readonly calls: CallsUnderWay,
    private readonly platform: Platform,
  ) {}

  /** @throws when the outcome stays unknown: to be called again, the key keeps the attempt one. */
  confirm(attempt: PaymentRow): Promise<JobMoney> {
    return this.calls.during(attempt.id, () => this.askAndRecord(attempt));
  }

  /** After the bank said that it lets go of a hold: whether it has. */
  async lookUp(hold: PaymentRow): Promise<JobMoney> {
    const intentId = hold.stripePaymentIntentId ?? '';
    return this.intents.recordLook(
      hold,
      await this.stripe.api.paymentIntents.retrieve(intentId, { expand: INTENT_EXPANSION }),
    );
  }

  private async askAndRecord(attempt: PaymentRow): Promise<JobMoney> {
    try {
      return await this.intents.record(attempt, await this.askOnce(attempt));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal)
        return this.intents.recordRefusal(attempt, {
          code: refusal.decline_code ?? refusal.code ?? 'refused',
          message: refusal.message,
          intentId: refusal.payment_intent?.id ?? null,
        });
      // An answer of 5xx is kept with the key: asked again it would never say what became of the attempt.
      const intent = await this.find(attempt);
      if (!intent) throw error;
      return this.intents.record(attempt, intent);
    }
  }

  private async askOnce(attempt: PaymentRow): Promise<Stripe.PaymentIntent> {
    const earlier = isKeyForgotten(attempt, this.platform.clock.now()) ? await this.find(attempt) : undefined;
    return earlier ?? this.ask(attempt);
  }

  private ask(attempt: PaymentRow): Promise<Stripe.PaymentIntent> {
    const { id, jobId, amountCents, purpose, stripeCustomerId, stripePaymentMethodId } = attempt;
    return this.stripe.api.paymentIntents.create(
      {
        amount: amountCents,
        currency: 'usd',
        capture_method: purpose === 'booking' ? 'manual' : 'automatic',
        confirm: true,
        off_session: true,
        allowed_payment_method_types: ['card'],
        customer: stripeCustomerId ?? undefined,
        payment_method: stripePaymentMethodId ?? undefined,
        metadata: { jobId, paymentId: id },
        transfer_group: jobId,
        expand: INTENT_EXPANSION,
      },
      { idempotencyKey: `${id}:hold` },
    );
  }

  private async find({ id, stripeCustomerId }: PaymentRow): Promise<Stripe.PaymentIntent | undefined> {
    const { data } = await this.stripe.api.paymentIntents.list({
      customer: stripeCustomerId ?? undefined,
      limit: LOOK_BACK,
    });
    return data.find((intent) => intent.metadata['paymentId'] === id);
  }
}
