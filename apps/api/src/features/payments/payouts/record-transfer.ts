import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Clock } from '../../../platform/clock/clock.js';
import { HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import type { BookedJob } from '../../jobs/jobs.service.js';
import { OweGuard } from './create-payout.js';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PaymentChanges, type Told } from '../rows/payment-changes.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { isSettled } from '../rows/payments.states.js';
import { paymentEvents } from '../payments.events.js';

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
    private readonly repository: PaymentsRepository,
    private readonly owing: OweGuard,
    private readonly clock: Clock,
  ) {}

  async record(payout: PaymentEntity, transfer: Stripe.Transfer): Promise<void> {
    // Without a turn: the amount of a payout that is on its way changes no more, and only one of two gets it out of that state.
    if (payout.status !== 'processing') return;
    await this.changes.together(async () => {
      const details = { amountCents: payout.amountCents };
      const change = { stripeTransferId: transfer.id };
      const told: Told<'payout.succeeded'> = { type: 'payout.succeeded', details };
      await this.changes.moveIfStill(payout, 'succeeded', change, told);
    });
  }

  /** The attempt has failed, the debt has not: another row takes its place in the same transaction. */
  async recordRefusal(payout: PaymentEntity, code: string, message: string): Promise<void> {
    await this.changes.inTurnOf(payout, async (fresh, { job }) => {
      if (fresh.status !== 'processing') return;
      const change = { failureCode: code, failureMessage: message };
      await this.changes.move(fresh, 'failed', change, { type: 'payout.failed', details: {} });
      await this.oweAgain(job, code);
    });
  }

  private async oweAgain(job: BookedJob, code: string): Promise<void> {
    const rows = await this.repository.ofJob(job.id);
    // Nothing was transferred, so there is nothing to take back: the new payout is smaller instead.
    for (const refund of rows.filter(({ metadata }) => (metadata.toReverseCents ?? 0) > 0))
      await this.repository.note(refund, { metadata: { ...refund.metadata, toReverseCents: 0 } });
    const charge = rows.find((row) => row.type === 'charge' && isSettled(row.status));
    if (!charge) return;
    if (code === ACCOUNT_NOT_READY) {
      await this.owing.owe(charge, { job, rows });
      await this.changes.publish(paymentEvents['payout.due'], job.id);
      return;
    }
    const failures = rows.filter((row) => row.type === 'payout' && row.status === 'failed').length;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
    await this.owing.owe(charge, { job, rows }, { retryAt: shift(this.clock.now(), pause) });
  }
}
