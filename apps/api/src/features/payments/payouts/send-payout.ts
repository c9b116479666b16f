import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { type JobMoney, withRow } from '../flow/money-plan.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { CallsUnderWay } from '../stripe/calls-under-way.js';
import { FreshKeys, keyOf } from '../stripe/keys.js';
import { isKeyForgotten, refusalOf, StripeClient } from '../stripe/stripe-client.js';
import { PayoutAccounts } from './payout-accounts.js';
import { RecordTransfer } from './record-transfer.js';

/** The account tells when it is ready; this is for a message that was lost. */
const LOOK_AT_ACCOUNT_EVERY_MS = HOUR_MS;

/** Hands the guard's part of a charge on to their account. */
@Injectable()
export class SendPayout {
  constructor(
    private readonly changes: PaymentChanges,
    private readonly accounts: PayoutAccounts,
    private readonly transfers: RecordTransfer,
    private readonly calls: CallsUnderWay,
    private readonly keys: FreshKeys,
    private readonly stripe: StripeClient,
    private readonly platform: Platform,
  ) {}

  /**
   * The job's money after it; null when it must be read again. Waits, as a pending row, while the guard has no account that
   * can be paid. @throws while the outcome is unknown.
   */
  async send(money: JobMoney, payout: PaymentRow, charge: PaymentRow): Promise<JobMoney | null> {
    if (payout.status === 'processing') return this.transfer(money, payout, charge);
    const account = await this.accounts.readyAccountOf(payout.payeeId ?? '');
    if (!account) return this.wait(payout);
    // Kept, because a repetition with the same key must name the same account.
    const change = { stripeAccountId: account };
    const sending = await this.changes.inTurn(payout.jobId, async (turn) => {
      const fresh = turn.row(payout.id);
      return fresh.status === 'pending' ? turn.move(fresh, 'processing', change) : fresh;
    });
    return sending.status === 'processing' ? this.transfer(money, sending, charge) : null;
  }

  private wait(payout: PaymentRow): Promise<JobMoney> {
    return this.changes.recordOn(payout, async (fresh, turn) => {
      if (fresh.status !== 'pending') return;
      const retryAt = shift(this.platform.clock.now(), LOOK_AT_ACCOUNT_EVERY_MS);
      await turn.note(fresh, { awaitsAccount: true, retryAt });
      const details = { paymentId: fresh.id, amountCents: fresh.amountCents };
      if (!fresh.awaitsAccount) await turn.tell({ type: 'payout.waiting', details });
    });
  }

  private transfer(money: JobMoney, payout: PaymentRow, charge: PaymentRow): Promise<JobMoney | null> {
    return this.calls.during(payout.id, () => this.askAndRecord(money, payout, charge));
  }

  private async askAndRecord(money: JobMoney, payout: PaymentRow, charge: PaymentRow): Promise<JobMoney | null> {
    let sent: PaymentRow | null;
    try {
      sent = await this.transfers.record(payout, await this.askOnce(payout, charge));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) return this.transfers.recordRefusal(payout, refusal.code ?? 'refused', refusal.message);
      const transfer = await this.find(payout);
      if (!transfer) {
        await this.keys.afterDead(payout, error);
        throw error;
      }
      sent = await this.transfers.record(payout, transfer);
    }
    return sent && withRow(money, sent);
  }

  private async askOnce(payout: PaymentRow, charge: PaymentRow): Promise<Stripe.Transfer> {
    const earlier = isKeyForgotten(payout, this.platform.clock.now()) ? await this.find(payout) : undefined;
    return earlier ?? this.ask(payout, charge);
  }

  private async find({ id, jobId }: PaymentRow): Promise<Stripe.Transfer | undefined> {
    const { data } = await this.stripe.api.transfers.list({ transfer_group: jobId, limit: 100 });
    return data.find((transfer) => transfer.metadata['paymentId'] === id);
  }

  /** Out of the charge itself: it is paid when the charge's money is there, whatever the balance is until then. */
  private ask(payout: PaymentRow, charge: PaymentRow): Promise<Stripe.Transfer> {
    const { id, jobId, amountCents, stripeAccountId } = payout;
    return this.stripe.api.transfers.create(
      {
        amount: amountCents,
        currency: 'usd',
        destination: stripeAccountId ?? '',
        // What is guaranteed was charged to nobody: it comes out of the platform's balance.
        ...(charge.stripeChargeId && { source_transaction: charge.stripeChargeId }),
        transfer_group: jobId,
        metadata: { jobId, paymentId: id },
      },
      { idempotencyKey: keyOf(payout, 'transfer') },
    );
  }
}
