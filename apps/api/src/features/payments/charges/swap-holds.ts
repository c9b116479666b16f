import { Injectable } from '@nestjs/common';
import { HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { ExtendJob } from '../../jobs/extend-job.js';
import { hasEnded } from '../rows/amount-due.js';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PaymentChanges, type Turn } from '../rows/payment-changes.js';
import { liveOf } from '../rows/payment-rows.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { paymentEvents } from '../payments.events.js';

/** The new hold is asked for so long before the old one ends, and the money is taken so long after the work at most. */
export const RENEWAL_AHEAD_MS = 12 * HOUR_MS;

/**
 * Lets a hold take the place of another: a newer one before the bank lets go of the older, or a larger one for a longer
 * job. At every moment one of them is the hold of the job; the other is let go of.
 */
@Injectable()
export class SwapHolds {
  constructor(
    private readonly extension: ExtendJob,
    private readonly repository: PaymentsRepository,
    private readonly changes: PaymentChanges,
  ) {}

  /** In the job's turn, when the card has agreed to `standIn`. It may not be needed any more: then it is the one to go. */
  async swap(standIn: PaymentEntity, { job, rows }: Turn): Promise<PaymentEntity> {
    const { jobId, metadata } = standIn;
    await this.changes.publish(paymentEvents['hold.spare'], jobId);
    const old = liveOf(rows, 'charge');
    const isExpected = old?.id === metadata.standsInFor && old?.status === 'authorized';
    if (!isExpected || hasEnded(job)) return standIn;
    const until = metadata.extendTo ? new Date(metadata.extendTo) : null;
    if (until && !(await this.extension.isPossible(jobId, until))) return standIn;
    await this.repository.note(old, { isCurrent: false });
    await this.repository.note(standIn, { isCurrent: true });
    const details = { paymentId: standIn.id, amountCents: standIn.authorizedCents };
    await this.changes.tell(jobId, { type: 'hold.replaced', details });
    if (until) await this.extension.extend(jobId, until);
    await this.planRenewal(standIn, until ?? job.endTime);
    return { ...standIn, isCurrent: true };
  }

  /** In the job's turn: a hold that may end before its money is taken, after `endTime`, is to be renewed before. */
  async planRenewal({ jobId, metadata }: PaymentEntity, endTime: Date): Promise<void> {
    if (!metadata.captureBefore) return;
    const renewAt = shift(new Date(metadata.captureBefore), -RENEWAL_AHEAD_MS);
    if (renewAt < shift(endTime, RENEWAL_AHEAD_MS))
      await this.changes.publish(paymentEvents['hold.ends'], jobId, renewAt);
  }
}
