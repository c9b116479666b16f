import { Injectable } from '@nestjs/common';
import type { JobMoney } from '../flow/money-plan.js';
import { hoursToTake } from '../rows/hours-money.js';
import { bookingChargeOf, hasRefused, type PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { Cards } from '../stripe/cards.js';
import { NO_CARD, RefuseHold } from './refuse-hold.js';

/** Writes down what the customer has agreed to pay for hours beyond what was taken; `ConfirmHold` asks the card. */
@Injectable()
export class ChargeMore {
  constructor(
    private readonly changes: PaymentChanges,
    private readonly cards: Cards,
    private readonly refusals: RefuseHold,
  ) {}

  /** Without a card an attempt that has failed. */
  async write({ job: { id, customerId }, rows }: JobMoney): Promise<JobMoney> {
    const { stripeCustomerId, stripePaymentMethodId } = await this.cards.ofCustomer(customerId, cardThatPaid(rows));
    return this.changes.inTurn(id, async (turn) => {
      const parts = hoursToTake(turn.job, turn.rows);
      const isAsked = turn.rows.some((row) => row.type === 'charge' && row.status === 'pending');
      if (!parts || isAsked) return turn.money;
      const card = { stripeCustomerId, stripePaymentMethodId };
      const attempt = await turn.begin({ ...parts, ...card, type: 'charge', purpose: 'hours', payerId: customerId });
      if (!stripePaymentMethodId) await this.refusals.refuse(turn, attempt, NO_CARD);
      return turn.money;
    });
  }
}

/** It is known to work, unless it has refused since: then the one that the customer has made their default. */
function cardThatPaid(rows: readonly PaymentRow[]): string | null {
  const paid = bookingChargeOf(rows)?.stripePaymentMethodId ?? null;
  return hasRefused(rows, paid) ? null : paid;
}
