import { Injectable } from '@nestjs/common';
import { payments, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { instant, integer, type RowOf, uuid } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

const EARNINGS_LINE = {
  jobId: uuid('line.job'),
  at: instant('at'),
  purpose: payments.purpose.type('line.purpose'),
  paidCents: integer('paid_cents'),
  takenBackCents: integer('taken_back_cents'),
};

const PAYOUTS_BETWEEN = statement({
  takes: [users.id, instant, instant],
  gives: EARNINGS_LINE,
  text: (row) =>
    `SELECT ${row} FROM (
       SELECT job_id AS job, succeeded_at AS at, purpose, amount_cents AS paid_cents, 0 AS taken_back_cents
       FROM payments
       WHERE payee_id = $1 AND payment_type = 'payout' AND status = 'succeeded' AND succeeded_at >= $2 AND succeeded_at < $3
       UNION ALL
       SELECT refund.job_id, refund.succeeded_at, refund.purpose, 0, refund.reversed_cents
       FROM payments refund
       WHERE refund.payment_type = 'refund' AND refund.reversed_cents > 0
         AND refund.succeeded_at >= $2 AND refund.succeeded_at < $3
         AND EXISTS (
           SELECT FROM payments payout
           WHERE payout.job_id = refund.job_id AND payout.payment_type = 'payout' AND payout.status = 'succeeded'
             AND payout.payee_id = $1)
     ) line ORDER BY at`,
});

@Injectable()
export class StatementsRepository {
  constructor(private readonly database: Database) {}

  /** Transfers to this guard and what was taken back of them, each when it happened; oldest first. */
  payoutsBetween(guardId: string, from: Date, to: Date): Promise<RowOf<typeof EARNINGS_LINE>[]> {
    return this.database.rows(PAYOUTS_BETWEEN, [guardId, from, to]);
  }
}
