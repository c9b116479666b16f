import { Injectable } from '@nestjs/common';
import { JobsService } from '../jobs/jobs.service.js';
import type { PaymentEntity } from './payment.entity.js';
import { PaymentChanges } from './payment-changes.js';
import { PaymentsRepository } from './payments.repository.js';
import { sumOfParts } from './refund-split.js';

/**
 * Writes down what a guard is to get. In the transaction that makes it due, so that a charge without its payout cannot be
 * left behind by anything that happens between the two.
 */
@Injectable()
export class OweGuard {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly jobs: JobsService,
    private readonly changes: PaymentChanges,
  ) {}

  /**
   * In the job's turn. What was given back to the customer before is not paid to the guard.
   * @param retryAt the transfer is not tried before.
   * @returns null when nothing is left for him; the row that is there already, when there is one.
   */
  async owe(charge: PaymentEntity, retryAt?: Date): Promise<PaymentEntity | null> {
    const { jobId } = charge;
    const other = await this.repository.live(jobId, 'payout');
    const { guard } = await this.jobs.get(jobId);
    if (other || !guard) return other;
    const refunds = await this.repository.refundsOf(charge.id);
    const refunded = sumOfParts(refunds.filter((refund) => refund.status === 'succeeded'));
    const amountCents = charge.guardPayoutCents - refunded.guardPayoutCents;
    if (amountCents <= 0) return null;
    return this.changes.begin({
      jobId,
      type: 'payout',
      payeeId: guard.id,
      amountCents,
      platformFeeCents: 0,
      guardPayoutCents: amountCents,
      metadata: retryAt ? { retryAt: retryAt.toISOString() } : {},
    });
  }
}
