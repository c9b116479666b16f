import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Clock } from '../../platform/clock/clock.js';
import type { PaymentEntity } from './payment.entity.js';
import { isKeyForgotten, StripeClient } from './stripe-client.js';

/** What is asked of Stripe for a payout. */
@Injectable()
export class TransferCalls {
  constructor(
    private readonly stripe: StripeClient,
    private readonly clock: Clock,
  ) {}

  async askOnce(payout: PaymentEntity, charge: PaymentEntity): Promise<Stripe.Transfer> {
    const earlier = isKeyForgotten(payout, this.clock.now()) ? await this.find(payout) : undefined;
    return earlier ?? this.ask(payout, charge);
  }

  async find({ id, jobId }: PaymentEntity): Promise<Stripe.Transfer | undefined> {
    const { data } = await this.stripe.api.transfers.list({ transfer_group: jobId, limit: 100 });
    return data.find((transfer) => transfer.metadata['paymentId'] === id);
  }

  /** Out of the charge itself: it is paid when the charge's money is there, whatever the balance is until then. */
  private ask({ id, jobId, amountCents, metadata }: PaymentEntity, charge: PaymentEntity): Promise<Stripe.Transfer> {
    return this.stripe.api.transfers.create(
      {
        amount: amountCents,
        currency: 'usd',
        destination: metadata.destination ?? '',
        source_transaction: charge.stripeChargeId ?? '',
        transfer_group: jobId,
        metadata: { jobId, paymentId: id },
      },
      { idempotencyKey: `${id}:transfer` },
    );
  }
}
