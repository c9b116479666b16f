import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A job may be paid by the platform in place of its customer. A value of a type can be used only after the transaction that adds it. */
export class PurposeCredit1700000000210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TYPE payment_purpose ADD VALUE 'credit'`);
  }

  /** What uses the type is made anew: a type does not lose a value. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX payments_one_live_charge_per_job, payments_one_hours_charge_under_way`);
    await runner.query(`ALTER TABLE payments DROP CONSTRAINT payments_tip_is_the_guards`);
    await runner.query(`ALTER TABLE payments ALTER COLUMN purpose DROP DEFAULT`);
    await runner.query(`ALTER TYPE payment_purpose RENAME TO payment_purpose_after`);
    await runner.query(`CREATE TYPE payment_purpose AS ENUM ('booking', 'hours', 'tip')`);
    await runner.query(
      `ALTER TABLE payments ALTER COLUMN purpose TYPE payment_purpose USING purpose::text::payment_purpose`,
    );
    await runner.query(`DROP TYPE payment_purpose_after`);
    await runner.query(`ALTER TABLE payments ALTER COLUMN purpose SET DEFAULT 'booking'`);
    await runner.query(
      `ALTER TABLE payments ADD CONSTRAINT payments_tip_is_the_guards CHECK (purpose <> 'tip' OR platform_fee_cents = 0)`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX payments_one_live_charge_per_job ON payments (job_id)
       WHERE payment_type = 'charge' AND purpose = 'booking' AND is_current AND status NOT IN ('failed', 'cancelled')`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX payments_one_hours_charge_under_way ON payments (job_id)
       WHERE payment_type = 'charge' AND purpose = 'hours' AND status IN ('pending', 'processing', 'authorized')`,
    );
  }
}
