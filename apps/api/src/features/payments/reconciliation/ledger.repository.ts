import { Injectable } from '@nestjs/common';
import { payments } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { pick } from '../../../platform/database/shapes.js';
import {
  bigint,
  boolean,
  instant,
  integer,
  oneOf,
  type RowOf,
  text,
  texts,
  uuid,
  uuids,
} from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { MOVEMENT_KINDS, type OurMovement } from './movements.js';

const MOVEMENT = {
  jobId: uuid('job_id'),
  paymentId: uuid('payment_id'),
  kind: oneOf('text', MOVEMENT_KINDS)('kind'),
  stripeId: text('stripe_id'),
  amountCents: integer('amount_cents'),
  feeCents: integer.orNull('fee_cents'),
};

/** Every settled row as the movements it stands for; a refund stands for up to three. */
const MOVEMENTS = `(
  SELECT p.job_id, p.id AS payment_id, m.kind, m.stripe_id, m.cents AS amount_cents,
    CASE m.kind WHEN 'charge' THEN p.stripe_fee_cents ELSE 0 END AS fee_cents, m.at
  FROM payments p
  CROSS JOIN LATERAL (VALUES
    ('charge', p.stripe_charge_id, p.amount_cents, p.succeeded_at, p.payment_type = 'charge'),
    ('refund', p.stripe_refund_id, -p.amount_cents, p.succeeded_at, p.payment_type = 'refund'),
    ('refund_return', p.stripe_refund_id, p.amount_cents, p.returned_at, p.returned_at IS NOT NULL),
    ('transfer', p.stripe_transfer_id, -p.amount_cents, p.succeeded_at, p.payment_type = 'payout'),
    ('reversal', p.stripe_reversal_id, p.reversed_cents, p.updated_at, p.reversed_cents > 0)
  ) AS m (kind, stripe_id, cents, at, counts)
  WHERE m.counts AND p.status IN ('succeeded', 'refunded', 'disputed')) settled`;

const SETTLED_BETWEEN = statement({
  takes: [instant, instant],
  gives: MOVEMENT,
  text: (row) => `SELECT ${row} FROM ${MOVEMENTS} WHERE at >= $1 AND at < $2`,
});

const BY_STRIPE_IDS = statement({
  takes: [texts],
  gives: MOVEMENT,
  text: (row) => `SELECT ${row} FROM ${MOVEMENTS} WHERE stripe_id = ANY ($1)`,
});

/** The view job_money: the proof, job by job. */
const JOB_STATE = {
  jobId: uuid('job_id'),
  addsUp: boolean('adds_up'),
  isUnderWay: boolean('is_under_way'),
  capturedCents: bigint('captured_cents'),
  changedAt: instant('changed_at'),
};

const UNSETTLED = statement({
  gives: JOB_STATE,
  text: (row) => `SELECT ${row} FROM job_money WHERE NOT adds_up OR is_under_way`,
});

const CAPTURED = pick(JOB_STATE, 'jobId', 'capturedCents');

const CAPTURED_OF = statement({
  takes: [uuids],
  gives: CAPTURED,
  text: (row) => `SELECT ${row} FROM job_money WHERE job_id = ANY ($1)`,
});

const RETURN = {
  jobId: payments.jobId,
  paymentId: payments.id,
  stripeId: payments.stripeRefundId,
  amountCents: payments.amountCents,
};

const RETURNED = statement({
  gives: RETURN,
  text: (row) => `SELECT ${row} FROM payments WHERE returned_at IS NOT NULL`,
});

const sum = (column: string) => bigint(`COALESCE(sum(${column}), 0)::bigint`);

const TOTALS_OF_ALL = {
  capturedCents: sum('captured_cents'),
  refundedCents: sum('refunded_cents'),
  guardPaidCents: sum('guard_paid_cents'),
  stripeFeeCents: sum('stripe_fee_cents'),
  returnedCents: sum('returned_cents'),
};

const TOTALS = statement({ gives: TOTALS_OF_ALL, text: (row) => `SELECT ${row} FROM job_money` });

const NOTE_FEE = statement({
  takes: [payments.id, integer],
  text: `UPDATE payments SET stripe_fee_cents = $2 WHERE id = $1 AND stripe_fee_cents IS NULL`,
});

@Injectable()
export class LedgerRepository {
  constructor(private readonly database: Database) {}

  settledBetween(from: Date, to: Date): Promise<OurMovement[]> {
    return this.database.rows(SETTLED_BETWEEN, [from, to]);
  }

  /** Whatever their time. */
  byStripeIds(stripeIds: readonly string[]): Promise<OurMovement[]> {
    return this.database.rows(BY_STRIPE_IDS, [stripeIds]);
  }

  /** Jobs whose rows contradict each other, or that money is on its way for. */
  unsettled(): Promise<RowOf<typeof JOB_STATE>[]> {
    return this.database.rows(UNSETTLED);
  }

  capturedOf(jobIds: readonly string[]): Promise<RowOf<typeof CAPTURED>[]> {
    return this.database.rows(CAPTURED_OF, [jobIds]);
  }

  returned(): Promise<RowOf<typeof RETURN>[]> {
    return this.database.rows(RETURNED);
  }

  /** Over all jobs. */
  async totals(): Promise<RowOf<typeof TOTALS_OF_ALL>> {
    const totals = await this.database.row(TOTALS);
    if (!totals) throw new Error('an aggregate came without a row');
    return totals;
  }

  /** Stripe may have booked a charge only after it answered; its fee is noted here then. */
  async noteFee(paymentId: string, feeCents: number): Promise<void> {
    await this.database.run(NOTE_FEE, [paymentId, feeCents]);
  }
}
