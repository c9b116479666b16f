import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Platform } from '../../../platform/platform.js';
import type { JobMoney } from '../flow/money-plan.js';
import { paymentEvents } from '../payments.events.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { CallsUnderWay } from '../stripe/calls-under-way.js';
import { FreshKeys, keyOf } from '../stripe/keys.js';
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
    private readonly keys: FreshKeys,
    private readonly platform: Platform,
  ) {}

  /** @throws when the outcome stays unknown: to be called again, the key keeps the attempt one. */
  confirm(attempt: PaymentRow): Promise<JobMoney> {
    return this.calls.during(attempt.id, () => this.askAndRecord(attempt));
  }

  /** The owner of the card is there: null when it has refused, or what became of it is recorded already. */
  async askWithOwner(attempt: PaymentRow): Promise<Stripe.PaymentIntent | null> {
    if (attempt.stripePaymentIntentId) return this.lookAtWaiting(attempt, attempt.stripePaymentIntentId);
    await this.confirm(attempt);
    return (await this.find(attempt)) ?? null;
  }

  /** They have answered, and the event that tells it is late or lost: who asks here finds it out. */
  private async lookAtWaiting(attempt: PaymentRow, intentId: string): Promise<Stripe.PaymentIntent> {
    const intent = await this.stripe.api.paymentIntents.retrieve(intentId, { expand: INTENT_EXPANSION });
    if (intent.status === 'requires_action') return intent;
    const { database, queue } = this.platform;
    await database.transaction(async () => {
      await this.intents.record(attempt, intent);
      await queue.publish(paymentEvents['money.due'], { jobId: attempt.jobId });
    });
    return intent;
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
      if (intent) return this.intents.record(attempt, await this.finished(attempt, intent));
      await this.keys.afterDead(attempt, error);
      throw error;
    }
  }

  private async askOnce(attempt: PaymentRow): Promise<Stripe.PaymentIntent> {
    const now = this.platform.clock.now();
    if (attempt.onSession && attempt.stripePaymentIntentId) return this.endWaiting(attempt.stripePaymentIntentId);
    const earlier = isKeyForgotten(attempt, now) ? await this.find(attempt) : undefined;
    return earlier ? this.finished(attempt, earlier) : this.ask(attempt);
  }

  /** One that was made and never asked of the bank, because Stripe broke off in between, is asked now. */
  private async finished(attempt: PaymentRow, intent: Stripe.PaymentIntent): Promise<Stripe.PaymentIntent> {
    if (intent.status !== 'requires_confirmation') return intent;
    return this.stripe.api.paymentIntents.confirm(
      intent.id,
      { ...(attempt.onSession ? { use_stripe_sdk: true } : { off_session: true }), expand: INTENT_EXPANSION },
      { idempotencyKey: keyOf(attempt, 'confirm') },
    );
  }

  /** The owner of the card has not answered its bank in time: they may have in this moment, which counts. */
  private async endWaiting(intentId: string): Promise<Stripe.PaymentIntent> {
    const { paymentIntents } = this.stripe.api;
    const intent = await paymentIntents.retrieve(intentId, { expand: INTENT_EXPANSION });
    if (intent.status !== 'requires_action' && intent.status !== 'requires_payment_method') return intent;
    try {
      return await paymentIntents.cancel(intentId, { cancellation_reason: 'abandoned' });
    } catch (error) {
      if (!refusalOf(error)) throw error;
      return paymentIntents.retrieve(intentId, { expand: INTENT_EXPANSION });
    }
  }

  private ask(attempt: PaymentRow): Promise<Stripe.PaymentIntent> {
    const { id, jobId, amountCents, purpose, stripeCustomerId, stripePaymentMethodId } = attempt;
    return this.stripe.api.paymentIntents.create(
      {
        amount: amountCents,
        currency: 'usd',
        capture_method: purpose === 'booking' ? 'manual' : 'automatic',
        confirm: true,
        // With the owner there Stripe.js shows them what their bank asks.
        ...(attempt.onSession ? { use_stripe_sdk: true } : { off_session: true }),
        allowed_payment_method_types: ['card'],
        customer: stripeCustomerId ?? undefined,
        payment_method: stripePaymentMethodId ?? undefined,
        metadata: { jobId, paymentId: id },
        transfer_group: jobId,
        expand: INTENT_EXPANSION,
      },
      { idempotencyKey: keyOf(attempt, 'hold') },
    );
  }

  private async find({ id, stripeCustomerId }: PaymentRow): Promise<Stripe.PaymentIntent | undefined> {
    const { data } = await this.stripe.api.paymentIntents.list({
      customer: stripeCustomerId ?? undefined,
      limit: LOOK_BACK,
    });
    const found = data.find((intent) => intent.metadata['paymentId'] === id);
    // A list tells nothing of what Stripe has kept, and for what is settled nobody would ask again.
    return found && this.stripe.api.paymentIntents.retrieve(found.id, { expand: INTENT_EXPANSION });
  }
}
