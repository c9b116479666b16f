import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Clock } from '../../../platform/clock/clock.js';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { refundsOf } from '../rows/payment-rows.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { canMove } from '../rows/payments.states.js';
import { sumOfParts } from '../rows/amounts.js';
import { paymentEvents } from '../payments.events.js';

/** Brings a refund row to what Stripe's refund is, from the call's answer or from a webhook. */
@Injectable()
export class RecordRefund {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly changes: PaymentChanges,
    private readonly clock: Clock,
  ) {}

  async record(refund: PaymentEntity, given: Stripe.Refund): Promise<void> {
    await this.changes.inTurnOf(refund, async (fresh) => {
      if (given.status === 'succeeded') return this.succeed(fresh, given.id);
      if (given.status === 'failed' || given.status === 'canceled')
        return fresh.status === 'succeeded'
          ? this.takeReturn(fresh, given)
          : this.fail(fresh, given.failure_reason ?? given.status, 'The bank did not take the refund.');
      // On its way to a bank that takes its time; a webhook tells the end.
      if (fresh.status === 'pending') await this.changes.move(fresh, 'processing', { stripeRefundId: given.id });
    });
  }

  /** The customer still has to get it, another way: the operator is told (docs/payments.md). */
  private async takeReturn(refund: PaymentEntity, given: Stripe.Refund): Promise<void> {
    if (refund.returnedAt) return;
    const change = { returnedAt: this.clock.now(), failureCode: given.failure_reason ?? given.status };
    await this.repository.note(refund, change);
    const details = { paymentId: refund.id, amountCents: refund.amountCents, code: change.failureCode };
    await this.changes.tell(refund.jobId, { type: 'refund.returned', details });
  }

  async recordRefusal(refund: PaymentEntity, code: string, message: string): Promise<void> {
    await this.changes.inTurnOf(refund, (fresh) => this.fail(fresh, code, message));
  }

  private async fail(refund: PaymentEntity, code: string, message: string): Promise<void> {
    if (!canMove(refund.status, 'failed')) return;
    const change = { failureCode: code, failureMessage: message };
    await this.changes.move(refund, 'failed', change, { type: 'refund.failed', details: {} });
  }

  private async succeed(refund: PaymentEntity, stripeRefundId: string): Promise<void> {
    if (!canMove(refund.status, 'succeeded')) return;
    const toReverseCents = await this.takeFromPayout(refund);
    const { amountCents, platformFeeCents, guardPayoutCents } = refund;
    await this.changes.move(
      refund,
      'succeeded',
      { stripeRefundId, metadata: { ...refund.metadata, toReverseCents } },
      { type: 'refund.succeeded', details: { amountCents, platformFeeCents, guardPayoutCents } },
    );
    await this.changes.publish(paymentEvents['refund.succeeded'], refund.jobId);
    await this.closeCharge(refund);
  }

  /**
   * The guard's part comes out of his payout. One that waits is made smaller; what is transferred, or under way, is to be
   * taken back.
   * @returns cents to take back.
   */
  private async takeFromPayout(refund: PaymentEntity): Promise<number> {
    const payout = await this.repository.live(refund.jobId, 'payout');
    if (!payout || refund.guardPayoutCents === 0) return 0;
    if (payout.status !== 'pending') return refund.guardPayoutCents;
    const left = payout.amountCents - refund.guardPayoutCents;
    if (left > 0) await this.repository.note(payout, { amountCents: left, guardPayoutCents: left });
    else await this.changes.move(payout, 'cancelled', {}, { type: 'payout.cancelled', details: {} });
    return 0;
  }

  private async closeCharge({ jobId, refundOf: chargeId }: PaymentEntity): Promise<void> {
    const rows = await this.repository.ofJob(jobId);
    const charge = rows.find((row) => row.id === chargeId);
    if (!charge || !canMove(charge.status, 'refunded')) return;
    const given = refundsOf(rows, charge.id).filter((refund) => refund.status === 'succeeded');
    if (sumOfParts(given).amountCents < charge.amountCents) return;
    await this.changes.move(charge, 'refunded', {}, { type: 'charge.refunded', details: {} });
  }
}
