import { Injectable } from '@nestjs/common';
import type { PaymentStatus } from '@aegis/contract';
import { Database, type PreparedStatement } from '../../../platform/database/database.js';
import type { Position } from '../../../platform/http/paging.js';
import { fieldsOf, PAYMENT_COLUMNS, PAYMENT_ROW, valueOf } from './payment-columns.js';
import { PaymentEntity } from './payment.entity.js';

export type NewPayment = Pick<
  PaymentEntity,
  'id' | 'jobId' | 'type' | 'amountCents' | 'platformFeeCents' | 'guardPayoutCents' | 'createdAt'
> &
  Partial<
    Pick<
      PaymentEntity,
      | 'payerId'
      | 'payeeId'
      | 'refundOf'
      | 'isCurrent'
      | 'status'
      | 'stripeCustomerId'
      | 'stripePaymentMethodId'
      | 'stripeAccountId'
      | 'awaitsAccount'
      | 'standsInFor'
      | 'extendTo'
      | 'retryAt'
      | 'reason'
    >
  >;

export type PaymentChange = Partial<Omit<PaymentEntity, 'id' | 'jobId' | 'type' | 'status' | 'createdAt'>>;

export interface MarketTotals {
  chargedTodayCents: number;
  heldCents: number;
  payoutsPendingCents: number;
}

@Injectable()
export class PaymentsRepository {
  /** One statement for each set of columns that is written together; there are about twenty. */
  private readonly updates = new Map<string, PreparedStatement>();

  constructor(private readonly database: Database) {}

  async byId(id: string): Promise<PaymentEntity | null> {
    const statement = { name: 'payment_by_id', text: `SELECT ${PAYMENT_ROW} FROM payments WHERE id = $1` };
    return (await this.database.query<PaymentEntity>(statement, [id]))[0] ?? null;
  }

  async ofIntent(stripePaymentIntentId: string): Promise<PaymentEntity | null> {
    const statement = {
      name: 'payment_of_intent',
      text: `SELECT ${PAYMENT_ROW} FROM payments WHERE stripe_payment_intent_id = $1 AND payment_type = 'charge'`,
    };
    return (await this.database.query<PaymentEntity>(statement, [stripePaymentIntentId]))[0] ?? null;
  }

  /** Oldest first. */
  ofJob(jobId: string): Promise<PaymentEntity[]> {
    return this.database.query<PaymentEntity>(
      {
        name: 'payments_of_job',
        text: `SELECT ${PAYMENT_ROW} FROM payments WHERE job_id = $1 ORDER BY created_at, id`,
      },
      [jobId],
    );
  }

  /** The row as it is then; null when the job has a living one of this type already. */
  async insert(payment: NewPayment): Promise<PaymentEntity | null> {
    const rows = await this.database.query<PaymentEntity>(
      {
        name: 'payment_insert',
        text: `INSERT INTO payments (id, job_id, payment_type, amount_cents, platform_fee_cents, guard_payout_cents,
                 created_at, payer_id, payee_id, refund_of, is_current, status, stripe_customer_id,
                 stripe_payment_method_id, stripe_account_id, awaits_account, stands_in_for, extend_to, retry_at, reason)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
               ON CONFLICT DO NOTHING RETURNING ${PAYMENT_ROW}`,
      },
      [
        payment.id,
        payment.jobId,
        payment.type,
        payment.amountCents,
        payment.platformFeeCents,
        payment.guardPayoutCents,
        payment.createdAt,
        payment.payerId ?? null,
        payment.payeeId ?? null,
        payment.refundOf ?? null,
        payment.isCurrent ?? true,
        payment.status ?? 'pending',
        payment.stripeCustomerId ?? null,
        payment.stripePaymentMethodId ?? null,
        payment.stripeAccountId ?? null,
        payment.awaitsAccount ?? false,
        payment.standsInFor ?? null,
        payment.extendTo ?? null,
        payment.retryAt ?? null,
        payment.reason ?? null,
      ],
    );
    return rows[0] ?? null;
  }

  /** Moves the row out of the state it was read in, and gives it; null when it has left that state meanwhile. */
  async move(payment: PaymentEntity, to: PaymentStatus, change: PaymentChange): Promise<PaymentEntity | null> {
    return this.update(payment, { ...change, status: to });
  }

  /** Writes down what became known of a row without moving it; null when it has left the state it was read in. */
  async note(payment: PaymentEntity, change: PaymentChange): Promise<PaymentEntity | null> {
    return this.update(payment, change);
  }

  private async update(
    { id, status, isCurrent }: PaymentEntity,
    change: Partial<PaymentEntity>,
  ): Promise<PaymentEntity | null> {
    const fields = fieldsOf(change);
    const values = fields.map((field) => valueOf(change, field));
    const rows = await this.database.query<PaymentEntity>(this.updateOf(fields), [id, status, isCurrent, ...values]);
    return rows[0] ?? null;
  }

  private updateOf(fields: readonly (keyof PaymentEntity)[]): PreparedStatement {
    const columns = fields.map((field, index) => `${PAYMENT_COLUMNS[field]} = $${index + 4}`);
    const text = `UPDATE payments SET ${columns.join(', ')}, updated_at = CURRENT_TIMESTAMP
      WHERE id = $1 AND status = $2 AND is_current = $3 RETURNING ${PAYMENT_ROW}`;
    const known = this.updates.get(text) ?? { name: `payment_update_${this.updates.size}`, text };
    this.updates.set(text, known);
    return known;
  }

  /** Newest first. */
  list(status: PaymentStatus | undefined, after: Position | null, limit: number): Promise<PaymentEntity[]> {
    const rows = this.database.manager
      .createQueryBuilder(PaymentEntity, 'payment')
      .orderBy('payment.createdAt', 'DESC')
      .addOrderBy('payment.id', 'DESC')
      .limit(limit);
    if (status) rows.andWhere('payment.status = :status', { status });
    if (after) rows.andWhere('(payment.createdAt, payment.id) < (:at, :id)', after);
    return rows.getMany();
  }

  /** A guard's payouts, newest first. */
  payoutsOf(guardId: string, limit: number): Promise<PaymentEntity[]> {
    return this.database.manager.find(PaymentEntity, {
      where: { payeeId: guardId, type: 'payout' },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: limit,
    });
  }

  /** The guard's account can be paid: payouts that waited for it may be sent. @returns their jobs */
  async endWaitForAccount(guardId: string): Promise<string[]> {
    const rows = await this.database.query<{ job_id: string }>(
      `UPDATE payments SET awaits_account = false, retry_at = NULL
       WHERE payee_id = $1 AND payment_type = 'payout' AND status = 'pending' AND awaits_account RETURNING job_id`,
      [guardId],
    );
    return rows.map((row) => row.job_id);
  }

  /** A customer has another card: it may be asked at once where the last was refused and nothing is held since. @returns the jobs */
  async retryRefusedHolds(customerId: string, at: Date): Promise<string[]> {
    const rows = await this.database.query<{ job_id: string }>(
      `UPDATE payments SET retry_at = $2
       WHERE id IN (
         SELECT DISTINCT ON (job_id) id FROM payments
         WHERE payer_id = $1 AND payment_type = 'charge' AND is_current ORDER BY job_id, created_at DESC, id DESC)
         AND status = 'failed' RETURNING job_id`,
      [customerId, at],
    );
    return rows.map((row) => row.job_id);
  }

  /** When the hold of this job is to be placed; null when that was not announced. */
  async scheduledHoldAt(jobId: string): Promise<Date | null> {
    const statement = { name: 'scheduled_hold', text: `SELECT due_at AS at FROM scheduled_holds WHERE job_id = $1` };
    return (await this.database.query<{ at: Date }>(statement, [jobId]))[0]?.at ?? null;
  }

  /** False when it was announced before. */
  async scheduleHold(jobId: string, at: Date, now: Date): Promise<boolean> {
    const inserted = await this.database.run(
      `INSERT INTO scheduled_holds (job_id, due_at, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [jobId, at, now],
    );
    return inserted === 1;
  }

  /** What a guard has got and what is on its way to them; a refund takes its part of the payout back. */
  async earningsOf(guardId: string): Promise<{ paidCents: number; pendingCents: number }> {
    const [sums] = await this.database.query<{ paidCents: number; pendingCents: number }>(
      `SELECT (COALESCE(sum(payout.amount_cents) FILTER (WHERE payout.status = 'succeeded'), 0)
               - COALESCE(sum(back.reversed_cents), 0))::bigint AS "paidCents",
              COALESCE(sum(payout.amount_cents) FILTER (WHERE payout.status IN ('pending', 'processing')), 0)
                AS "pendingCents"
       FROM payments payout
       LEFT JOIN LATERAL (
         SELECT sum(refund.reversed_cents) AS reversed_cents
         FROM payments refund WHERE refund.job_id = payout.job_id AND refund.payment_type = 'refund'
       ) back ON payout.status = 'succeeded'
       WHERE payout.payee_id = $1 AND payout.payment_type = 'payout'`,
      [guardId],
    );
    return sums ?? { paidCents: 0, pendingCents: 0 };
  }

  /** The sums of the administrator's first page; the day begins at `dayStart`. */
  async totals(dayStart: Date): Promise<MarketTotals> {
    const [totals] = await this.database.query<MarketTotals>(
      `SELECT COALESCE(sum(amount_cents) FILTER (
                WHERE payment_type = 'charge' AND status IN ('succeeded', 'refunded', 'disputed')
                  AND succeeded_at >= $1), 0) AS "chargedTodayCents",
              COALESCE(sum(authorized_cents) FILTER (
                WHERE payment_type = 'charge' AND status IN ('authorized', 'processing')), 0) AS "heldCents",
              COALESCE(sum(amount_cents) FILTER (
                WHERE payment_type = 'payout' AND status IN ('pending', 'processing')), 0) AS "payoutsPendingCents"
       FROM payments
       WHERE status IN ('pending', 'processing', 'authorized') OR succeeded_at >= $1`,
      [dayStart],
    );
    return totals ?? { chargedTodayCents: 0, heldCents: 0, payoutsPendingCents: 0 };
  }

  /** False when this event was applied before. Waits for a transaction that is applying it now. */
  async claimEvent(id: string, type: string, at: Date): Promise<boolean> {
    const inserted = await this.database.run(
      {
        name: 'stripe_event_claim',
        text: `INSERT INTO stripe_events (id, type, applied_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      },
      [id, type, at],
    );
    return inserted === 1;
  }

  async isEventApplied(id: string): Promise<boolean> {
    const rows = await this.database.query(
      { name: 'stripe_event_known', text: `SELECT id FROM stripe_events WHERE id = $1` },
      [id],
    );
    return rows.length > 0;
  }
}
