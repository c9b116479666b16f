import { Injectable } from '@nestjs/common';
import type { JobMoney } from '../flow/money-plan.js';
import { CreatePayout } from '../payouts/create-payout.js';
import { closeCharge, takeFromPayout } from '../refunds/guards-part.js';
import { partsOf, sumOfParts } from '../rows/amounts.js';
import { creditOf, dueOnCard } from '../rows/credit-money.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { canMove } from '../rows/payments.states.js';
import { leftOf } from './credits.js';
import { CreditsRepository } from './credits.repository.js';

/** Credit pays for what is due in place of the card, and comes back when less is due after all. */
@Injectable()
export class UseCredit {
  constructor(
    private readonly credits: CreditsRepository,
    private readonly changes: PaymentChanges,
    private readonly payouts: CreatePayout,
  ) {}

  /** Once for a job, of the oldest first; the guard's part of it is written down with it. */
  pay(jobId: string): Promise<JobMoney> {
    return this.changes.inTurn(jobId, async (turn) => {
      const { customerId } = turn.job;
      const dueCents = dueOnCard(turn.job, turn.rows);
      if (creditOf(turn.rows) || dueCents === 0) return turn.money;
      const amountCents = await this.take(customerId, dueCents);
      if (amountCents === 0) return turn.money;
      const parts = partsOf(turn.job, amountCents);
      const asked = await turn.begin({ ...parts, type: 'charge', purpose: 'credit', payerId: customerId });
      const used = await turn.move(asked, 'succeeded', {}, { type: 'credit.used', details: sumOfParts([parts]) });
      await this.payouts.create(turn, used);
      return turn.money;
    });
  }

  /** A refund of credit is made here and now: no bank has a part in it. */
  giveBack(refund: PaymentRow): Promise<JobMoney> {
    return this.changes.recordOn(refund, async (fresh, turn) => {
      if (!canMove(fresh.status, 'succeeded')) return;
      await this.put(turn.job.customerId, fresh.amountCents);
      const toReverseCents = await takeFromPayout(turn, fresh);
      await turn.move(
        fresh,
        'succeeded',
        { toReverseCents },
        { type: 'credit.returned', details: sumOfParts([fresh]) },
      );
      await closeCharge(turn, fresh);
    });
  }

  private async take(customerId: string, mostCents: number): Promise<number> {
    let takenCents = 0;
    for (const credit of await this.credits.lockAll(customerId)) {
      const cents = Math.min(leftOf(credit), mostCents - takenCents);
      if (cents > 0) await this.credits.use(credit.id, cents);
      takenCents += cents;
    }
    return takenCents;
  }

  /** To those that were used last. */
  private async put(customerId: string, cents: number): Promise<void> {
    let left = cents;
    for (const credit of (await this.credits.lockAll(customerId)).toReversed()) {
      const back = Math.min(credit.usedCents, left);
      if (back > 0) await this.credits.use(credit.id, -back);
      left -= back;
    }
    if (left > 0) throw new Error(`${left} cents of credit come back that nobody has used`);
  }
}
