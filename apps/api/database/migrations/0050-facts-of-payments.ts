import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What decides about money leaves `payments.metadata` for columns with checks: a text that another feature wrote into such a row
 * made the sweep of all money fail. A value that cannot be read any more is left out; the next look at the job finds what is true.
 */
export class FactsOfPayments1700000000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    // When a row was last changed is a fact of the books, and so is not touched by where its facts are kept.
    await runner.query(`ALTER TABLE payments DISABLE TRIGGER payments_touch_updated_at`);
    await runner.query(CARRY_OVER);
    await runner.query(CARRY_OVER_GRACE);
    await runner.query(`ALTER TABLE payments ENABLE TRIGGER payments_touch_updated_at`);
    await runner.query(CONSTRAINTS);
    await runner.query(`CREATE INDEX payments_standing_in ON payments (stands_in_for) WHERE stands_in_for IS NOT NULL`);
    await runner.query(`DROP VIEW job_money`);
    await runner.query(`DROP INDEX payments_reversal_owed`);
    await runner.query(
      `CREATE INDEX payments_reversal_owed ON payments (job_id) WHERE payment_type = 'refund' AND to_reverse_cents > 0`,
    );
    await runner.query(jobMoney({ reversed: 'reversed_cents', toReverse: 'to_reverse_cents' }));
    await runner.query(SCHEDULED_HOLDS);
    await runner.query(SCHEDULED_BEFORE);
    await runner.query(keepStatusRules(EXTENSION));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM deadlines WHERE kind = 'money.due'`);
    await runner.query(keepStatusRules(EXTENSION_WITH_HOLD));
    await runner.query(`DROP TABLE scheduled_holds`);
    await runner.query(`DROP VIEW job_money`);
    await runner.query(`DROP INDEX payments_reversal_owed`);
    await runner.query(`ALTER TABLE payments DISABLE TRIGGER payments_touch_updated_at`);
    await runner.query(CARRY_BACK);
    await runner.query(`ALTER TABLE payments ENABLE TRIGGER payments_touch_updated_at`);
    await runner.query(`
      ALTER TABLE payments
        DROP COLUMN stripe_customer_id, DROP COLUMN stripe_payment_method_id, DROP COLUMN stripe_account_id,
        DROP COLUMN capture_before, DROP COLUMN stands_in_for, DROP COLUMN extend_to, DROP COLUMN mend_by,
        DROP COLUMN retry_at, DROP COLUMN checked_at, DROP COLUMN awaits_account, DROP COLUMN reason,
        DROP COLUMN to_reverse_cents, DROP COLUMN reversed_cents, DROP COLUMN stripe_reversal_id`);
    await runner.query(`
      CREATE INDEX payments_reversal_owed ON payments (job_id)
      WHERE payment_type = 'refund' AND (metadata ->> 'toReverseCents')::integer > 0`);
    await runner.query(
      jobMoney({
        reversed: `(metadata ->> 'reversedCents')::integer`,
        toReverse: `(metadata ->> 'toReverseCents')::integer`,
      }),
    );
  }
}

const COLUMNS = `
  ALTER TABLE payments
    ADD COLUMN stripe_customer_id text,
    ADD COLUMN stripe_payment_method_id text,
    ADD COLUMN stripe_account_id text,
    ADD COLUMN capture_before timestamptz,
    ADD COLUMN stands_in_for uuid,
    ADD COLUMN extend_to timestamptz,
    ADD COLUMN mend_by timestamptz,
    ADD COLUMN retry_at timestamptz,
    ADD COLUMN checked_at timestamptz,
    ADD COLUMN awaits_account boolean NOT NULL DEFAULT false,
    ADD COLUMN reason text,
    ADD COLUMN to_reverse_cents integer NOT NULL DEFAULT 0,
    ADD COLUMN reversed_cents integer NOT NULL DEFAULT 0,
    ADD COLUMN stripe_reversal_id text`;

const instantOf = (text: string): string =>
  `CASE WHEN ${text} ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?Z$'
     THEN (${text})::timestamptz END`;

const instant = (key: string): string => instantOf(`metadata ->> '${key}'`);

const TOLD_AT = instantOf(`details ->> 'at'`);

const cents = (key: string): string =>
  `CASE WHEN metadata ->> '${key}' ~ '^[0-9]{1,9}$' THEN (metadata ->> '${key}')::integer ELSE 0 END`;

const KEYS = `ARRAY['stripeCustomer', 'paymentMethod', 'destination', 'captureBefore', 'standsInFor', 'extendTo', 'retryAt',
  'waiting', 'reason', 'toReverseCents', 'reversedCents', 'reversalId']`;

const CARRY_OVER = `
  UPDATE payments SET
    stripe_customer_id = CASE payment_type WHEN 'charge' THEN metadata ->> 'stripeCustomer' END,
    stripe_payment_method_id = CASE payment_type WHEN 'charge' THEN metadata ->> 'paymentMethod' END,
    stripe_account_id = CASE payment_type WHEN 'payout' THEN metadata ->> 'destination' END,
    capture_before = CASE payment_type WHEN 'charge' THEN ${instant('captureBefore')} END,
    stands_in_for = CASE
      WHEN payment_type = 'charge' AND metadata ->> 'standsInFor' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      THEN (metadata ->> 'standsInFor')::uuid END,
    extend_to = CASE WHEN payment_type = 'charge' AND metadata ? 'standsInFor' THEN ${instant('extendTo')} END,
    retry_at = CASE WHEN payment_type = 'payout' AND status = 'pending' THEN ${instant('retryAt')} END,
    awaits_account = payment_type = 'payout' AND status = 'pending' AND metadata -> 'waiting' = 'true',
    reason = CASE payment_type WHEN 'refund' THEN metadata ->> 'reason' END,
    to_reverse_cents = CASE WHEN payment_type = 'refund' AND status = 'succeeded' THEN ${cents('toReverseCents')} ELSE 0 END,
    reversed_cents = CASE WHEN payment_type = 'refund' AND status = 'succeeded' AND metadata ? 'reversalId'
      THEN ${cents('reversedCents')} ELSE 0 END,
    stripe_reversal_id = CASE payment_type WHEN 'refund' THEN metadata ->> 'reversalId' END,
    metadata = metadata - ${KEYS}
  WHERE metadata ?| ${KEYS}`;

/** Until when a card can be exchanged stood on the timeline alone. */
const CARRY_OVER_GRACE = `
  UPDATE payments SET mend_by = told.at
  FROM (
    SELECT DISTINCT ON (job_id) job_id, ${TOLD_AT} AS at FROM timeline
    WHERE type = 'hold.mend_by' ORDER BY job_id, id DESC
  ) told
  WHERE payments.job_id = told.job_id AND payment_type = 'charge' AND status = 'failed' AND is_current`;

const CARRY_BACK = `
  UPDATE payments SET metadata = metadata || jsonb_strip_nulls(jsonb_build_object(
    'stripeCustomer', stripe_customer_id, 'paymentMethod', stripe_payment_method_id, 'destination', stripe_account_id,
    'captureBefore', to_char(capture_before AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'standsInFor', stands_in_for,
    'extendTo', to_char(extend_to AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'retryAt', CASE payment_type WHEN 'payout'
      THEN to_char(retry_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END,
    'waiting', CASE WHEN awaits_account THEN true END, 'reason', reason,
    'toReverseCents', NULLIF(to_reverse_cents, 0), 'reversedCents', NULLIF(reversed_cents, 0),
    'reversalId', stripe_reversal_id))`;

const CONSTRAINTS = `
  ALTER TABLE payments
    ADD CONSTRAINT payments_stands_in_for_fkey FOREIGN KEY (stands_in_for) REFERENCES payments (id) ON DELETE RESTRICT,
    ADD CONSTRAINT payments_stripe_reversal_id_unique UNIQUE (stripe_reversal_id),
    ADD CONSTRAINT payments_hold_facts_of_charges CHECK (
      payment_type = 'charge' OR (stripe_customer_id IS NULL AND stripe_payment_method_id IS NULL
        AND capture_before IS NULL AND stands_in_for IS NULL AND extend_to IS NULL AND mend_by IS NULL)),
    ADD CONSTRAINT payments_account_of_payouts CHECK (
      payment_type = 'payout' OR (stripe_account_id IS NULL AND NOT awaits_account)),
    ADD CONSTRAINT payments_reversal_of_refunds CHECK (
      payment_type = 'refund' OR (to_reverse_cents = 0 AND reversed_cents = 0 AND stripe_reversal_id IS NULL)),
    ADD CONSTRAINT payments_reason_of_refunds CHECK (payment_type = 'refund' OR reason IS NULL),
    ADD CONSTRAINT payments_reversal_within_part CHECK (
      to_reverse_cents >= 0 AND reversed_cents >= 0 AND to_reverse_cents + reversed_cents <= guard_payout_cents),
    ADD CONSTRAINT payments_reversal_of_given_refund CHECK (
      to_reverse_cents + reversed_cents = 0 OR status = 'succeeded'),
    ADD CONSTRAINT payments_reversal_has_id CHECK (reversed_cents = 0 OR stripe_reversal_id IS NOT NULL),
    ADD CONSTRAINT payments_extension_stands_in CHECK (extend_to IS NULL OR stands_in_for IS NOT NULL),
    ADD CONSTRAINT payments_awaiting_account_is_pending CHECK (NOT awaits_account OR status = 'pending'),
    ADD CONSTRAINT payments_mend_by_of_failed CHECK (mend_by IS NULL OR status = 'failed'),
    ADD CONSTRAINT payments_retry_of_waiting CHECK (retry_at IS NULL OR status IN ('pending', 'failed'))`;

/** No row of payments: nothing was attempted yet, and how much it will be may still change. */
const SCHEDULED_HOLDS = `
  CREATE TABLE scheduled_holds (
    job_id uuid NOT NULL,
    due_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT scheduled_holds_pkey PRIMARY KEY (job_id),
    CONSTRAINT scheduled_holds_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE RESTRICT
  )`;

const SCHEDULED_BEFORE = `
  INSERT INTO scheduled_holds (job_id, due_at, created_at)
  SELECT DISTINCT ON (job_id) job_id, COALESCE(${TOLD_AT}, occurred_at), occurred_at FROM timeline
  WHERE type = 'hold.scheduled' ORDER BY job_id, id`;

/**
 * A later end at a higher price for a job that has its guard. That a card holds the new price is a rule of money
 * (payments_capture_within_hold: nothing above the hold is taken), and jobs know nothing of money.
 */
const EXTENSION = `(NEW.customer_id, NEW.start_time, NEW.hourly_rate_cents)
             = (OLD.customer_id, OLD.start_time, OLD.hourly_rate_cents)
           AND OLD.status IN ('matched', 'in_progress') AND NEW.status = OLD.status
           AND NEW.end_time > OLD.end_time AND NEW.total_amount_cents > OLD.total_amount_cents`;

const EXTENSION_WITH_HOLD = `${EXTENSION}
           AND EXISTS (
             SELECT FROM payments
             WHERE job_id = NEW.id AND payment_type = 'charge' AND status = 'authorized' AND is_current
               AND authorized_cents >= NEW.total_amount_cents
               AND (metadata ->> 'extendTo')::timestamptz = NEW.end_time)`;

const keepStatusRules = (extension: string): string => `
      CREATE OR REPLACE FUNCTION jobs_keep_status_rules() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF NEW.status <> 'requested' THEN
            RAISE EXCEPTION 'a job starts as requested, not as %', NEW.status
              USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_status_transition', TABLE = 'jobs';
          END IF;
          RETURN NEW;
        END IF;
        IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
          ('requested', 'matched'), ('matched', 'requested'), ('matched', 'in_progress'),
          ('in_progress', 'completed'),
          ('requested', 'cancelled'), ('matched', 'cancelled'), ('in_progress', 'cancelled')) THEN
          RAISE EXCEPTION 'a job cannot go from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_status_transition', TABLE = 'jobs';
        END IF;
        IF (NEW.customer_id, NEW.start_time, NEW.end_time, NEW.hourly_rate_cents, NEW.total_amount_cents,
            NEW.platform_fee_cents, NEW.guard_payout_cents)
           IS DISTINCT FROM
           (OLD.customer_id, OLD.start_time, OLD.end_time, OLD.hourly_rate_cents, OLD.total_amount_cents,
            OLD.platform_fee_cents, OLD.guard_payout_cents) AND NOT (${extension}) THEN
          RAISE EXCEPTION 'what was booked (customer, times, price) does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_booking_is_fixed', TABLE = 'jobs';
        END IF;
        IF NEW.guard_id IS DISTINCT FROM OLD.guard_id AND NEW.status = OLD.status THEN
          RAISE EXCEPTION 'a job changes its guard only by going back to dispatch'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_guard_changes_with_status', TABLE = 'jobs';
        END IF;
        IF NEW.status = 'matched' AND OLD.status <> 'matched' THEN
          PERFORM FROM users WHERE id = NEW.guard_id FOR NO KEY UPDATE;
        END IF;
        RETURN NEW;
      END $$`;

const SETTLED = `status IN ('succeeded', 'refunded', 'disputed')`;
const REFUND = `payment_type = 'refund' AND ${SETTLED}`;

/** Signed: plus for a charge, minus for a refund of it. */
const net = (column: string): string => `
  COALESCE(sum(${column}) FILTER (WHERE payment_type = 'charge' AND ${SETTLED}), 0)
  - COALESCE(sum(${column}) FILTER (WHERE ${REFUND}), 0)`;

/** The proof of job_money as it was, with the cents that were taken back read from where they stand now. */
const jobMoney = ({ reversed, toReverse }: { reversed: string; toReverse: string }): string => `
  CREATE VIEW job_money AS
  SELECT money.*,
    money.captured_cents - money.refunded_cents
      = money.platform_cents + money.guard_paid_cents + money.guard_owed_cents AS adds_up
  FROM (
    SELECT job_id,
      COALESCE(sum(amount_cents) FILTER (WHERE payment_type = 'charge' AND ${SETTLED}), 0) AS captured_cents,
      COALESCE(sum(amount_cents) FILTER (WHERE ${REFUND}), 0) AS refunded_cents,
      ${net('platform_fee_cents')} AS platform_cents,
      COALESCE(sum(amount_cents) FILTER (WHERE payment_type = 'payout' AND ${SETTLED}), 0)
        - COALESCE(sum(${reversed}), 0) AS guard_paid_cents,
      COALESCE(sum(amount_cents) FILTER (WHERE payment_type = 'payout' AND status IN ('pending', 'processing')), 0)
        - COALESCE(sum(${toReverse}), 0) AS guard_owed_cents,
      COALESCE(sum(authorized_cents) FILTER (
        WHERE payment_type = 'charge' AND status IN ('authorized', 'processing')), 0) AS held_cents,
      COALESCE(sum(amount_cents) FILTER (WHERE returned_at IS NOT NULL), 0) AS returned_cents,
      COALESCE(sum(stripe_fee_cents), 0) AS stripe_fee_cents,
      bool_or(status IN ('pending', 'processing') OR ${toReverse} > 0) AS is_under_way,
      max(updated_at) AS changed_at
    FROM payments
    GROUP BY job_id
  ) money`;
