import { carriedBalances, payments } from '../../../../database/tables.js';
import {
  bigint,
  boolean,
  instant,
  integer,
  oneOf,
  text,
  texts,
  uuid,
  uuids,
} from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { pick } from '../../../platform/database/shapes.js';
import { SETTLED_STATES } from '../rows/payments.states.js';
import { MOVEMENT_KINDS } from './movements.js';

const MOVEMENT = {
  jobId: uuid('job_id'),
  paymentId: uuid('payment_id'),
  kind: oneOf('text', MOVEMENT_KINDS)('kind'),
  stripeId: text('stripe_id'),
  amountCents: integer('amount_cents'),
  feeCents: integer.orNull('fee_cents'),
};

/**
 * Every settled row as the movements it stands for; a refund stands for up to three. Each part is found by the moment of its own
 * kind, which has an index and does not change. What a bank has taken for good (`dispute_id`) is an adjustment at the provider.
 * @param when what the moment must be, of the column that is given
 */
const movements = (when: (at: string) => string): string => `(
  SELECT job_id, id AS payment_id, kind, stripe_id, cents AS amount_cents, fee_cents, succeeded_at AS at
  FROM payments
  CROSS JOIN LATERAL (VALUES
    ('charge', stripe_charge_id, amount_cents, stripe_fee_cents, payment_type = 'charge'),
    ('refund', stripe_refund_id, -amount_cents, 0, payment_type = 'refund' AND dispute_id IS NULL),
    ('transfer', stripe_transfer_id, -amount_cents, 0, payment_type = 'payout')
  ) AS m (kind, stripe_id, cents, fee_cents, counts)
  WHERE m.counts AND (purpose <> 'credit' OR payment_type = 'payout') AND ${when('succeeded_at')} AND status IN ${SETTLED_STATES}
  UNION ALL
  SELECT job_id, id, 'refund_return', stripe_refund_id, amount_cents, 0, returned_at
  FROM payments WHERE ${when('returned_at')}
  UNION ALL
  SELECT job_id, id, 'reversal', stripe_reversal_id, reversed_cents, 0, reversed_at
  FROM payments WHERE ${when('reversed_at')}) AS settled`;

const between = (from: string, to: string) => (at: string) => `${at} >= ${from} AND ${at} < ${to}`;

export const SETTLED_BETWEEN = statement({
  takes: [instant, instant],
  gives: MOVEMENT,
  text: (row) => `SELECT ${row} FROM ${movements(between('$1', '$2'))}`,
});

export const BY_STRIPE_IDS = statement({
  takes: [texts],
  gives: MOVEMENT,
  text: (row) => `
    SELECT ${row} FROM ${movements(
      (at) => `${at} IS NOT NULL AND id IN (
      SELECT id FROM payments WHERE stripe_charge_id = ANY ($1)
      UNION SELECT id FROM payments WHERE stripe_refund_id = ANY ($1)
      UNION SELECT id FROM payments WHERE stripe_transfer_id = ANY ($1)
      UNION SELECT id FROM payments WHERE stripe_reversal_id = ANY ($1))`,
    )}
    WHERE stripe_id = ANY ($1)`,
});

/** Jobs with money that moved since, or that is on its way: the others are as they were when they were last looked at. */
export const MOVED_SINCE = statement({
  takes: [instant],
  gives: { jobId: uuid('job_id') },
  text: (row) => `
    SELECT ${row} FROM (
      SELECT job_id FROM payments WHERE succeeded_at >= $1
      UNION SELECT job_id FROM payments WHERE reversed_at >= $1
      UNION SELECT job_id FROM payments WHERE status IN ('pending', 'processing')
      UNION SELECT job_id FROM payments WHERE payment_type = 'refund' AND to_reverse_cents > 0) AS moved`,
});

/** The view job_money: the proof, job by job. */
export const MONEY_OF = statement({
  takes: [uuids],
  gives: {
    jobId: uuid('job_id'),
    addsUp: boolean('adds_up'),
    isUnderWay: boolean('is_under_way'),
    changedAt: instant('changed_at'),
  },
  text: (row) => `SELECT ${row} FROM job_money WHERE job_id = ANY ($1)`,
});

/**
 * What was taken for jobs themselves and their hours: a tip is given, not due, and what goes back because of the hours is due no
 * more. What a bank has taken for good is told beside it: of that nothing is left to be given back.
 */
export const TAKEN_FOR = statement({
  takes: [uuids],
  gives: { jobId: payments.jobId, takenCents: bigint('taken_cents'), lostCents: bigint('lost_cents') },
  text: (row) => `
    SELECT ${row} FROM (
      SELECT job_id,
        COALESCE(sum(amount_cents) FILTER (WHERE payment_type = 'charge' AND purpose <> 'tip'), 0)
          - COALESCE(sum(amount_cents) FILTER (WHERE payment_type = 'refund' AND purpose IN ('hours', 'credit')), 0) AS taken_cents,
        COALESCE(sum(amount_cents) FILTER (WHERE dispute_id IS NOT NULL), 0) AS lost_cents
      FROM payments WHERE job_id = ANY ($1) AND status IN ${SETTLED_STATES} GROUP BY job_id) AS taken`,
});

const RETURN = {
  jobId: payments.jobId,
  paymentId: payments.id,
  stripeId: payments.stripeRefundId,
  amountCents: payments.amountCents,
};

export const RETURNED = statement({
  gives: RETURN,
  text: (row) => `SELECT ${row} FROM payments WHERE returned_at IS NOT NULL`,
});

/** Null in the one row there is when nothing moved. */
const RECENT = {
  kind: oneOf('text', MOVEMENT_KINDS).orNull('m.kind'),
  stripeId: text.orNull('m.stripe_id'),
  amountCents: integer.orNull('m.amount_cents'),
  feeCents: integer.orNull('m.fee_cents'),
};

const NET_CENTS = 'COALESCE(sum(amount_cents - COALESCE(fee_cents, 0)), 0)::bigint';

/** What moved since $1 in all, and one by one since $2: in one statement, so that both are of the same moment. */
export const BOOKS = statement({
  takes: [instant, instant],
  gives: { movedCents: bigint('t.cents'), ...RECENT },
  text: (row) => `
    SELECT ${row}
    FROM (SELECT ${NET_CENTS} AS cents FROM ${movements((at) => `${at} >= $1`)}) t
    LEFT JOIN (SELECT * FROM ${movements((at) => `${at} >= $2`)}) m ON true`,
});

export const MOVED_BETWEEN = statement({
  takes: [instant, instant],
  gives: { cents: bigint(NET_CENTS) },
  text: (row) => `SELECT ${row} FROM ${movements(between('$1', '$2'))}`,
});

/** Since then a charge waits for its fee to be known; null when none does. */
export const FEE_UNKNOWN_SINCE = statement({
  gives: { at: instant.orNull('min(succeeded_at)') },
  text: (row) => `
    SELECT ${row} FROM payments
    WHERE payment_type = 'charge' AND purpose <> 'credit' AND stripe_fee_cents IS NULL AND succeeded_at IS NOT NULL AND status IN ${SETTLED_STATES}`,
});

export const CARRIED = statement({
  gives: pick(carriedBalances, 'until', 'oursCents', 'besideJobsCents'),
  text: (row) => `SELECT ${row} FROM carried_balances ORDER BY until DESC LIMIT 1`,
});

/** What others have carried meanwhile is the same. */
export const CARRY = statement({
  takes: [
    ...([carriedBalances.until, carriedBalances.oursCents] as const),
    ...([carriedBalances.besideJobsCents, carriedBalances.carriedAt] as const),
  ],
  text: `INSERT INTO carried_balances (until, ours_cents, beside_jobs_cents, carried_at)
         VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
});

export const FORGET_CARRIED = statement({ text: `DELETE FROM carried_balances` });

export const NOTE_FEE = statement({
  takes: [payments.id, integer],
  text: `UPDATE payments SET stripe_fee_cents = $2 WHERE id = $1 AND stripe_fee_cents IS NULL`,
});
