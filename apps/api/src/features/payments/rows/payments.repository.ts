import { Injectable } from '@nestjs/common';
import type { PaymentStatus } from '@aegis/contract';
import { payments } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { bigint } from '../../../platform/database/sql-types.js';
import { composed, Parameters } from '../../../platform/database/statement.js';
import { pageStart } from '../../../platform/database/page-start.js';
import type { Position } from '../../../platform/http/paging.js';
import { soughtJobs, soughtOf } from '../../jobs/jobs-sought.js';
import { PAYMENT, type PaymentRow } from './payment-row.js';
import * as statements from './payments.statements.js';

export type NewPayment = Pick<
  PaymentRow,
  'id' | 'jobId' | 'type' | 'amountCents' | 'platformFeeCents' | 'guardPayoutCents' | 'createdAt'
> &
  Partial<Pick<PaymentRow, 'payerId' | 'payeeId' | 'refundOf' | 'isCurrent' | 'status' | 'reason'>> &
  Partial<Pick<PaymentRow, 'stripeCustomerId' | 'stripePaymentMethodId' | 'stripeAccountId' | 'awaitsAccount'>> &
  Partial<
    Pick<PaymentRow, 'standsInFor' | 'extendTo' | 'forProposal' | 'retryAt' | 'purpose' | 'paidOutOf'> &
      Pick<PaymentRow, 'onSession' | 'isGuarantee'>
  >;

export type PaymentChange = Partial<Omit<PaymentRow, 'id' | 'jobId' | 'type' | 'status' | 'createdAt'>>;

@Injectable()
export class PaymentsRepository {
  constructor(private readonly database: Database) {}

  byId(id: string): Promise<PaymentRow | null> {
    return this.database.row(statements.PAYMENT_BY_ID, [id]);
  }

  ofIntent(stripePaymentIntentId: string): Promise<PaymentRow | null> {
    return this.database.row(statements.CHARGE_OF_INTENT, [stripePaymentIntentId]);
  }

  /** Oldest first. */
  ofJob(jobId: string): Promise<PaymentRow[]> {
    return this.database.rows(statements.PAYMENTS_OF_JOB, [jobId]);
  }

  /** The row as it is then; null when there is a living one already where only one may be. */
  insert(payment: NewPayment): Promise<PaymentRow | null> {
    return this.database.row(statements.INSERT, [
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
      payment.forProposal ?? null,
      payment.purpose ?? 'booking',
      payment.paidOutOf ?? null,
      payment.onSession ?? false,
      payment.isGuarantee ?? false,
    ]);
  }

  /** Moves the row out of the state it was read in, and gives it; null when it has left that state meanwhile. */
  move(payment: PaymentRow, to: PaymentStatus, change: PaymentChange): Promise<PaymentRow | null> {
    return this.update(payment, { ...change, status: to });
  }

  /** Writes down what became known of a row without moving it; null when it has left the state it was read in. */
  note(payment: PaymentRow, change: PaymentChange): Promise<PaymentRow | null> {
    return this.update(payment, change);
  }

  /** Undefined leaves a column as it is. */
  private update({ id, status, isCurrent }: PaymentRow, change: Partial<PaymentRow>): Promise<PaymentRow | null> {
    // The keys of a Partial<PaymentRow>: TypeScript gives them as strings.
    const fields = (Object.keys(change) as (keyof PaymentRow)[]).filter((field) => change[field] !== undefined);
    const values = fields.map((field) => change[field]);
    return this.database.row(statements.updateOf(fields), [id, status, isCurrent, ...values]);
  }

  /** Newest first. @param words of the job: its id, or the beginning of its title or of the name of a party */
  list(
    { status, words }: { status?: PaymentStatus; words?: string },
    after: Position | null,
    limit: number,
  ): Promise<PaymentRow[]> {
    const parameters = new Parameters();
    const conditions = [
      ...(status ? [`status = ${parameters.bind(payments.status, status)}`] : []),
      ...(words === undefined
        ? []
        : [`job_id IN (${soughtJobs({ ...soughtOf(words), alsoByParty: true }, parameters)})`]),
      ...(after
        ? [
            `(created_at, id) < ${pageStart(
              { table: 'payments', time: 'created_at' },
              parameters.bind(payments.createdAt, after.at),
              parameters.bind(payments.id, after.id),
            )}`,
          ]
        : []),
    ];
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const most = parameters.bind(bigint, limit);
    const page = composed({
      takes: parameters.takes,
      gives: PAYMENT,
      text: (row) => `SELECT ${row} FROM payments ${where} ORDER BY created_at DESC, id DESC LIMIT ${most}`,
    });
    return this.database.rows(page, parameters.values);
  }

  /** A guard's payouts, newest first. */
  payoutsOf(guardId: string, limit: number): Promise<PaymentRow[]> {
    return this.database.rows(statements.PAYOUTS_OF_GUARD, [guardId, limit]);
  }

  /** The guard's account can be paid: payouts that waited for it may be sent. @returns their jobs */
  async endWaitForAccount(guardId: string): Promise<string[]> {
    return (await this.database.rows(statements.END_WAIT_FOR_ACCOUNT, [guardId])).map(({ jobId }) => jobId);
  }

  /**
   * A customer has another card: it may be asked at once where the last was refused and nothing is held since, or where its bank
   * waits for a word that is not needed any more. @returns the jobs
   */
  async retryRefusedHolds(customerId: string, at: Date): Promise<string[]> {
    return (await this.database.rows(statements.RETRY_REFUSED_HOLDS, [customerId, at])).map(({ jobId }) => jobId);
  }

  /** Jobs whose money is on this card of the customer, or is asked of it at this moment. */
  async jobsOnCard(customerId: string, card: string): Promise<string[]> {
    return (await this.database.rows(statements.JOBS_ON_CARD, [customerId, card])).map(({ jobId }) => jobId);
  }

  /** When the hold of this job is to be placed; null when that was not announced. */
  async scheduledHoldAt(jobId: string): Promise<Date | null> {
    return (await this.database.row(statements.SCHEDULED_HOLD, [jobId]))?.dueAt ?? null;
  }

  /** False when it was announced before. */
  async scheduleHold(jobId: string, at: Date, now: Date): Promise<boolean> {
    return (await this.database.run(statements.SCHEDULE_HOLD, [jobId, at, now])) === 1;
  }

  /** The job was changed: what was announced for it is so no longer. */
  async forgetScheduledHold(jobId: string): Promise<void> {
    await this.database.run(statements.FORGET_SCHEDULED_HOLD, [jobId]);
  }

  /** What a guard has got and what is on its way to them; a refund takes its part of the payout back. */
  async earningsOf(guardId: string): Promise<{ paidCents: number; pendingCents: number }> {
    return (await this.database.row(statements.EARNINGS, [guardId])) ?? { paidCents: 0, pendingCents: 0 };
  }

  /** False when this event was applied before. Waits for a transaction that is applying it now. */
  async claimEvent(id: string, type: string, at: Date): Promise<boolean> {
    return (await this.database.run(statements.CLAIM_EVENT, [id, type, at])) === 1;
  }
}
