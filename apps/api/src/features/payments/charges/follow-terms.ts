import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { ProposedTerms } from '../../jobs/editing/proposed-terms.js';
import { CarryOn } from '../flow/carry-on.js';
import { isHoldOfBooking } from '../flow/money-plan.js';
import { paymentEvents } from '../payments.events.js';
import { bookingChargeOf } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import type { Turn } from '../rows/turn.js';
import { standInOf } from './place-hold.js';

/** The terms of a job are others: brings its money there, which the plan then carries on. */
@Injectable()
export class FollowTerms {
  constructor(
    private readonly terms: ProposedTerms,
    private readonly repository: PaymentsRepository,
    private readonly changes: PaymentChanges,
    private readonly money: CarryOn,
    private readonly platform: Platform,
  ) {}

  /** Nobody had accepted: as if it had been booked so. A hold that is still the right one is told of again. */
  async changed(jobId: string): Promise<void> {
    await this.changes.inTurn(jobId, async (turn) => {
      if (turn.job.status !== 'requested') return;
      const { clock, config, queue } = this.platform;
      await this.repository.forgetScheduledHold(jobId);
      const held = bookingChargeOf(turn.rows);
      if (held?.status === 'authorized' && isHoldOfBooking(turn.job, held, clock.now(), config.rules))
        await queue.publish(paymentEvents['hold.placed'], { jobId });
      if (!held) await this.askAgain(turn);
    });
    await this.money.carryOn(jobId);
  }

  /**
   * The guard has agreed to a higher price: the card is asked for the whole of it, as for an extension, and the terms count
   * when it holds. Where nothing is held yet, because the job is far ahead, they count at once.
   * @throws while the card is being asked for something else: the event comes again.
   */
  async agreed(jobId: string): Promise<void> {
    await this.money.carryOn(jobId);
    await this.changes.inTurn(jobId, async (turn) => {
      const agreed = await this.terms.agreed(jobId);
      if (!agreed || turn.rows.some((row) => row.forProposal === agreed.id)) return;
      const held = bookingChargeOf(turn.rows);
      if (held?.status === 'pending') throw new Error(`the card is being asked for job ${jobId}`);
      const isHeldLater = !held && !turn.rows.some((row) => row.type === 'charge' && row.status === 'failed');
      const isCovered = held?.status === 'authorized' && (held.authorizedCents ?? 0) >= agreed.totalAmountCents;
      if (isHeldLater || isCovered)
        return (await this.terms.isPossible(agreed)) ? this.terms.apply(agreed) : this.terms.lapse(jobId);
      if (held?.status !== 'authorized') return this.terms.lapse(jobId);
      const { totalAmountCents, platformFeeCents, guardPayoutCents } = agreed;
      const dearer = { ...turn.job, totalAmountCents, platformFeeCents, guardPayoutCents };
      await turn.begin(standInOf(dearer, held, held, { forProposal: agreed.id }));
    });
    await this.money.carryOn(jobId);
  }

  /** The card that refused the job as it was may hold what it costs now. */
  private async askAgain(turn: Turn): Promise<void> {
    const last = turn.rows.filter(({ type, isCurrent }) => type === 'charge' && isCurrent).at(-1);
    if (last?.status === 'failed') await turn.note(last, { retryAt: this.platform.clock.now() });
  }
}
