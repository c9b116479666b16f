import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Clock } from '../../../platform/clock/clock.js';
import { CallsUnderWay } from '../stripe/calls-under-way.js';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { RecordTransfer } from './record-transfer.js';
import { isKeyForgotten, refusalOf, StripeClient } from '../stripe/stripe-client.js';

/** Asks Stripe for the transfer of a payout that is on its way, as often as it takes to know the outcome. */
@Injectable()
export class SendTransfer {
  constructor(
    private readonly transfers: RecordTransfer,
    private readonly calls: CallsUnderWay,
    private readonly stripe: StripeClient,
    private readonly clock: Clock,
  ) {}

  async send(payout: PaymentEntity, charge: PaymentEntity): Promise<void> {
    if (payout.status !== 'processing') return;
    await this.calls.during(payout.id, () => this.askAndRecord(payout, charge));
  }

  private async askAndRecord(payout: PaymentEntity, charge: PaymentEntity): Promise<void> {
    try {
      await this.transfers.record(payout, await this.askOnce(payout, charge));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) return this.transfers.recordRefusal(payout, refusal.code ?? 'refused', refusal.message);
      const transfer = await this.find(payout);
      if (!transfer) throw error;
      await this.transfers.record(payout, transfer);
    }
  }

  private async askOnce(payout: PaymentEntity, charge: PaymentEntity): Promise<Stripe.Transfer> {
    const earlier = isKeyForgotten(payout, this.clock.now()) ? await this.find(payout) : undefined;
    return earlier ?? this.ask(payout, charge);
  }

  private async find({ id, jobId }: PaymentEntity): Promise<Stripe.Transfer | undefined> {
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
