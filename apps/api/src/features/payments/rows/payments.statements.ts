import { payments, scheduledHolds, stripeEvents, users } from '../../../../database/tables.js';
import { bigint, instant, type SqlType } from '../../../platform/database/sql-types.js';
import { composed, type Statement, statement } from '../../../platform/database/statement.js';
import { PAYMENT, type PaymentRow } from './payment-row.js';

export const PAYMENT_BY_ID = statement({
  name: 'payment_by_id',
  takes: [payments.id],
  gives: PAYMENT,
  text: (row) => `SELECT ${row} FROM payments WHERE id = $1`,
});

export const CHARGE_OF_INTENT = statement({
  name: 'payment_of_intent',
  takes: [payments.stripePaymentIntentId],
  gives: PAYMENT,
  text: (row) => `SELECT ${row} FROM payments WHERE stripe_payment_intent_id = $1 AND payment_type = 'charge'`,
});

export const PAYMENTS_OF_JOB = statement({
  name: 'payments_of_job',
  takes: [payments.jobId],
  gives: PAYMENT,
  text: (row) => `SELECT ${row} FROM payments WHERE job_id = $1 ORDER BY created_at, id`,
});

export const INSERT = statement({
  name: 'payment_insert',
  takes: [
    payments.id,
    payments.jobId,
    payments.paymentType,
    payments.amountCents,
    payments.platformFeeCents,
    payments.guardPayoutCents,
    payments.createdAt,
    payments.payerId,
    payments.payeeId,
    payments.refundOf,
    payments.isCurrent,
    payments.status,
    payments.stripeCustomerId,
    payments.stripePaymentMethodId,
    payments.stripeAccountId,
    payments.awaitsAccount,
    payments.standsInFor,
    payments.extendTo,
    payments.retryAt,
    payments.reason,
    payments.forProposal,
    payments.purpose,
    payments.paidOutOf,
    payments.onSession,
    payments.isGuarantee,
  ],
  gives: PAYMENT,
  text: (row) =>
    `INSERT INTO payments (id, job_id, payment_type, amount_cents, platform_fee_cents, guard_payout_cents, created_at,
       payer_id, payee_id, refund_of, is_current, status, stripe_customer_id, stripe_payment_method_id,
       stripe_account_id, awaits_account, stands_in_for, extend_to, retry_at, reason, for_proposal, purpose, paid_out_of,
       on_session, is_guarantee)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
     ON CONFLICT DO NOTHING RETURNING ${row}`,
});

type Update = Statement<readonly unknown[], PaymentRow>;

/** One for each set of columns that is written together; there are about twenty. */
const updates = new Map<string, Update>();

/**
 * Writes `fields` of the row $1, as $4 and on, while it is in the state $2 and is the job's current one or not ($3). A row that
 * has moved on meanwhile is left as it is.
 */
export function updateOf(fields: readonly (keyof PaymentRow)[]): Update {
  const key = fields.join(' ');
  const known = updates.get(key);
  if (known) return known;
  const columns = fields.map((field, index) => `${PAYMENT[field].text} = $${index + 4}`);
  const types = fields.map((field): SqlType<unknown> => PAYMENT[field].type);
  const made: Update = composed({
    name: `payment_update_${updates.size}`,
    takes: [payments.id, payments.status, payments.isCurrent, ...types] as readonly SqlType<unknown>[],
    gives: PAYMENT,
    text: (row) =>
      `UPDATE payments SET ${columns.join(', ')}, updated_at = CURRENT_TIMESTAMP
       WHERE id = $1 AND status = $2 AND is_current = $3 RETURNING ${row}`,
  });
  updates.set(key, made);
  return made;
}

export const PAYOUTS_OF_GUARD = statement({
  takes: [payments.payeeId, bigint],
  gives: PAYMENT,
  text: (row) =>
    `SELECT ${row} FROM payments WHERE payee_id = $1 AND payment_type = 'payout'
     ORDER BY created_at DESC, id DESC LIMIT $2`,
});

export const END_WAIT_FOR_ACCOUNT = statement({
  takes: [users.id],
  gives: { jobId: payments.jobId },
  text: (row) =>
    `UPDATE payments SET awaits_account = false, retry_at = NULL
     WHERE payee_id = $1 AND payment_type = 'payout' AND status = 'pending' AND awaits_account RETURNING ${row}`,
});

export const RETRY_REFUSED_HOLDS = statement({
  takes: [users.id, instant],
  gives: { jobId: payments.jobId },
  text: (row) =>
    `UPDATE payments SET retry_at = $2
     WHERE id IN (
       SELECT DISTINCT ON (job_id, purpose) id FROM payments
       WHERE payer_id = $1 AND payment_type = 'charge' AND purpose <> 'tip' AND is_current
       ORDER BY job_id, purpose, created_at DESC, id DESC)
       AND (status = 'failed' OR status = 'pending' AND on_session) RETURNING ${row}`,
});

/** Jobs whose money is on this card, or is asked of it at this moment. */
export const JOBS_ON_CARD = statement({
  takes: [users.id, payments.stripePaymentMethodId],
  gives: { jobId: payments.jobId },
  text: (row) =>
    `SELECT DISTINCT ${row} FROM payments
     WHERE payer_id = $1 AND payment_type = 'charge' AND stripe_payment_method_id = $2
       AND status IN ('pending', 'authorized', 'processing')`,
});

export const SCHEDULED_HOLD = statement({
  name: 'scheduled_hold',
  takes: [scheduledHolds.jobId],
  gives: { dueAt: scheduledHolds.dueAt },
  text: (row) => `SELECT ${row} FROM scheduled_holds WHERE job_id = $1`,
});

export const SCHEDULE_HOLD = statement({
  takes: [scheduledHolds.jobId, scheduledHolds.dueAt, scheduledHolds.createdAt],
  text: `INSERT INTO scheduled_holds (job_id, due_at, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
});

export const FORGET_SCHEDULED_HOLD = statement({
  takes: [scheduledHolds.jobId],
  text: `DELETE FROM scheduled_holds WHERE job_id = $1`,
});

/** A refund takes its part of the payout back. */
export const EARNINGS = statement({
  takes: [users.id],
  gives: {
    paidCents: bigint(
      `COALESCE(sum(payout.amount_cents) FILTER (WHERE payout.status = 'succeeded'), 0)
       - COALESCE(sum(back.reversed_cents), 0)::bigint`,
    ),
    pendingCents: bigint(
      `COALESCE(sum(payout.amount_cents) FILTER (WHERE payout.status IN ('pending', 'processing')), 0)`,
    ),
  },
  text: (row) =>
    `SELECT ${row}
     FROM payments payout
     LEFT JOIN LATERAL (
       SELECT sum(refund.reversed_cents) AS reversed_cents
       FROM payments refund WHERE refund.refund_of = payout.paid_out_of
     ) back ON payout.status = 'succeeded'
     WHERE payout.payee_id = $1 AND payout.payment_type = 'payout'`,
});

export const CLAIM_EVENT = statement({
  name: 'stripe_event_claim',
  takes: [stripeEvents.id, stripeEvents.type, stripeEvents.appliedAt],
  text: `INSERT INTO stripe_events (id, type, applied_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
});
