import { Injectable } from '@nestjs/common';
import { HOUR_MS, shift } from '../../../platform/clock/duration.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { actorOf } from '../../../platform/timeline/timeline.js';
import { type BookedJob, JobsService } from '../../jobs/jobs.service.js';
import { bookingChargeOf, type PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { paymentErrors } from '../rows/payments.errors.js';
import { isSettled } from '../rows/payments.states.js';
import { paymentEvents } from '../payments.events.js';

/** The customer thanks the guard, who gets all of it. */
@Injectable()
export class RequestTip {
  constructor(
    private readonly jobs: JobsService,
    private readonly changes: PaymentChanges,
    private readonly platform: Platform,
  ) {}

  /**
   * Written down, with the card that has paid for the job: it is known to work. Stripe is asked from the queue.
   * @throws 409 `nothing_charged` before the job is paid, `tip_too_late`, `tip_under_way`; 422 `tip_too_large`
   */
  async request(caller: Caller, jobId: string, amountCents: number): Promise<PaymentRow> {
    await this.jobs.getFor(caller, jobId);
    const mostCents = this.platform.config.rules.TIP_MOST_CENTS;
    if (amountCents > mostCents) throw paymentErrors.problem('tip_too_large', { facts: { mostCents } });
    return this.changes.inTurn(jobId, async (turn) => {
      const paid = bookingChargeOf(turn.rows);
      if (turn.job.status !== 'completed' || !paid || !isSettled(paid.status) || paid.status === 'disputed')
        throw paymentErrors.problem('nothing_charged');
      if (!this.isOpen(turn.job)) throw paymentErrors.problem('tip_too_late');
      if (turn.rows.some(({ purpose, status }) => purpose === 'tip' && status === 'pending'))
        throw paymentErrors.problem('tip_under_way');
      const { stripeCustomerId, stripePaymentMethodId } = paid;
      const tip = await turn.begin({
        ...{ amountCents, platformFeeCents: 0, guardPayoutCents: amountCents },
        ...{ type: 'charge', purpose: 'tip', payerId: caller.userId, stripeCustomerId, stripePaymentMethodId },
      });
      const actor = actorOf(caller);
      await turn.tell({ type: 'tip.agreed', actor, details: { paymentId: tip.id, amountCents } });
      await this.platform.queue.publish(paymentEvents['money.due'], { jobId });
      return tip;
    });
  }

  private isOpen({ endedAt }: BookedJob): boolean {
    const { clock, config } = this.platform;
    return endedAt !== null && clock.now() < shift(endedAt, config.rules.CORRECTION_HOURS * HOUR_MS);
  }
}
