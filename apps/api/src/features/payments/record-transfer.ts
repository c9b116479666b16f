import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import type { PaymentEntity } from './payment.entity.js';
import { PaymentChanges } from './payment-changes.js';

/** The account was ready when asked and is not any more: the money waits for it again. */
const ACCOUNT_NOT_READY = 'insufficient_capabilities_for_transfer';

/** Brings a payout row to what its transfer is, from the call's answer or from a webhook. */
@Injectable()
export class RecordTransfer {
  constructor(private readonly changes: PaymentChanges) {}

  async record(payout: PaymentEntity, transfer: Stripe.Transfer): Promise<void> {
    await this.changes.inTurnOf(payout, async (fresh) => {
      if (fresh.status !== 'processing') return;
      const details = { amountCents: fresh.amountCents };
      const change = { stripeTransferId: transfer.id };
      await this.changes.move(fresh, 'succeeded', change, { type: 'payout.succeeded', details });
      await this.changes.publish('payout.succeeded', fresh.jobId);
    });
  }

  async recordRefusal(payout: PaymentEntity, code: string, message: string): Promise<void> {
    await this.changes.inTurnOf(payout, async (fresh) => {
      if (fresh.status !== 'processing') return;
      const change = { failureCode: code, failureMessage: message };
      await this.changes.move(fresh, 'failed', change, { type: 'payout.failed', details: { code, message } });
      await this.changes.publish('payout.failed', fresh.jobId);
      if (code === ACCOUNT_NOT_READY) await this.changes.publish('payout.due', fresh.jobId);
    });
  }
}
