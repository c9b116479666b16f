import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { OweGuard } from './create-payout.js';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { liveOf } from '../rows/payment-rows.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { isSettled } from '../rows/payments.states.js';
import { PayoutAccounts } from './payout-accounts.js';
import { SendTransfer } from './send-transfer.js';

/** Hands the guard's part of a charge on to his account. */
@Injectable()
export class PayGuard {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly changes: PaymentChanges,
    private readonly owing: OweGuard,
    private readonly accounts: PayoutAccounts,
    private readonly transfers: SendTransfer,
    private readonly clock: Clock,
  ) {}

  /** Waits, as a pending row, while the guard has no account that can be paid. */
  async pay(jobId: string): Promise<void> {
    const rows = await this.repository.ofJob(jobId);
    const charge = liveOf(rows, 'charge');
    // A contested charge may be taken away again: its guard is paid when the dispute is won.
    if (!charge || !isSettled(charge.status) || charge.status === 'disputed') return;
    // Written with the charge, but for one that was not: a dispute that was won, a refund that was refused.
    const payout =
      liveOf(rows, 'payout') ?? (await this.changes.inTurnOf(charge, (fresh, turn) => this.owing.owe(fresh, turn)));
    if (payout?.metadata.retryAt && new Date(payout.metadata.retryAt) > this.clock.now()) return;
    if (payout?.status === 'pending') await this.send(payout, charge);
    if (payout?.status === 'processing') await this.transfers.send(payout, charge);
  }

  private async send(payout: PaymentEntity, charge: PaymentEntity): Promise<void> {
    const destination = await this.accounts.readyAccountOf(payout.payeeId ?? '');
    if (!destination) return this.wait(payout);
    const sending = await this.changes.inTurnOf(payout, async (fresh) => {
      if (fresh.status !== 'pending') return fresh;
      // Kept, because a repetition with the same key must name the same account.
      return this.changes.move(fresh, 'processing', { metadata: { ...fresh.metadata, destination } });
    });
    await this.transfers.send(sending, charge);
  }

  private wait(payout: PaymentEntity): Promise<void> {
    return this.changes.inTurnOf(payout, async (fresh) => {
      if (fresh.status !== 'pending' || fresh.metadata.waiting) return;
      await this.repository.note(fresh, { metadata: { ...fresh.metadata, waiting: true } });
      const details = { paymentId: fresh.id, amountCents: fresh.amountCents };
      await this.changes.tell(fresh.jobId, { type: 'payout.waiting', details });
    });
  }
}
