import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';

export interface MoneyOfDay {
  /** From 1: which of the days. */
  day: number;
  chargedCents: number;
  paidOutCents: number;
  refundedCents: number;
}

export interface MoneyUnderWay {
  heldCents: number;
  payoutsPendingCents: number;
}

/** Figures over all money rows. Each is one statement that reads as much as it tells of, not as much as there is. */
@Injectable()
export class MoneyFiguresRepository {
  constructor(private readonly database: Database) {}

  /**
   * Money by the day it moved on; days without any are left out. A refund that came back moved nothing in the end.
   * @param bounds first moments of the days in order, and the end of the last
   */
  byDay(bounds: readonly Date[]): Promise<MoneyOfDay[]> {
    return this.database.query<MoneyOfDay>(
      {
        name: 'money_figures_by_day',
        text: `SELECT width_bucket(succeeded_at, $1::timestamptz[]) AS day,
                 COALESCE(sum(amount_cents) FILTER (WHERE payment_type = 'charge'), 0) AS "chargedCents",
                 COALESCE(sum(amount_cents) FILTER (WHERE payment_type = 'payout'), 0) AS "paidOutCents",
                 COALESCE(sum(amount_cents) FILTER (WHERE payment_type = 'refund'), 0) AS "refundedCents"
               FROM payments
               WHERE succeeded_at >= $2 AND succeeded_at < $3 AND returned_at IS NULL
               GROUP BY 1`,
      },
      [bounds, bounds[0], bounds.at(-1)],
    );
  }

  /** Held on cards, and on its way to guards. */
  async underWay(): Promise<MoneyUnderWay> {
    const [row] = await this.database.query<MoneyUnderWay>({
      name: 'money_figures_under_way',
      text: `SELECT COALESCE(sum(authorized_cents) FILTER (
                      WHERE payment_type = 'charge' AND status IN ('authorized', 'processing')), 0) AS "heldCents",
               COALESCE(sum(amount_cents) FILTER (
                 WHERE payment_type = 'payout' AND status IN ('pending', 'processing')), 0) AS "payoutsPendingCents"
             FROM payments WHERE status IN ('pending', 'processing', 'authorized')`,
    });
    return row ?? { heldCents: 0, payoutsPendingCents: 0 };
  }
}
