import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import type { JobMoney } from '../flow/money-plan.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { isSettled } from '../rows/payments.states.js';
import type { Turn } from '../rows/turn.js';
import { CreatePayout } from './create-payout.js';

/** The account was ready when asked and is not any more: the money waits for it again. */
const ACCOUNT_NOT_READY = 'insufficient_capabilities_for_transfer';

/** Pauses after a refusal, doubling: a balance that is too small may be filled within minutes, or never. */
const FIRST_PAUSE_MS = 15 * MINUTE_MS;
const LONGEST_PAUSE_MS = 24 * HOUR_MS;

/** Brings a payout row to what its transfer is, from the call's answer or from a webhook. */
@Injectable()
export class RecordTransfer {
  constructor(
    private readonly changes: PaymentChanges,
    private readonly payouts: CreatePayout,
    private readonly platform: Platform,
  ) {}

  /** Without a turn: the amount of a payout that is on its way changes no more, and only one of two gets it out of that state: null for the other. */
  async record(payout: PaymentRow, transfer: Stripe.Transfer): Promise<PaymentRow | null> {
    if (payout.status !== 'processing') return null;
    const told = { type: 'payout.succeeded' as const, details: { amountCents: payout.amountCents } };
    return this.changes.together(() =>
      this.changes.moveIfStill(payout, 'succeeded', { stripeTransferId: transfer.id }, told),
    );
  }

  /** The attempt has failed, the debt has not: another row takes its place in the same transaction. */
  recordRefusal(payout: PaymentRow, code: string, message: string): Promise<JobMoney> {
    return this.changes.recordOn(payout, async (fresh, turn) => {
      if (fresh.status !== 'processing') return;
      const change = { failureCode: code, failureMessage: message };
      await turn.move(fresh, 'failed', change, { type: 'payout.failed', details: {} });
      await this.createAnother(turn, fresh, code);
    });
  }

  private async createAnother(turn: Turn, refused: PaymentRow, code: string): Promise<void> {
    const { paidOutOf } = refused;
    // Nothing was transferred, so there is nothing to take back: the new payout is smaller instead.
    for (const refund of turn.rows.filter((row) => row.refundOf === paidOutOf && row.toReverseCents > 0))
      await turn.note(refund, { toReverseCents: 0 });
    const charge = turn.rows.find((row) => row.id === paidOutOf);
    if (!charge || !(isSettled(charge.status) || refused.isGuarantee)) return;
    const failures = turn.rows.filter((row) => row.paidOutOf === paidOutOf && row.status === 'failed').length;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
    const awaitsAccount = code === ACCOUNT_NOT_READY;
    const sending = { retryAt: shift(this.platform.clock.now(), pause), awaitsAccount };
    const payout = refused.isGuarantee
      ? await this.payouts.again(turn, refused, sending)
      : await this.payouts.create(turn, charge, sending);
    if (!payout || !awaitsAccount) return;
    await turn.tell({
      type: 'payout.waiting',
      details: { paymentId: payout.id, amountCents: payout.amountCents },
    });
  }
}
