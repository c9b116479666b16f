import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Clock } from '../../../platform/clock/clock.js';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { PayoutUnderWayError } from '../rows/payments.errors.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { isKeyForgotten, StripeClient } from '../stripe/stripe-client.js';

/** Takes the guard's part of a refund back from his account. */
@Injectable()
export class ReversePayout {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly changes: PaymentChanges,
    private readonly stripe: StripeClient,
    private readonly clock: Clock,
  ) {}

  /** @throws PayoutUnderWayError while it is not known whether the guard was paid. */
  async reverseAll(jobId: string): Promise<void> {
    const rows = await this.repository.ofJob(jobId);
    const owed = rows.filter(({ metadata }) => (metadata.toReverseCents ?? 0) > 0);
    for (const refund of owed) {
      const payout = await this.repository.live(jobId, 'payout');
      if (payout?.status === 'processing') throw new PayoutUnderWayError(jobId);
      // A transfer that was refused takes what was to be reversed with it (record-transfer.ts).
      if (payout?.stripeTransferId)
        await this.recordReversal(refund, await this.reverse(refund, payout.stripeTransferId));
    }
  }

  private async reverse(refund: PaymentEntity, transferId: string): Promise<Stripe.TransferReversal> {
    const earlier = isKeyForgotten(refund, this.clock.now()) ? await this.find(refund, transferId) : undefined;
    if (earlier) return earlier;
    try {
      return await this.stripe.api.transfers.createReversal(
        transferId,
        { amount: refund.metadata.toReverseCents, metadata: { jobId: refund.jobId, paymentId: refund.id } },
        { idempotencyKey: `${refund.id}:reversal` },
      );
    } catch (error) {
      const made = await this.find(refund, transferId);
      if (!made) throw error;
      return made;
    }
  }

  private async find(refund: PaymentEntity, transferId: string): Promise<Stripe.TransferReversal | undefined> {
    const { data } = await this.stripe.api.transfers.listReversals(transferId, { limit: 100 });
    return data.find((reversal) => reversal.metadata?.['paymentId'] === refund.id);
  }

  private async recordReversal(refund: PaymentEntity, reversal: Stripe.TransferReversal): Promise<void> {
    await this.changes.inTurnOf(refund, async (fresh) => {
      if (!fresh.metadata.toReverseCents) return;
      const metadata = {
        ...fresh.metadata,
        toReverseCents: 0,
        reversalId: reversal.id,
        reversedCents: reversal.amount,
      };
      await this.repository.note(fresh, { metadata });
      const details = { paymentId: fresh.id, amountCents: reversal.amount };
      await this.changes.tell(fresh.jobId, { type: 'payout.reversed', details });
    });
  }
}
