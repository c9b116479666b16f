import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { refundsOf } from '../rows/payment-rows.js';
import { isSettled } from '../rows/payments.states.js';
import { RecordRefund } from './record-refund.js';
import { type Parts, splitRefund, sumOfParts } from '../rows/amounts.js';

/**
 * Refunds as Stripe's events tell of them. One that was given in the dashboard has no row of ours: it gets one, and takes its
 * part from the guard.
 */
@Injectable()
export class AdoptRefund {
  constructor(
    private readonly changes: PaymentChanges,
    private readonly refunds: RecordRefund,
  ) {}

  /** One of ours. */
  record(refund: PaymentEntity, given: Stripe.Refund): Promise<void> {
    return this.refunds.record(refund, given);
  }

  /** @throws while a refund of ours stands in the way: Stripe refuses that one, and then sends the event again. */
  async adopt(charge: PaymentEntity, given: Stripe.Refund): Promise<void> {
    const refund = await this.changes.inTurnOf(charge, async (fresh, { rows }) => {
      if (!isSettled(fresh.status)) return null;
      const known = rows.find((row) => row.stripeRefundId === given.id);
      return known ?? this.write(fresh, sumOfParts(refundsOf(rows, fresh.id)), given);
    });
    if (refund) await this.refunds.record(refund, given);
  }

  private async write(charge: PaymentEntity, refunded: Parts, given: Stripe.Refund): Promise<PaymentEntity> {
    const refund = await this.changes.begin({
      ...splitRefund(charge, refunded, given.amount),
      jobId: charge.jobId,
      type: 'refund',
      payeeId: charge.payerId,
      refundOf: charge.id,
      metadata: { reason: 'given in the dashboard of the payment provider' },
    });
    const details = { paymentId: refund.id, amountCents: given.amount };
    await this.changes.tell(charge.jobId, { type: 'refund.adopted', details });
    return this.changes.move(refund, 'processing', { stripeRefundId: given.id });
  }
}
