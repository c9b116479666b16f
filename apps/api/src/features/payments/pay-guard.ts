import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Clock } from '../../platform/clock/clock.js';
import { JobsService } from '../jobs/jobs.service.js';
import type { PaymentEntity } from './payment.entity.js';
import { PaymentChanges } from './payment-changes.js';
import { PaymentsRepository } from './payments.repository.js';
import { isSettled } from './payments.states.js';
import { PayoutAccounts } from './payout-accounts.js';
import { RecordTransfer } from './record-transfer.js';
import { sumOfParts } from './refund-split.js';
import { isKeyForgotten, refusalOf, StripeClient } from './stripe-client.js';

/** Hands the guard's part of a charge on to his account. */
@Injectable()
export class PayGuard {
  constructor(
    private readonly jobs: JobsService,
    private readonly repository: PaymentsRepository,
    private readonly changes: PaymentChanges,
    private readonly accounts: PayoutAccounts,
    private readonly transfers: RecordTransfer,
    private readonly stripe: StripeClient,
    private readonly clock: Clock,
  ) {}

  /** Waits, as a pending row, while the guard has no account that can be paid. */
  async pay(jobId: string): Promise<void> {
    const charge = await this.repository.live(jobId, 'charge');
    // A contested charge may be taken away again: its guard is paid when the dispute is won.
    if (!charge || !isSettled(charge.status) || charge.status === 'disputed') return;
    const payout = (await this.repository.live(jobId, 'payout')) ?? (await this.begin(jobId));
    if (payout?.status === 'pending') await this.send(payout, charge);
    if (payout?.status === 'processing') await this.transfer(payout, charge);
  }

  /** What was given back to the customer before is not paid to the guard. Null when nothing is left for him. */
  private begin(jobId: string): Promise<PaymentEntity | null> {
    return this.changes.inTurn(jobId, async () => {
      const charge = await this.repository.live(jobId, 'charge');
      const { guard } = await this.jobs.get(jobId);
      if (!guard || !charge || !isSettled(charge.status)) return null;
      const refunds = await this.repository.refundsOf(charge.id);
      const refunded = sumOfParts(refunds.filter((refund) => refund.status === 'succeeded'));
      const amountCents = charge.guardPayoutCents - refunded.guardPayoutCents;
      if (amountCents <= 0) return null;
      const other = await this.repository.live(jobId, 'payout');
      if (other) return other;
      return this.changes.begin({
        jobId,
        type: 'payout',
        payeeId: guard.id,
        amountCents,
        platformFeeCents: 0,
        guardPayoutCents: amountCents,
        metadata: {},
      });
    });
  }

  private async send(payout: PaymentEntity, charge: PaymentEntity): Promise<void> {
    const destination = await this.accounts.readyAccountOf(payout.payeeId ?? '');
    if (!destination) return this.wait(payout);
    const sending = await this.changes.inTurnOf(payout, async (fresh) => {
      if (fresh.status !== 'pending') return fresh;
      // Kept, because a repetition with the same key must name the same account.
      return this.changes.move(fresh, 'processing', { metadata: { ...fresh.metadata, destination } });
    });
    await this.transfer(sending, charge);
  }

  private wait(payout: PaymentEntity): Promise<void> {
    return this.changes.inTurnOf(payout, async (fresh) => {
      if (fresh.status !== 'pending' || fresh.metadata.waiting) return;
      await this.repository.note(fresh, { metadata: { ...fresh.metadata, waiting: true } });
      const details = { paymentId: fresh.id, amountCents: fresh.amountCents };
      await this.changes.tell(fresh.jobId, { type: 'payout.waiting', details });
      await this.changes.publish('payout.waiting', fresh.jobId);
    });
  }

  private async transfer(payout: PaymentEntity, charge: PaymentEntity): Promise<void> {
    if (payout.status !== 'processing') return;
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

  private async find({ id, jobId }: PaymentEntity): Promise<Stripe.Transfer | undefined> {
    const { data } = await this.stripe.api.transfers.list({ transfer_group: jobId, limit: 100 });
    return data.find((transfer) => transfer.metadata['paymentId'] === id);
  }
}
