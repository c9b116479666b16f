import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import type { PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';

const WON: readonly Stripe.Dispute.Status[] = ['won', 'warning_closed', 'prevented'];

/** The customer's bank contests a charge. A lost dispute stays disputed: the money is gone and was not given back by us. */
@Injectable()
export class RecordDispute {
  constructor(private readonly changes: PaymentChanges) {}

  async record(payment: PaymentRow, dispute: Stripe.Dispute): Promise<void> {
    const details = { amountCents: dispute.amount, reason: dispute.reason };
    await this.changes.recordOn(payment, async (charge, turn) => {
      if (WON.includes(dispute.status)) {
        if (charge.status === 'disputed') await turn.move(charge, 'succeeded', {}, { type: 'dispute.won', details });
      } else if (charge.status === 'succeeded')
        await turn.move(charge, 'disputed', {}, { type: 'charge.disputed', details });
    });
  }
}
