import { Injectable } from '@nestjs/common';
import { CARD_NEEDS_OWNER } from '@aegis/contract';
import type Stripe from 'stripe';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { isHoldOfBooking, type JobMoney } from '../flow/money-plan.js';
import { CreatePayout } from '../payouts/create-payout.js';
import { hasEnded, type Parts, partsOf, sumOfParts } from '../rows/amounts.js';
import { amountToHold } from '../rows/credit-money.js';
import { keepGuaranteed } from '../rows/guarantees.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { canMove, isSettled } from '../rows/payments.states.js';
import type { Turn } from '../rows/turn.js';
import { idOf } from '../stripe/stripe-client.js';
import { type Refusal, RefuseHold } from './refuse-hold.js';
import { SwapHolds } from './swap-holds.js';
import { paymentEvents } from '../payments.events.js';

/** With an intent that is to be recorded: the fee Stripe keeps is on the balance transaction of its charge. */
export const INTENT_EXPANSION = ['latest_charge.balance_transaction'];

/**
 * Brings a charge row to what its payment intent is. The answer of a call, a webhook and a later look all end here, so
 * it does not matter which comes first, nor how often: a row never moves backwards. What follows is the plan's to say.
 */
@Injectable()
export class RecordIntent {
  constructor(
    private readonly changes: PaymentChanges,
    private readonly payouts: CreatePayout,
    private readonly places: SwapHolds,
    private readonly refusals: RefuseHold,
    private readonly platform: Platform,
  ) {}

  /**
   * `intent` must just have been read, outside of a transaction.
   * @param account the guard's account, when it is known that it can be paid.
   */
  record(payment: PaymentRow, intent: Stripe.PaymentIntent, account: string | null = null): Promise<JobMoney> {
    return this.changes.recordOn(payment, (charge, turn) => this.apply(charge, intent, turn, account));
  }

  /** `record` for a hold that Stripe was asked about: that there was nothing new is written down too. */
  recordLook(payment: PaymentRow, intent: Stripe.PaymentIntent): Promise<JobMoney> {
    return this.changes.recordOn(payment, async (charge, turn) => {
      await this.apply(charge, intent, turn, null);
      const after = turn.row(charge.id);
      if (after.status === charge.status) await turn.note(after, { checkedAt: this.platform.clock.now() });
    });
  }

  /** The provider refused before there was a hold. */
  recordRefusal(payment: PaymentRow, refusal: Refusal): Promise<JobMoney> {
    return this.changes.recordOn(payment, (charge, turn) => this.refusals.refuse(turn, charge, refusal));
  }

  private async apply(
    charge: PaymentRow,
    intent: Stripe.PaymentIntent,
    turn: Turn,
    account: string | null,
  ): Promise<void> {
    if (intent.status === 'requires_capture') await this.held(charge, intent, turn);
    if (intent.status === 'succeeded') await this.captured(charge, intent, turn, account);
    if (intent.status === 'canceled') await this.released(charge, intent, turn);
    if (intent.status === 'requires_payment_method' || intent.status === 'requires_action')
      await this.declined(charge, intent, turn);
  }

  private async held(charge: PaymentRow, intent: Stripe.PaymentIntent, turn: Turn): Promise<void> {
    // A capture that has begun has left this state behind, whatever an older answer says.
    if (charge.status !== 'pending') return;
    const authorizedCents = intent.amount_capturable;
    const change = {
      authorizedCents,
      stripePaymentIntentId: intent.id,
      stripeChargeId: idOf(intent.latest_charge),
      captureBefore: captureBeforeOf(intent),
      cardLast4: cardOf(intent)?.last4 ?? null,
    };
    if (!charge.isCurrent) return this.places.swap(await turn.move(charge, 'authorized', change), turn);
    await turn.move(charge, 'authorized', change, { type: 'hold.placed', details: { amountCents: authorizedCents } });
    // Of a job that was changed meanwhile it is not the price: nobody is asked to do it for that. One that has its guard needs none.
    const { clock, config, queue } = this.platform;
    if (turn.job.status === 'requested' && isHoldOfBooking(turn.job, charge, clock.now(), config.rules))
      await queue.publish(paymentEvents['hold.placed'], { jobId: charge.jobId });
  }

  private async captured(
    charge: PaymentRow,
    intent: Stripe.PaymentIntent,
    turn: Turn,
    account: string | null,
  ): Promise<void> {
    if (isSettled(charge.status)) return this.addFee(charge, intent, turn);
    // One whose place was taken is let go of. Somebody captured it in the dashboard: reconciliation lists that.
    if (!charge.isCurrent || !canMove(charge.status, 'succeeded')) return;
    const parts = keepGuaranteed(takenParts(charge, turn, intent.amount_received), charge, turn.rows);
    const change = {
      ...parts,
      authorizedCents: charge.authorizedCents ?? intent.amount,
      stripePaymentIntentId: intent.id,
      stripeChargeId: idOf(intent.latest_charge),
      stripeFeeCents: feeOf(intent),
      cardLast4: cardOf(intent)?.last4 ?? null,
    };
    const taken = await turn.move(charge, 'succeeded', change, {
      type: 'charge.succeeded',
      details: sumOfParts([parts]),
    });
    // In the same transaction, so that a charge without its payout cannot be left behind by anything in between.
    await this.payouts.create(turn, taken, { account });
  }

  /** Stripe may book the charge only after it has answered. */
  private async addFee(charge: PaymentRow, intent: Stripe.PaymentIntent, turn: Turn): Promise<void> {
    const stripeFeeCents = feeOf(intent);
    if (charge.stripeFeeCents === null && stripeFeeCents !== null) await turn.note(charge, { stripeFeeCents });
  }

  private async released(charge: PaymentRow, intent: Stripe.PaymentIntent, turn: Turn): Promise<void> {
    // Nothing was held: its owner has not answered the bank, and is asked for like after any other refusal.
    if (charge.onSession && charge.status === 'pending')
      return this.refusals.refuse(turn, charge, { ...OWNER_MISSED, intentId: intent.id });
    if (!canMove(charge.status, 'cancelled')) return;
    const meant = !charge.isCurrent || (hasEnded(turn.job) && amountToHold(turn.job, turn.rows) === 0);
    const details = { amountCents: charge.authorizedCents ?? charge.amountCents };
    // The bank lets go of a hold by itself: while the money is still needed, the plan asks the card again.
    const type = meant ? 'hold.released' : 'hold.expired';
    await turn.move(charge, 'cancelled', { stripePaymentIntentId: intent.id }, { type, details });
  }

  private async declined(charge: PaymentRow, intent: Stripe.PaymentIntent, turn: Turn): Promise<void> {
    const error = intent.last_payment_error;
    if (charge.onSession && intent.status === 'requires_action') {
      if (charge.status === 'pending' && !charge.stripePaymentIntentId)
        await turn.note(charge, { stripePaymentIntentId: intent.id });
      return;
    }
    const code = intent.status === 'requires_action' ? CARD_NEEDS_OWNER : (error?.decline_code ?? error?.code);
    // An intent whose card has not answered yet looks like this too.
    if (!code) return;
    const message = error?.message ?? 'The bank asks the cardholder to confirm the payment.';
    await this.refusals.refuse(turn, charge, { code, message, intentId: intent.id });
  }
}

/** Its bank still waits for them. */
const OWNER_MISSED = {
  code: CARD_NEEDS_OWNER,
  message: 'The bank of this card was not answered in time.',
};

/** As they were written down; of another amount than that, which somebody took in the dashboard, like a price. */
function takenParts(
  { amountCents, platformFeeCents, guardPayoutCents }: PaymentRow,
  { job }: Turn,
  takenCents: number,
): Parts {
  return takenCents === amountCents ? { amountCents, platformFeeCents, guardPayoutCents } : partsOf(job, takenCents);
}

/** Null as long as Stripe has not booked the charge. */
function feeOf(intent: Stripe.PaymentIntent): number | null {
  const charge = intent.latest_charge;
  if (charge === null || typeof charge === 'string') return null;
  const booking = charge.balance_transaction;
  return booking === null || typeof booking === 'string' ? null : booking.fee;
}

/** When the bank lets go of the hold; null when Stripe does not say. */
function captureBeforeOf(intent: Stripe.PaymentIntent): Date | null {
  const seconds = cardOf(intent)?.capture_before;
  return seconds === undefined ? null : new Date(seconds * SECOND_MS);
}

/** Undefined before a charge was tried. */
function cardOf({ latest_charge: charge }: Stripe.PaymentIntent) {
  if (charge === null || typeof charge === 'string') return undefined;
  return charge.payment_method_details?.card ?? undefined;
}
