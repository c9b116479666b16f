import { Injectable } from '@nestjs/common';
import type { RefundBornBy } from '@aegis/contract';
import type { Actor } from '../../../platform/timeline/timeline.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { isOfCredit, type PaymentRow, refundsOf } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { paymentErrors } from '../rows/payments.errors.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { isSettled } from '../rows/payments.states.js';
import { type Parts, splitRefund, sumOfParts } from '../rows/amounts.js';
import { paymentEvents } from '../payments.events.js';

/**
 * An administrator gives money back. This writes the refund down; Stripe is asked from the queue, because the request may
 * run inside the transaction of its Idempotency-Key.
 */
@Injectable()
export class RequestRefund {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly changes: PaymentChanges,
    private readonly platform: Platform,
  ) {}

  /**
   * `amountCents` undefined: all that is left. The platform may bear more than it got: what was spoilt is not always the guard's.
   * @throws 409 or 422 of the catalogue when so much cannot be given back; of refunds at once the later one counts the
   * earlier.
   */
  async request(
    chargeId: string,
    {
      amountCents,
      reason,
      bornBy = 'both',
    }: { amountCents?: number | undefined; reason: string; bornBy?: RefundBornBy | undefined },
    actor: Actor,
  ): Promise<PaymentRow> {
    const charge = await this.repository.byId(chargeId);
    if (!charge) throw httpErrors.problem('not_found');
    if (charge.type !== 'charge' || isOfCredit(charge)) throw paymentErrors.problem('not_a_charge');
    return this.changes.inTurn(charge.jobId, async (turn) => {
      const fresh = turn.row(charge.id);
      const refunded = sumOfParts(refundsOf(turn.rows, fresh.id));
      const amount = refundable(fresh, refunded.amountCents, amountCents);
      const refund = await turn.begin({
        ...(bornBy === 'platform' ? ofThePlatform(amount) : splitRefund(fresh, refunded, amount)),
        type: 'refund',
        payeeId: fresh.payerId,
        refundOf: fresh.id,
        reason,
      });
      const details = { paymentId: refund.id, amountCents: amount, reason, bornBy };
      await turn.tell({ type: 'refund.requested', actor, details });
      await this.platform.queue.publish(paymentEvents['money.due'], { jobId: fresh.jobId });
      return refund;
    });
  }
}

const ofThePlatform = (amountCents: number): Parts => ({
  amountCents,
  platformFeeCents: amountCents,
  guardPayoutCents: 0,
});

function refundable(charge: PaymentRow, refundedCents: number, asked: number | undefined): number {
  if (charge.status === 'disputed') throw paymentErrors.problem('charge_disputed');
  if (charge.status === 'refunded') throw paymentErrors.problem('already_refunded');
  if (!isSettled(charge.status)) throw paymentErrors.problem('not_charged_yet');
  const left = charge.amountCents - refundedCents;
  if (left === 0) throw paymentErrors.problem('already_refunded');
  if ((asked ?? left) > left)
    throw paymentErrors.problem('refund_exceeds_charge', { facts: { refundableCents: left } });
  return asked ?? left;
}
