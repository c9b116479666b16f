import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import type { BookedJob } from '../../jobs/jobs.service.js';
import { amountToHold, hasEnded, partsOf } from '../rows/amount-due.js';
import { OweGuard } from '../payouts/create-payout.js';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PaymentChanges, type Turn } from '../rows/payment-changes.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { canMove, isSettled } from '../rows/payments.states.js';
import { idOf } from '../stripe/stripe-client.js';
import { SwapHolds } from './swap-holds.js';
import { paymentEvents } from '../payments.events.js';

/** With an intent that is to be recorded: the fee Stripe keeps is on the balance transaction of its charge. */
export const INTENT_EXPANSION = ['latest_charge.balance_transaction'];

/**
 * Brings a charge row to what its payment intent is. The answer of a call, a webhook and a later look all end here, so
 * it does not matter which comes first, nor how often: a row never moves backwards.
 */
@Injectable()
export class RecordIntent {
  constructor(
    private readonly changes: PaymentChanges,
    private readonly repository: PaymentsRepository,
    private readonly owing: OweGuard,
    private readonly places: SwapHolds,
  ) {}

  /**
   * The row after it. `intent` must just have been read, outside of a transaction.
   * @param next who does what follows from it: see `NextStep`.
   * @param destination the guard's account, when it is known that it can be paid.
   */
  async record(
    payment: PaymentEntity,
    intent: Stripe.PaymentIntent,
    next: NextStep,
    destination: string | null = null,
  ): Promise<PaymentEntity> {
    return this.changes.inTurnOf(payment, (charge, turn) => {
      switch (intent.status) {
        case 'requires_capture':
          return this.held(charge, intent, turn, next);
        case 'succeeded':
          return this.captured(charge, intent, turn, async (row) => {
            if (next === 'from_queue') await this.changes.publish(paymentEvents['charge.succeeded'], charge.jobId);
            await this.owing.owe(row, turn, { destination });
          });
        case 'canceled':
          return this.released(charge, intent, turn.job);
        case 'requires_payment_method':
        case 'requires_action':
          return this.declined(charge, intent);
        default:
          return Promise.resolve(charge);
      }
    });
  }

  /** The provider refused before there was a hold. */
  async recordRefusal(payment: PaymentEntity, failure: Failure): Promise<PaymentEntity> {
    return this.changes.inTurnOf(payment, (charge) => this.fail(charge, failure));
  }

  private async held(
    charge: PaymentEntity,
    intent: Stripe.PaymentIntent,
    turn: Turn,
    next: NextStep,
  ): Promise<PaymentEntity> {
    // A capture that has begun has left this state behind, whatever an older answer says.
    if (charge.status !== 'pending') return charge;
    const authorizedCents = intent.amount_capturable;
    const change = {
      authorizedCents,
      stripePaymentIntentId: intent.id,
      stripeChargeId: idOf(intent.latest_charge),
      metadata: { ...charge.metadata, captureBefore: captureBeforeOf(intent) },
    };
    if (!charge.isCurrent) return this.places.swap(await this.changes.move(charge, 'authorized', change), turn);
    const details = { amountCents: authorizedCents };
    const row = await this.changes.move(charge, 'authorized', change, { type: 'hold.placed', details });
    await this.changes.publish(paymentEvents['hold.placed'], charge.jobId);
    // The job has ended while the card was asked: nobody else will take what is due.
    if (next === 'from_queue' && hasEnded(turn.job))
      await this.changes.publish(paymentEvents['hold.late'], charge.jobId);
    await this.places.planRenewal(row, turn.job.endTime);
    return row;
  }

  private async captured(
    charge: PaymentEntity,
    intent: Stripe.PaymentIntent,
    turn: Turn,
    goOn: (row: PaymentEntity) => Promise<void>,
  ): Promise<PaymentEntity> {
    if (isSettled(charge.status)) return this.addFee(charge, intent);
    // One whose place was taken is let go of. Somebody captured it in the dashboard: reconciliation lists that.
    if (!charge.isCurrent || !canMove(charge.status, 'succeeded')) return charge;
    const parts = partsOf(turn.job, intent.amount_received);
    const change = {
      ...parts,
      authorizedCents: charge.authorizedCents ?? intent.amount,
      stripePaymentIntentId: intent.id,
      stripeChargeId: idOf(intent.latest_charge),
      stripeFeeCents: feeOf(intent),
    };
    const row = await this.changes.move(charge, 'succeeded', change, { type: 'charge.succeeded', details: parts });
    await goOn(row);
    return row;
  }

  /** Stripe may book the charge only after it has answered. */
  private async addFee(charge: PaymentEntity, intent: Stripe.PaymentIntent): Promise<PaymentEntity> {
    const stripeFeeCents = feeOf(intent);
    if (charge.stripeFeeCents === null && stripeFeeCents !== null)
      await this.repository.note(charge, { stripeFeeCents });
    return charge;
  }

  private async released(charge: PaymentEntity, intent: Stripe.PaymentIntent, job: BookedJob): Promise<PaymentEntity> {
    if (!canMove(charge.status, 'cancelled')) return charge;
    const meant = !charge.isCurrent || (hasEnded(job) && amountToHold(job) === 0);
    const change = { stripePaymentIntentId: intent.id };
    const details = { amountCents: charge.authorizedCents ?? charge.amountCents };
    if (meant) return this.changes.move(charge, 'cancelled', change, { type: 'hold.released', details });
    // The bank lets go of a hold after seven days: while the money is still needed, the card is asked again.
    const row = await this.changes.move(charge, 'cancelled', change, { type: 'hold.expired', details });
    await this.changes.publish(paymentEvents['hold.retry'], charge.jobId);
    return row;
  }

  private declined(charge: PaymentEntity, intent: Stripe.PaymentIntent): Promise<PaymentEntity> {
    const error = intent.last_payment_error;
    const code = intent.status === 'requires_action' ? 'authentication_required' : (error?.decline_code ?? error?.code);
    // An intent whose card has not answered yet looks like this too.
    if (!code) return Promise.resolve(charge);
    const message = error?.message ?? 'The bank asks the cardholder to confirm the payment.';
    return this.fail(charge, { code, message, intentId: intent.id });
  }

  private async fail(charge: PaymentEntity, { code, message, intentId }: Failure): Promise<PaymentEntity> {
    if (charge.status !== 'pending') return charge;
    const change = { failureCode: code, failureMessage: message, stripePaymentIntentId: intentId };
    const type = charge.isCurrent ? 'hold.failed' : 'hold.replacement_failed';
    // Why is on the row, which shows it to its owner alone: the timeline is read by the other party of the job too.
    const row = await this.changes.move(charge, 'failed', change, { type, details: {} });
    if (charge.isCurrent) await this.changes.publish(paymentEvents['hold.failed'], charge.jobId);
    return row;
  }
}

/**
 * by_caller: the caller goes on at once, under an event that is delivered again when it does not come to its end, or under
 * the sweep, which finds the rows. from_queue: an event says what is to be done (docs/decisions/0033).
 */
export type NextStep = 'by_caller' | 'from_queue';

export interface Failure {
  code: string;
  /** In the words of the card's bank or of Stripe: they are meant for the customer. */
  message: string;
  intentId: string | null;
}

/** Null as long as Stripe has not booked the charge. */
function feeOf(intent: Stripe.PaymentIntent): number | null {
  const charge = intent.latest_charge;
  if (charge === null || typeof charge === 'string') return null;
  const booking = charge.balance_transaction;
  return booking === null || typeof booking === 'string' ? null : booking.fee;
}

/** When the bank lets go of the hold; undefined when Stripe does not say. */
function captureBeforeOf(intent: Stripe.PaymentIntent): string | undefined {
  const charge = intent.latest_charge;
  if (charge === null || typeof charge === 'string') return undefined;
  const seconds = charge.payment_method_details?.card?.capture_before;
  return seconds === undefined ? undefined : new Date(seconds * SECOND_MS).toISOString();
}
