import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { bigint, instant, instants, integer, type RowOf } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

const centsOf = (type: 'charge' | 'payout' | 'refund') =>
  bigint(
    `COALESCE(sum(amount_cents) FILTER (WHERE payment_type = '${type}' AND (purpose <> 'credit' OR payment_type = 'payout')), 0)`,
  );

const MONEY_OF_DAY = {
  /** From 1: which of the days. */
  day: integer('COALESCE(width_bucket(succeeded_at, $1), 0)'),
  chargedCents: centsOf('charge'),
  paidOutCents: centsOf('payout'),
  refundedCents: centsOf('refund'),
};
export type MoneyOfDay = RowOf<typeof MONEY_OF_DAY>;

const BY_DAY = statement({
  name: 'money_figures_by_day',
  takes: [instants, instant, instant],
  gives: MONEY_OF_DAY,
  text: (row) =>
    `SELECT ${row} FROM payments
     WHERE succeeded_at >= $2 AND succeeded_at < $3 AND returned_at IS NULL GROUP BY 1`,
});

const UNDER_WAY = {
  heldCents: bigint(`COALESCE(sum(authorized_cents) FILTER (
    WHERE payment_type = 'charge' AND status IN ('authorized', 'processing')), 0)`),
  payoutsPendingCents: bigint(`COALESCE(sum(amount_cents) FILTER (
    WHERE payment_type = 'payout' AND status IN ('pending', 'processing')), 0)`),
};
export type MoneyUnderWay = RowOf<typeof UNDER_WAY>;

const MONEY_UNDER_WAY = statement({
  name: 'money_figures_under_way',
  gives: UNDER_WAY,
  text: (row) => `SELECT ${row} FROM payments WHERE status IN ('pending', 'processing', 'authorized')`,
});

/** Figures over all money rows. Each is one statement that reads as much as it tells of, not as much as there is. */
@Injectable()
export class MoneyFiguresRepository {
  constructor(private readonly database: Database) {}

  /**
   * Money by the day it moved on; days without any are left out. A refund that came back moved nothing in the end.
   * @param bounds first moments of the days in order, and the end of the last
   */
  async byDay(bounds: readonly Date[]): Promise<MoneyOfDay[]> {
    const [from, until] = [bounds[0], bounds.at(-1)];
    return from && until ? this.database.rows(BY_DAY, [bounds, from, until]) : [];
  }

  /** Held on cards, and on its way to guards. */
  async underWay(): Promise<MoneyUnderWay> {
    return (await this.database.row(MONEY_UNDER_WAY)) ?? { heldCents: 0, payoutsPendingCents: 0 };
  }
}
