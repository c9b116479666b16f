import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { paymentEvents } from '../payments.events.js';

const WON: readonly Stripe.Dispute.Status[] = ['won', 'warning_closed', 'prevented'];

/** The customer's bank contests a charge. A lost dispute stays disputed: the money is gone and was not given back by us. */
@Injectable()
export class RecordDispute {
  constructor(private readonly changes: PaymentChanges) {}

  async record(payment: PaymentEntity, dispute: Stripe.Dispute): Promise<void> {
    const details = { amountCents: dispute.amount, reason: dispute.reason };
    await this.changes.inTurnOf(payment, async (charge) => {
      if (WON.includes(dispute.status)) {
        if (charge.status !== 'disputed') return;
        await this.changes.move(charge, 'succeeded', {}, { type: 'dispute.won', details });
        await this.changes.publish(paymentEvents['payout.due'], charge.jobId);
      } else if (charge.status === 'succeeded') {
        await this.changes.move(charge, 'disputed', {}, { type: 'charge.disputed', details });
      }
    });
  }
}
