import { Injectable } from '@nestjs/common';
import { guardProfiles, payments, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { position } from '../../../platform/database/geography.js';
import { aliased, pick } from '../../../platform/database/shapes.js';
import { instant, integer, type RowOf, uuid } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { SETTLED_STATES } from '../rows/payments.states.js';

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

const PAYEE = {
  ...pick(aliased(users, 'u'), 'id', 'email', 'firstName', 'lastName', 'stripeAccountId'),
  ...{
    timeZone: aliased(guardProfiles, 'g').timeZone,
    baseLocation: position(aliased(guardProfiles, 'g').baseLocation),
  },
};
export type Payee = RowOf<typeof PAYEE>;

const PAYEES_BETWEEN = statement({
  takes: [instant, instant],
  gives: PAYEE,
  text: (row) =>
    `SELECT ${row} FROM users u LEFT JOIN guard_profiles g ON g.user_id = u.id
     WHERE u.id IN (
       SELECT payee_id FROM payments
       WHERE payment_type = 'payout' AND status = 'succeeded' AND succeeded_at >= $1 AND succeeded_at < $2
       UNION
       SELECT payout.payee_id FROM payments refund JOIN payments payout ON payout.job_id = refund.job_id
       WHERE refund.payment_type = 'refund' AND refund.reversed_cents > 0
         AND refund.succeeded_at >= $1 AND refund.succeeded_at < $2
         AND payout.payment_type = 'payout' AND payout.status = 'succeeded')
     ORDER BY u.id`,
});

const PAID_LINE = {
  ...pick(payments, 'jobId', 'purpose', 'status', 'disputeId', 'amountCents'),
  type: payments.paymentType,
  // Those that are read have succeeded: the second never stands in.
  at: instant('coalesce(succeeded_at, created_at)'),
};

const PAID_BETWEEN = statement({
  takes: [users.id, instant, instant],
  gives: PAID_LINE,
  text: (row) =>
    `SELECT ${row} FROM payments
     WHERE purpose <> 'credit' AND (payment_type = 'charge' AND payer_id = $1 OR payment_type = 'refund' AND payee_id = $1)
       AND status IN ${SETTLED_STATES} AND succeeded_at >= $2 AND succeeded_at < $3
     ORDER BY succeeded_at, id`,
});

@Injectable()
export class StatementsRepository {
  constructor(private readonly database: Database) {}

  /** Transfers to this guard and what was taken back of them, each when it happened; oldest first. */
  payoutsBetween(guardId: string, from: Date, to: Date): Promise<RowOf<typeof EARNINGS_LINE>[]> {
    return this.database.rows(PAYOUTS_BETWEEN, [guardId, from, to]);
  }

  /** Whoever was paid then, or gave something back. */
  payeesBetween(from: Date, to: Date): Promise<Payee[]> {
    return this.database.rows(PAYEES_BETWEEN, [from, to]);
  }

  /** What was taken from this customer and given back to them, each when it happened; oldest first. */
  paidBetween(customerId: string, from: Date, to: Date): Promise<RowOf<typeof PAID_LINE>[]> {
    return this.database.rows(PAID_BETWEEN, [customerId, from, to]);
  }
}
