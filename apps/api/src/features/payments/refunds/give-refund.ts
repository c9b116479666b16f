import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Clock } from '../../../platform/clock/clock.js';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { RecordRefund } from './record-refund.js';
import { isKeyForgotten, refusalOf, StripeClient } from '../stripe/stripe-client.js';

/** Asks Stripe to give back what was written down as a refund. */
@Injectable()
export class GiveRefund {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly refunds: RecordRefund,
    private readonly stripe: StripeClient,
    private readonly clock: Clock,
  ) {}

  async giveAll(jobId: string): Promise<void> {
    const rows = await this.repository.ofJob(jobId);
    for (const refund of rows.filter((row) => row.type === 'refund' && row.status === 'pending')) {
      const charge = rows.find((row) => row.id === refund.refundOf);
      if (charge?.stripePaymentIntentId) await this.give(refund, charge.stripePaymentIntentId);
    }
  }

  private async give(refund: PaymentEntity, intentId: string): Promise<void> {
    try {
      const earlier = isKeyForgotten(refund, this.clock.now()) ? await this.find(refund, intentId) : undefined;
      await this.refunds.record(refund, earlier ?? (await this.ask(refund, intentId)));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) return this.refunds.recordRefusal(refund, refusal.code ?? 'refused', refusal.message);
      const found = await this.find(refund, intentId);
      if (!found) throw error;
      await this.refunds.record(refund, found);
    }
  }

  private async find(refund: PaymentEntity, intentId: string): Promise<Stripe.Refund | undefined> {
    const { data } = await this.stripe.api.refunds.list({ payment_intent: intentId, limit: 100 });
    return data.find((given) => given.metadata?.['paymentId'] === refund.id);
  }

  private ask({ id, jobId, amountCents }: PaymentEntity, intentId: string): Promise<Stripe.Refund> {
    return this.stripe.api.refunds.create(
      {
        payment_intent: intentId,
        amount: amountCents,
        reason: 'requested_by_customer',
        metadata: { jobId, paymentId: id },
      },
      { idempotencyKey: `${id}:refund` },
    );
  }
}
