import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who worked is paid although the customer's card refused: a payout of the platform's own money. What is collected later is the
 * platform's, up to what it has paid; each charge says how much of it that is.
 */
export class GuaranteedWork1700000000166 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE payments
         ADD COLUMN is_guarantee boolean NOT NULL DEFAULT false,
         ADD COLUMN recovered_cents integer NOT NULL DEFAULT 0,
         ADD CONSTRAINT payments_guarantee_is_payout CHECK (NOT is_guarantee OR payment_type = 'payout'),
         ADD CONSTRAINT payments_recovered_by_charges CHECK (
           recovered_cents = 0
           OR (payment_type = 'charge' AND recovered_cents > 0 AND recovered_cents <= platform_fee_cents))`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX payments_one_guarantee_per_job ON payments (job_id)
       WHERE is_guarantee AND status NOT IN ('failed', 'cancelled')`,
    );
    await runner.query(`DROP VIEW job_money`);
    await runner.query(WITH_GUARANTEES);
  }

  /** @throws where work was guaranteed: without it the payout would be paid out of nothing */
  async down(runner: QueryRunner): Promise<void> {
    const [known] = (await runner.query(`SELECT EXISTS (SELECT FROM payments WHERE is_guarantee) AS given`)) as [
      { given: boolean },
    ];
    if (known.given) throw new Error('payouts of guaranteed work cannot be told without their column');
    await runner.query(`DROP VIEW job_money`);
    await runner.query(WITHOUT_GUARANTEES);
    await runner.query(`DROP INDEX payments_one_guarantee_per_job`);
    await runner.query(
      `ALTER TABLE payments DROP CONSTRAINT payments_recovered_by_charges, DROP CONSTRAINT payments_guarantee_is_payout,
         DROP COLUMN recovered_cents, DROP COLUMN is_guarantee`,
    );
  }
}

const SETTLED = `status IN ('succeeded', 'refunded', 'disputed')`;
const REFUND = `payment_type = 'refund' AND ${SETTLED}`;

/** Signed: plus for a charge, minus for a refund of it. */
const net = (column: string): string => `
  COALESCE(sum(${column}) FILTER (WHERE payment_type = 'charge' AND ${SETTLED}), 0)
  - COALESCE(sum(${column}) FILTER (WHERE ${REFUND}), 0)`;

const jobMoney = (more: string, platform: string, also: string): string => `
  CREATE VIEW job_money AS
  SELECT money.*,
    money.captured_cents - money.refunded_cents
      = ${platform} + money.guard_paid_cents + money.guard_owed_cents${also} AS adds_up
  FROM (
    SELECT job_id,
      COALESCE(sum(amount_cents) FILTER (WHERE payment_type = 'charge' AND ${SETTLED}), 0) AS captured_cents,
      COALESCE(sum(amount_cents) FILTER (WHERE ${REFUND}), 0) AS refunded_cents,
      ${net('platform_fee_cents')} AS platform_cents,
      COALESCE(sum(amount_cents) FILTER (WHERE payment_type = 'payout' AND ${SETTLED}), 0)
        - COALESCE(sum(reversed_cents), 0) AS guard_paid_cents,
      COALESCE(sum(amount_cents) FILTER (WHERE payment_type = 'payout' AND status IN ('pending', 'processing')), 0)
        - COALESCE(sum(to_reverse_cents), 0) AS guard_owed_cents,${more}
      COALESCE(sum(authorized_cents) FILTER (
        WHERE payment_type = 'charge' AND status IN ('authorized', 'processing')), 0) AS held_cents,
      COALESCE(sum(amount_cents) FILTER (WHERE returned_at IS NOT NULL), 0) AS returned_cents,
      COALESCE(sum(stripe_fee_cents), 0) AS stripe_fee_cents,
      bool_or(status IN ('pending', 'processing') OR to_reverse_cents > 0) AS is_under_way,
      max(updated_at) AS changed_at
    FROM payments
    GROUP BY job_id
  ) money`;

const WITHOUT_GUARANTEES = jobMoney('', 'money.platform_cents', '');

/** What is guaranteed is the platform's to pay; what of it was collected later is in its part of that charge. */
const WITH_GUARANTEES = jobMoney(
  `
      COALESCE(sum(amount_cents) FILTER (WHERE is_guarantee AND status NOT IN ('failed', 'cancelled')), 0)
        AS guaranteed_cents,
      COALESCE(sum(recovered_cents) FILTER (WHERE ${SETTLED}), 0) AS recovered_cents,`,
  'money.platform_cents - money.guaranteed_cents',
  '\n      AND money.recovered_cents <= money.guaranteed_cents',
);
