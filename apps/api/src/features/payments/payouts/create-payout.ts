import { Injectable } from '@nestjs/common';
import { payoutCentsOf } from '../flow/money-plan.js';
import { payoutOf, type PaymentRow } from '../rows/payment-row.js';
import type { Turn } from '../rows/turn.js';

interface Sending {
  /** The account, when it is known that it can be paid: the payout is on its way then. */
  account?: string | null;
  /** The transfer is not tried before. */
  retryAt?: Date;
  awaitsAccount?: boolean;
}

/** Writes down what a guard is to get, in the transaction that makes it due. */
@Injectable()
export class CreatePayout {
  /** Null when nothing is left for the guard, or they are to get it by another row already. */
  async create(turn: Turn, charge: PaymentRow, sending: Sending = {}): Promise<PaymentRow | null> {
    const { guardId } = turn.job;
    // What was given back to the customer before is not paid to the guard.
    const amountCents = payoutCentsOf(charge, turn.rows);
    if (!guardId || amountCents <= 0 || payoutOf(turn.rows, charge.id)) return null;
    return turn.begin({
      type: 'payout',
      payeeId: guardId,
      paidOutOf: charge.id,
      purpose: charge.purpose,
      amountCents,
      platformFeeCents: 0,
      guardPayoutCents: amountCents,
      status: sending.account ? 'processing' : 'pending',
      stripeAccountId: sending.account ?? null,
      retryAt: sending.retryAt ?? null,
      awaitsAccount: sending.awaitsAccount ?? false,
    });
  }

  /** The same amount once more, of what no charge has brought. */
  again(turn: Turn, refused: PaymentRow, sending: Sending): Promise<PaymentRow> {
    const { amountCents, guardPayoutCents, payeeId, paidOutOf, isGuarantee } = refused;
    return turn.begin({
      ...{ type: 'payout', payeeId, paidOutOf, isGuarantee },
      ...{ amountCents, platformFeeCents: 0, guardPayoutCents },
      retryAt: sending.retryAt ?? null,
      awaitsAccount: sending.awaitsAccount ?? false,
    });
  }
}
