import { Injectable } from '@nestjs/common';
import type { PaymentStatus, PaymentType } from '@aegis/contract';
import { Database } from '../../platform/database/database.js';
import type { Position } from '../../platform/http/paging.js';
import { PaymentEntity } from './payment.entity.js';

export type NewPayment = Pick<
  PaymentEntity,
  'id' | 'jobId' | 'type' | 'amountCents' | 'platformFeeCents' | 'guardPayoutCents' | 'metadata' | 'createdAt'
> &
  Partial<Pick<PaymentEntity, 'payerId' | 'payeeId' | 'refundOf' | 'isCurrent' | 'stripeTransferId'>>;

export type PaymentChange = Partial<Omit<PaymentEntity, 'id' | 'jobId' | 'type' | 'status' | 'createdAt'>>;

export interface MarketTotals {
  chargedTodayCents: number;
  heldCents: number;
  payoutsPendingCents: number;
}

const OVER: readonly PaymentStatus[] = ['failed', 'cancelled'];

@Injectable()
export class PaymentsRepository {
  constructor(private readonly database: Database) {}

  byId(id: string): Promise<PaymentEntity | null> {
    return this.database.manager.findOneBy(PaymentEntity, { id });
  }

  /** Oldest first. */
  ofJob(jobId: string): Promise<PaymentEntity[]> {
    return this.database.manager.find(PaymentEntity, { where: { jobId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** The one charge or payout of a job that has not failed and was not let go. */
  async live(jobId: string, type: Exclude<PaymentType, 'refund'>): Promise<PaymentEntity | null> {
    return (
      (await this.ofJob(jobId)).find((row) => row.type === type && row.isCurrent && !OVER.includes(row.status)) ?? null
    );
  }

  /** Refunds that take part in a charge's sum: given back, or on the way. */
  async refundsOf(chargeId: string): Promise<PaymentEntity[]> {
    const rows = await this.database.manager.findBy(PaymentEntity, { refundOf: chargeId });
    return rows.filter((row) => !OVER.includes(row.status));
  }

  async insert(payment: NewPayment): Promise<void> {
    await this.database.manager.insert(PaymentEntity, payment);
  }

  /** Moves the row out of the state it was read in; false when it has left that state meanwhile. */
  async move(payment: PaymentEntity, to: PaymentStatus, change: PaymentChange): Promise<boolean> {
    const { affected } = await this.database.manager.update(
      PaymentEntity,
      { id: payment.id, status: payment.status },
      {
        ...change,
        status: to,
      },
    );
    return affected === 1;
  }

  /** Writes down what became known of a row without moving it. */
  async note(payment: PaymentEntity, change: PaymentChange): Promise<void> {
    await this.database.manager.update(PaymentEntity, { id: payment.id, status: payment.status }, change);
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

  /** Jobs whose payout waits for this guard's account. */
  async jobsAwaitingAccountOf(guardId: string): Promise<string[]> {
    const rows = await this.database.query<{ job_id: string }>(
      `SELECT job_id FROM payments WHERE payee_id = $1 AND payment_type = 'payout' AND status = 'pending'`,
      [guardId],
    );
    return rows.map((row) => row.job_id);
  }

  /** Jobs of this customer whose hold failed and has not been placed since. */
  async jobsWithoutHoldOf(customerId: string): Promise<string[]> {
    const rows = await this.database.query<{ job_id: string }>(
      `SELECT job_id FROM payments WHERE payer_id = $1 AND payment_type = 'charge'
       GROUP BY job_id HAVING bool_and(status IN ('failed', 'cancelled')) AND bool_or(status = 'failed')`,
      [customerId],
    );
    return rows.map((row) => row.job_id);
  }

  /** What a guard has got and what is on its way to him; a refund takes its part of the payout back. */
  async earningsOf(guardId: string): Promise<{ paidCents: number; pendingCents: number }> {
    const [sums] = await this.database.query<{ paidCents: number; pendingCents: number }>(
      `SELECT (COALESCE(sum(payout.amount_cents) FILTER (WHERE payout.status = 'succeeded'), 0)
               - COALESCE(sum(back.reversed_cents), 0))::bigint AS "paidCents",
              COALESCE(sum(payout.amount_cents) FILTER (WHERE payout.status IN ('pending', 'processing')), 0)
                AS "pendingCents"
       FROM payments payout
       LEFT JOIN LATERAL (
         SELECT sum((refund.metadata ->> 'reversedCents')::integer) AS reversed_cents
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
