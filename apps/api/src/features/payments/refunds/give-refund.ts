import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Platform } from '../../../platform/platform.js';
import type { JobMoney } from '../flow/money-plan.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { FreshKeys, keyOf } from '../stripe/keys.js';
import { isKeyForgotten, refusalOf, StripeClient } from '../stripe/stripe-client.js';
import { RecordRefund } from './record-refund.js';

/** Asks Stripe to give back what was written down as a refund, and later how far it is. */
@Injectable()
export class GiveRefund {
  constructor(
    private readonly refunds: RecordRefund,
    private readonly stripe: StripeClient,
    private readonly keys: FreshKeys,
    private readonly platform: Platform,
  ) {}

  /** @throws while the outcome is unknown. */
  async give(refund: PaymentRow, charge: PaymentRow): Promise<JobMoney> {
    if (refund.stripeRefundId) return this.lookUp(refund, refund.stripeRefundId);
    const intentId = charge.stripePaymentIntentId ?? '';
    try {
      const earlier = isKeyForgotten(refund, this.platform.clock.now()) ? await this.find(refund, intentId) : undefined;
      return await this.refunds.record(refund, earlier ?? (await this.ask(refund, intentId)));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) return this.refunds.recordRefusal(refund, refusal.code ?? 'refused', refusal.message);
      const found = await this.find(refund, intentId);
      if (found) return this.refunds.record(refund, found);
      await this.keys.afterDead(refund, error);
      throw error;
    }
  }

  private async lookUp(refund: PaymentRow, stripeRefundId: string): Promise<JobMoney> {
    return this.refunds.record(refund, await this.stripe.api.refunds.retrieve(stripeRefundId));
  }

  private async find(refund: PaymentRow, intentId: string): Promise<Stripe.Refund | undefined> {
    const { data } = await this.stripe.api.refunds.list({ payment_intent: intentId, limit: 100 });
    return data.find((given) => given.metadata?.['paymentId'] === refund.id);
  }

  private ask(refund: PaymentRow, intentId: string): Promise<Stripe.Refund> {
    const { id, jobId, amountCents } = refund;
    return this.stripe.api.refunds.create(
      {
        payment_intent: intentId,
        amount: amountCents,
        reason: 'requested_by_customer',
        metadata: { jobId, paymentId: id },
      },
      { idempotencyKey: keyOf(refund, 'refund') },
    );
  }
}
