import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Platform } from '../../../platform/platform.js';
import { DisputesRepository } from '../disputes/disputes.repository.js';
import type { JobMoney } from '../flow/money-plan.js';
import { splitRefund, sumOfParts } from '../rows/amounts.js';
import { type PaymentRow, refundsOf } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { canMove, isSettled } from '../rows/payments.states.js';
import type { Turn } from '../rows/turn.js';
import { closeCharge, takeFromPayout } from './guards-part.js';

/** What Stripe says of a charge whose bank has the money. */
const CONTESTED = 'charge_disputed';

/** Brings a refund row to what Stripe's refund is, from the call's answer, a later look or a webhook. */
@Injectable()
export class RecordRefund {
  constructor(
    private readonly changes: PaymentChanges,
    private readonly disputes: DisputesRepository,
    private readonly platform: Platform,
  ) {}

  record(refund: PaymentRow, given: Stripe.Refund): Promise<JobMoney> {
    return this.changes.recordOn(refund, async (fresh, turn) => {
      if (given.status === 'succeeded') return this.succeed(turn, fresh, given.id);
      if (given.status === 'failed' || given.status === 'canceled')
        return fresh.status === 'succeeded'
          ? this.takeReturn(turn, fresh, given)
          : this.fail(turn, fresh, given.failure_reason ?? given.status, 'The bank did not take the refund.');
      // On its way to a bank that takes its time; a webhook tells the end, and a later look if it was lost.
      if (fresh.status === 'pending') await turn.move(fresh, 'processing', { stripeRefundId: given.id });
      else if (fresh.status === 'processing') await turn.note(fresh, { checkedAt: this.platform.clock.now() });
    });
  }

  recordRefusal(refund: PaymentRow, code: string, message: string): Promise<JobMoney> {
    return this.changes.recordOn(refund, (fresh, turn) => this.fail(turn, fresh, code, message));
  }

  /**
   * One that was given in Stripe's dashboard has no row of ours: it gets one, and takes its part from the guard.
   * @throws while a refund of ours stands in the way: Stripe refuses that one, and then sends the event again.
   */
  async adopt(charge: PaymentRow, given: Stripe.Refund): Promise<void> {
    const refund = await this.changes.inTurn(charge.jobId, (turn) => this.rowOf(turn, turn.row(charge.id), given));
    if (refund) await this.record(refund, given);
  }

  private async rowOf(turn: Turn, charge: PaymentRow, given: Stripe.Refund): Promise<PaymentRow | null> {
    if (!isSettled(charge.status)) return null;
    const known = turn.rows.find((row) => row.stripeRefundId === given.id);
    if (known) return known;
    const refund = await turn.begin({
      ...splitRefund(charge, sumOfParts(refundsOf(turn.rows, charge.id)), given.amount),
      type: 'refund',
      payeeId: charge.payerId,
      refundOf: charge.id,
      reason: 'given in the dashboard of the payment provider',
    });
    await turn.tell({ type: 'refund.adopted', details: { paymentId: refund.id, amountCents: given.amount } });
    return turn.move(refund, 'processing', { stripeRefundId: given.id });
  }

  /** The customer still has to get it, another way: the operator is told (docs/payments.md). */
  private async takeReturn(turn: Turn, refund: PaymentRow, given: Stripe.Refund): Promise<void> {
    if (refund.returnedAt) return;
    const failureCode = given.failure_reason ?? given.status;
    await turn.note(refund, { returnedAt: this.platform.clock.now(), failureCode });
    const details = { paymentId: refund.id, amountCents: refund.amountCents, code: failureCode };
    await turn.tell({ type: 'refund.returned', details });
  }

  private async fail(turn: Turn, refund: PaymentRow, code: string, message: string): Promise<void> {
    if (!canMove(refund.status, 'failed')) return;
    // The end of the dispute was heard of before the refusal, so it found nothing to wake: this is asked again by itself.
    const { refundOf, createdAt } = refund;
    const isFree = code === CONTESTED && refundOf !== null && (await this.disputes.isWonSince(refundOf, createdAt));
    const change = {
      failureCode: code,
      failureMessage: message,
      ...(isFree && { retryAt: this.platform.clock.now() }),
    };
    await turn.move(refund, 'failed', change, { type: 'refund.failed', details: {} });
  }

  private async succeed(turn: Turn, refund: PaymentRow, stripeRefundId: string): Promise<void> {
    if (!canMove(refund.status, 'succeeded')) return;
    const toReverseCents = await takeFromPayout(turn, refund);
    const { amountCents, platformFeeCents, guardPayoutCents } = refund;
    await turn.move(
      refund,
      'succeeded',
      { stripeRefundId, toReverseCents },
      { type: 'refund.succeeded', details: { amountCents, platformFeeCents, guardPayoutCents } },
    );
    await closeCharge(turn, refund);
  }
}
