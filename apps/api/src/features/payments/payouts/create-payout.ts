import { Injectable } from '@nestjs/common';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PaymentChanges, type Turn } from '../rows/payment-changes.js';
import { liveOf, refundsOf } from '../rows/payment-rows.js';
import { sumOfParts } from '../rows/amounts.js';

interface Sending {
  retryAt?: Date;
  destination?: string | null;
}

/**
 * Writes down what a guard is to get. In the transaction that makes it due, so that a charge without its payout cannot be
 * left behind by anything that happens between the two.
 */
@Injectable()
export class OweGuard {
  constructor(private readonly changes: PaymentChanges) {}

  /**
   * What was given back to the customer before is not paid to the guard.
   * @param sending retryAt: the transfer is not tried before. destination: the account, when it is known that it can be paid:
   * the payout is on its way then.
   * @returns null when nothing is left for him; the row that is there already, when there is one.
   */
  async owe(charge: PaymentEntity, { job, rows }: Turn, sending: Sending = {}): Promise<PaymentEntity | null> {
    const other = liveOf(rows, 'payout');
    if (other || !job.guardId) return other;
    const refunded = sumOfParts(refundsOf(rows, charge.id).filter((refund) => refund.status === 'succeeded'));
    const amountCents = charge.guardPayoutCents - refunded.guardPayoutCents;
    if (amountCents <= 0) return null;
    return this.changes.begin({
      jobId: job.id,
      type: 'payout',
      payeeId: job.guardId,
      amountCents,
      platformFeeCents: 0,
      guardPayoutCents: amountCents,
      status: sending.destination ? 'processing' : 'pending',
      metadata: {
        ...(sending.destination && { destination: sending.destination }),
        ...(sending.retryAt && { retryAt: sending.retryAt.toISOString() }),
      },
    });
  }
}
