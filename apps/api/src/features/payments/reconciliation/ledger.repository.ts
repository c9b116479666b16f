import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { OurMovement } from './movements.js';

/** Every settled row as the movements it stands for; a refund stands for up to three. */
const MOVEMENTS = `
  SELECT p.job_id AS "jobId", p.id AS "paymentId", m.kind, m.stripe_id AS "stripeId", m.cents AS "amountCents",
    CASE m.kind WHEN 'charge' THEN p.stripe_fee_cents ELSE 0 END AS "feeCents", m.at
  FROM payments p
  CROSS JOIN LATERAL (VALUES
    ('charge', p.stripe_charge_id, p.amount_cents, p.succeeded_at, p.payment_type = 'charge'),
    ('refund', p.stripe_refund_id, -p.amount_cents, p.succeeded_at, p.payment_type = 'refund'),
    ('refund_return', p.stripe_refund_id, p.amount_cents, p.returned_at, p.returned_at IS NOT NULL),
    ('transfer', p.stripe_transfer_id, -p.amount_cents, p.succeeded_at, p.payment_type = 'payout'),
    ('reversal', p.stripe_reversal_id, p.reversed_cents, p.updated_at,
     p.reversed_cents > 0)
  ) AS m (kind, stripe_id, cents, at, counts)
  WHERE m.counts AND p.status IN ('succeeded', 'refunded', 'disputed')`;

export interface JobState {
  jobId: string;
  addsUp: boolean;
  isUnderWay: boolean;
  capturedCents: number;
  changedAt: Date;
}

export interface Totals {
  capturedCents: number;
  refundedCents: number;
  guardPaidCents: number;
  stripeFeeCents: number;
  returnedCents: number;
}

@Injectable()
export class LedgerRepository {
  constructor(private readonly database: Database) {}

  settledBetween(from: Date, to: Date): Promise<OurMovement[]> {
    return this.database.query(`SELECT * FROM (${MOVEMENTS}) settled WHERE at >= $1 AND at < $2`, [from, to]);
  }

  /** Whatever their time. */
  byStripeIds(stripeIds: readonly string[]): Promise<OurMovement[]> {
    return this.database.query(`SELECT * FROM (${MOVEMENTS}) settled WHERE "stripeId" = ANY($1)`, [stripeIds]);
  }

  /** Jobs whose rows contradict each other, or that money is on its way for. */
  unsettled(): Promise<JobState[]> {
    return this.database.query(
      `SELECT job_id AS "jobId", adds_up AS "addsUp", is_under_way AS "isUnderWay", captured_cents AS "capturedCents",
         changed_at AS "changedAt"
       FROM job_money WHERE NOT adds_up OR is_under_way`,
    );
  }

  capturedOf(jobIds: readonly string[]): Promise<{ jobId: string; capturedCents: number }[]> {
    return this.database.query(
      `SELECT job_id AS "jobId", captured_cents AS "capturedCents" FROM job_money WHERE job_id = ANY($1)`,
      [jobIds],
    );
  }

  returned(): Promise<{ jobId: string; paymentId: string; stripeId: string; amountCents: number }[]> {
    return this.database.query(
      `SELECT job_id AS "jobId", id AS "paymentId", stripe_refund_id AS "stripeId", amount_cents AS "amountCents"
       FROM payments WHERE returned_at IS NOT NULL`,
    );
  }

  /** Over all jobs. */
  async totals(): Promise<Totals> {
    const [totals] = await this.database.query<Totals>(
      `SELECT COALESCE(sum(captured_cents), 0)::bigint AS "capturedCents",
         COALESCE(sum(refunded_cents), 0)::bigint AS "refundedCents",
         COALESCE(sum(guard_paid_cents), 0)::bigint AS "guardPaidCents",
         COALESCE(sum(stripe_fee_cents), 0)::bigint AS "stripeFeeCents",
         COALESCE(sum(returned_cents), 0)::bigint AS "returnedCents"
       FROM job_money`,
    );
    if (!totals) throw new Error('an aggregate came without a row');
    return totals;
  }

  /** Stripe may have booked a charge only after it answered; its fee is noted here then. */
  async noteFee(paymentId: string, feeCents: number): Promise<void> {
    await this.database.run(`UPDATE payments SET stripe_fee_cents = $2 WHERE id = $1 AND stripe_fee_cents IS NULL`, [
      paymentId,
      feeCents,
    ]);
  }
}
