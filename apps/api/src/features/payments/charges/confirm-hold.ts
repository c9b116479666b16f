import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Clock } from '../../../platform/clock/clock.js';
import { CallsUnderWay } from '../stripe/calls-under-way.js';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { INTENT_EXPANSION, RecordIntent } from './record-intent.js';
import { isKeyForgotten, refusalOf, StripeClient } from '../stripe/stripe-client.js';

/** How far back a lost intent is looked for: it is one of the customer's newest. */
const LOOK_BACK = 100;

/** Asks the card for the hold of a written attempt, as often as it takes to know the outcome. */
@Injectable()
export class ConfirmHold {
  constructor(
    private readonly stripe: StripeClient,
    private readonly intents: RecordIntent,
    private readonly calls: CallsUnderWay,
    private readonly clock: Clock,
  ) {}

  /** The row with the outcome; what follows from it is the caller's to do. @throws when it stays unknown: to be called again, the key keeps the attempt one. */
  async confirm(attempt: PaymentEntity): Promise<PaymentEntity> {
    if (attempt.status !== 'pending') return attempt;
    return this.calls.during(attempt.id, () => this.askAndRecord(attempt));
  }

  private async askAndRecord(attempt: PaymentEntity): Promise<PaymentEntity> {
    try {
      return await this.intents.record(attempt, await this.askOnce(attempt), 'by_caller');
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
      return this.intents.record(attempt, intent, 'by_caller');
    }
  }

  private async askOnce(attempt: PaymentEntity): Promise<Stripe.PaymentIntent> {
    const earlier = isKeyForgotten(attempt, this.clock.now()) ? await this.find(attempt) : undefined;
    return earlier ?? this.ask(attempt);
  }

  private ask({ id, jobId, amountCents, metadata }: PaymentEntity): Promise<Stripe.PaymentIntent> {
    return this.stripe.api.paymentIntents.create(
      {
        amount: amountCents,
        currency: 'usd',
        capture_method: 'manual',
        confirm: true,
        off_session: true,
        allowed_payment_method_types: ['card'],
        customer: metadata.stripeCustomer,
        payment_method: metadata.paymentMethod,
        metadata: { jobId, paymentId: id },
        transfer_group: jobId,
        expand: INTENT_EXPANSION,
      },
      { idempotencyKey: `${id}:hold` },
    );
  }

  private async find(attempt: PaymentEntity): Promise<Stripe.PaymentIntent | undefined> {
    const { data } = await this.stripe.api.paymentIntents.list({
      customer: attempt.metadata.stripeCustomer,
      limit: LOOK_BACK,
    });
    return data.find((intent) => intent.metadata['paymentId'] === attempt.id);
  }
}
