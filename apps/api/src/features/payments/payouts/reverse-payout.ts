import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Platform } from '../../../platform/platform.js';
import type { JobMoney } from '../flow/money-plan.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { FreshKeys, keyOf } from '../stripe/keys.js';
import { isKeyForgotten, StripeClient } from '../stripe/stripe-client.js';

/** Takes the guard's part of a refund back from their account. */
@Injectable()
export class ReversePayout {
  constructor(
    private readonly changes: PaymentChanges,
    private readonly stripe: StripeClient,
    private readonly keys: FreshKeys,
    private readonly platform: Platform,
  ) {}

  /** @throws while the outcome is unknown. */
  async reverse(refund: PaymentRow, payout: PaymentRow): Promise<JobMoney> {
    const reversal = await this.ask(refund, payout.stripeTransferId ?? '');
    return this.changes.recordOn(refund, async (fresh, turn) => {
      if (fresh.toReverseCents === 0) return;
      const reversed = { reversedCents: reversal.amount, reversedAt: this.platform.clock.now() };
      await turn.note(fresh, { toReverseCents: 0, ...reversed, stripeReversalId: reversal.id });
      await turn.tell({ type: 'payout.reversed', details: { paymentId: fresh.id, amountCents: reversal.amount } });
    });
  }

  private async ask(refund: PaymentRow, transferId: string): Promise<Stripe.TransferReversal> {
    const earlier = isKeyForgotten(refund, this.platform.clock.now()) ? await this.find(refund, transferId) : undefined;
    if (earlier) return earlier;
    try {
      return await this.stripe.api.transfers.createReversal(
        transferId,
        { amount: refund.toReverseCents, metadata: { jobId: refund.jobId, paymentId: refund.id } },
        { idempotencyKey: keyOf(refund, 'reversal') },
      );
    } catch (error) {
      const made = await this.find(refund, transferId);
      if (made) return made;
      await this.keys.afterDead(refund, error);
      throw error;
    }
  }

  private async find(refund: PaymentRow, transferId: string): Promise<Stripe.TransferReversal | undefined> {
    const { data } = await this.stripe.api.transfers.listReversals(transferId, { limit: 100 });
    return data.find((reversal) => reversal.metadata?.['paymentId'] === refund.id);
  }
}
