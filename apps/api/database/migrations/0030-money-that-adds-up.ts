import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MoneyThatAddsUp1700000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await standIns(runner);
    await returnedRefunds(runner);
    await owed(runner);
    await runner.query(`ALTER TABLE guard_profiles ADD COLUMN payouts_ready_at timestamptz`);
    await runner.query(JOB_MONEY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP VIEW job_money`);
    await runner.query(`ALTER TABLE guard_profiles DROP COLUMN payouts_ready_at`);
    await runner.query(`DROP INDEX payments_reversal_owed`);
    await runner.query(`DROP TRIGGER payments_returned_once ON payments`);
    await runner.query(`DROP FUNCTION payments_returned_once()`);
    await runner.query(`ALTER TABLE payments DROP CONSTRAINT payments_only_refunds_return`);
    await runner.query(`ALTER TABLE payments DROP COLUMN returned_at`);
    await runner.query(`DROP INDEX payments_one_live_charge_per_job`);
    await runner.query(`
      CREATE UNIQUE INDEX payments_one_live_charge_per_job ON payments (job_id)
      WHERE payment_type = 'charge' AND status NOT IN ('failed', 'cancelled')`);
    await runner.query(`ALTER TABLE payments DROP CONSTRAINT payments_stand_in_takes_no_money`);
    await runner.query(`ALTER TABLE payments DROP COLUMN is_current`);
  }
}

/** A hold that is to take another's place stands beside it until the card has agreed; the other beside it until let go. */
async function standIns(runner: QueryRunner): Promise<void> {
  await runner.query(`ALTER TABLE payments ADD COLUMN is_current boolean NOT NULL DEFAULT true`);
  await runner.query(`
    ALTER TABLE payments ADD CONSTRAINT payments_stand_in_takes_no_money CHECK (
      is_current OR (payment_type = 'charge' AND status IN ('pending', 'authorized', 'failed', 'cancelled')))`);
  await runner.query(`DROP INDEX payments_one_live_charge_per_job`);
  await runner.query(`
    CREATE UNIQUE INDEX payments_one_live_charge_per_job ON payments (job_id)
    WHERE payment_type = 'charge' AND is_current AND status NOT IN ('failed', 'cancelled')`);
}

/**
 * A refund that the bank sent back after it had succeeded. It stays given in the job's sums, where it was taken from both
 * parts; the money lies in our balance until the customer gets it another way.
 */
async function returnedRefunds(runner: QueryRunner): Promise<void> {
  await runner.query(`ALTER TABLE payments ADD COLUMN returned_at timestamptz`);
  await runner.query(`
    ALTER TABLE payments ADD CONSTRAINT payments_only_refunds_return CHECK (
      returned_at IS NULL OR (payment_type = 'refund' AND status = 'succeeded'))`);
  await runner.query(`
    CREATE FUNCTION payments_returned_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'a refund comes back once'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_returned_once', TABLE = 'payments';
    END $$`);
  await runner.query(`
    CREATE TRIGGER payments_returned_once BEFORE UPDATE OF returned_at ON payments
    FOR EACH ROW WHEN (OLD.returned_at IS NOT NULL AND NEW.returned_at IS DISTINCT FROM OLD.returned_at)
    EXECUTE FUNCTION payments_returned_once()`);
}

/** What the sweep looks for every few minutes; it is nearly empty. */
async function owed(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE INDEX payments_reversal_owed ON payments (job_id)
    WHERE payment_type = 'refund' AND (metadata ->> 'toReverseCents')::integer > 0`);
}

const SETTLED = `status IN ('succeeded', 'refunded', 'disputed')`;
const REFUND = `payment_type = 'refund' AND ${SETTLED}`;

/** Signed: plus for a charge, minus for a refund of it. */
const net = (column: string): string => `
  COALESCE(sum(${column}) FILTER (WHERE payment_type = 'charge' AND ${SETTLED}), 0)
  - COALESCE(sum(${column}) FILTER (WHERE ${REFUND}), 0)`;

/**
 * The proof, job by job: captured - refunded = platform + guard, where the guard's part is what his account has got and
 * what is written down as on its way to it. Both sides come from different rows.
 */
const JOB_MONEY = `
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
        - COALESCE(sum((metadata ->> 'reversedCents')::integer), 0) AS guard_paid_cents,
      COALESCE(sum(amount_cents) FILTER (WHERE payment_type = 'payout' AND status IN ('pending', 'processing')), 0)
        - COALESCE(sum((metadata ->> 'toReverseCents')::integer), 0) AS guard_owed_cents,
      COALESCE(sum(authorized_cents) FILTER (
        WHERE payment_type = 'charge' AND status IN ('authorized', 'processing')), 0) AS held_cents,
      COALESCE(sum(amount_cents) FILTER (WHERE returned_at IS NOT NULL), 0) AS returned_cents,
      COALESCE(sum(stripe_fee_cents), 0) AS stripe_fee_cents,
      bool_or(status IN ('pending', 'processing') OR (metadata ->> 'toReverseCents')::integer > 0) AS is_under_way,
      max(updated_at) AS changed_at
    FROM payments
    GROUP BY job_id
  ) money`;
