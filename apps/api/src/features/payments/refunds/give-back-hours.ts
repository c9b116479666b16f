import { Injectable } from '@nestjs/common';
import type { JobMoney } from '../flow/money-plan.js';
import { hoursToGiveBack, isAboutHours } from '../rows/hours-money.js';
import { isOfCredit, isUnderWay } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';

const REASON = 'The hours were corrected.';

/** Writes down what was taken beyond the hours that are agreed on; `GiveRefund` asks Stripe. */
@Injectable()
export class GiveBackHours {
  constructor(private readonly changes: PaymentChanges) {}

  write(jobId: string): Promise<JobMoney> {
    return this.changes.inTurn(jobId, async (turn) => {
      const isAsked = turn.rows.some((row) => isAboutHours(row) && isUnderWay(row));
      const back = isAsked ? null : hoursToGiveBack(turn.job, turn.rows);
      if (!back) return turn.money;
      const { charge, parts } = back;
      const refund = await turn.begin({
        ...parts,
        type: 'refund',
        purpose: isOfCredit(charge) ? 'credit' : 'hours',
        payeeId: charge.payerId,
        refundOf: charge.id,
        reason: REASON,
      });
      const details = { paymentId: refund.id, amountCents: parts.amountCents, reason: REASON };
      await turn.tell({ type: 'refund.requested', details });
      return turn.money;
    });
  }
}
