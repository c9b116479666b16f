import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A job has more than one charge: what was booked, what was agreed about its hours later, and tips. So each row of money says
 * what it is for, and a payout out of which charge it is paid.
 */
export class PurposeOfPayments1700000000061 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TYPE payment_purpose AS ENUM ('booking', 'hours', 'tip')`);
    await runner.query(
      `ALTER TABLE payments
         ADD COLUMN purpose payment_purpose NOT NULL DEFAULT 'booking',
         ADD COLUMN paid_out_of uuid CONSTRAINT payments_paid_out_of_fkey REFERENCES payments (id) ON DELETE RESTRICT`,
    );
    // When a row was last changed decides what the sweep looks at: to be told its charge is no change.
    await runner.query(`ALTER TABLE payments DISABLE TRIGGER payments_touch_updated_at`);
    await runner.query(
      `UPDATE payments payout SET paid_out_of = (
         SELECT id FROM payments charge
         WHERE charge.job_id = payout.job_id AND charge.payment_type = 'charge'
         ORDER BY charge.status IN ('succeeded', 'refunded', 'disputed') DESC, charge.created_at DESC LIMIT 1)
       WHERE payment_type = 'payout'`,
    );
    await runner.query(`ALTER TABLE payments ENABLE TRIGGER payments_touch_updated_at`);
    await runner.query(
      `ALTER TABLE payments
         ADD CONSTRAINT payments_payout_names_charge CHECK ((payment_type = 'payout') = (paid_out_of IS NOT NULL)),
         ADD CONSTRAINT payments_tip_is_the_guards CHECK (purpose <> 'tip' OR platform_fee_cents = 0)`,
    );
    for (const index of NEW_INDEXES) await runner.query(index);
    await runner.query(`DROP INDEX payments_one_live_payout_per_job`);
    await runner.query(`DROP INDEX payments_one_live_charge_per_job`);
    await runner.query(
      `CREATE UNIQUE INDEX payments_one_live_charge_per_job ON payments (job_id)
       WHERE payment_type = 'charge' AND purpose = 'booking' AND is_current AND status NOT IN ('failed', 'cancelled')`,
    );
  }

  /** @throws where jobs have further charges: without what they are for they would be the same charge twice */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX payments_one_live_charge_per_job`);
    await runner.query(
      `CREATE UNIQUE INDEX payments_one_live_charge_per_job ON payments (job_id)
       WHERE payment_type = 'charge' AND is_current AND status NOT IN ('failed', 'cancelled')`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX payments_one_live_payout_per_job ON payments (job_id)
       WHERE payment_type = 'payout' AND status NOT IN ('failed', 'cancelled')`,
    );
    await runner.query(`DROP INDEX payments_paid_out_of`);
    await runner.query(`DROP INDEX payments_one_live_payout_per_charge`);
    await runner.query(`DROP INDEX payments_one_hours_charge_under_way`);
    await runner.query(
      `ALTER TABLE payments DROP CONSTRAINT payments_tip_is_the_guards, DROP CONSTRAINT payments_payout_names_charge,
         DROP COLUMN paid_out_of, DROP COLUMN purpose`,
    );
    await runner.query(`DROP TYPE payment_purpose`);
  }
}

const NEW_INDEXES: readonly string[] = [
  `CREATE INDEX payments_paid_out_of ON payments (paid_out_of) WHERE paid_out_of IS NOT NULL`,
  `CREATE UNIQUE INDEX payments_one_live_payout_per_charge ON payments (paid_out_of)
   WHERE payment_type = 'payout' AND status NOT IN ('failed', 'cancelled')`,
  `CREATE UNIQUE INDEX payments_one_hours_charge_under_way ON payments (job_id)
   WHERE payment_type = 'charge' AND purpose = 'hours' AND status IN ('pending', 'processing', 'authorized')`,
];
