import { Injectable } from '@nestjs/common';
import type { BookedJob } from '../../jobs/jobs.service.js';
import { type JobMoney, withRow } from '../flow/money-plan.js';
import { hasEnded } from '../rows/amounts.js';
import { amountToHold, partsOnCard } from '../rows/credit-money.js';
import { bookingChargeOf, hasRefused, type PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { type Card, Cards } from '../stripe/cards.js';
import { NO_CARD, RefuseHold } from './refuse-hold.js';

/** Writes attempts to hold money on the customer's card down; `ConfirmHold` asks the card. */
@Injectable()
export class PlaceHold {
  constructor(
    private readonly changes: PaymentChanges,
    private readonly cards: Cards,
    private readonly refusals: RefuseHold,
  ) {}

  /**
   * An attempt to hold what the job costs now; without a card one that has failed. Should the job end in this moment, the
   * plan lets the hold go or takes a part of it. Null when another process has written one down, which the plan finds.
   */
  async place(money: JobMoney): Promise<JobMoney | null> {
    const { job } = money;
    const card = await this.cardFor(money);
    if (!card.stripePaymentMethodId) return this.refuse(job.id, card);
    const attempt = await this.changes.insert({ ...attemptOf(money, card), jobId: job.id });
    return attempt && withRow(money, attempt);
  }

  /** A stand-in for a hold that ends soon, unless the job or the hold has ended meanwhile. */
  async renew(money: JobMoney, hold: PaymentRow): Promise<JobMoney> {
    const card = await this.cardFor(money);
    return this.changes.recordOn(hold, async (held, turn) => {
      const isTaken = turn.rows.some((row) => row.standsInFor === held.id && row.status === 'pending');
      if (isTaken || !held.isCurrent || held.status !== 'authorized' || hasEnded(turn.job)) return;
      const attempt = await turn.begin(standInOf(turn.job, held, card));
      if (!card.stripePaymentMethodId) await this.refusals.refuse(turn, attempt, NO_CARD);
    });
  }

  /** Who was told that their card has refused makes another one the default: the choice was for the first try. */
  private cardFor({ job, rows }: JobMoney): Promise<Card> {
    const { customerId, cardId } = job;
    return this.cards.ofCustomer(customerId, hasRefused(rows, cardId) ? null : cardId);
  }

  /** There is no card: an attempt that has failed. */
  refuse(jobId: string, card: Card): Promise<JobMoney> {
    return this.changes.inTurn(jobId, async (turn) => {
      if (!bookingChargeOf(turn.rows) && amountToHold(turn.job, turn.rows) > 0)
        await this.refusals.refuse(turn, await turn.begin(attemptOf(turn, card)), NO_CARD);
      return turn.money;
    });
  }
}

type Booking = Pick<JobMoney, 'job' | 'rows'>;

/** With the card that is tried: a repetition with the same key must ask for the same in every word. */
const attemptOf = ({ job, rows }: Booking, { stripeCustomerId, stripePaymentMethodId }: Card) => ({
  ...partsOnCard(job, rows, amountToHold(job, rows)),
  stripeCustomerId,
  stripePaymentMethodId,
  type: 'charge' as const,
  payerId: job.customerId,
});

/**
 * An attempt to hold the price of `job`, which has not ended, in place of `held`.
 * @param because until when the job shall last then, or which proposal of other terms it is for.
 */
export const standInOf = (
  job: BookedJob,
  held: PaymentRow,
  card: Card,
  because: Partial<Pick<PaymentRow, 'extendTo' | 'forProposal'>> = {},
) => ({ ...attemptOf({ job, rows: [] }, card), isCurrent: false, standsInFor: held.id, ...because });
