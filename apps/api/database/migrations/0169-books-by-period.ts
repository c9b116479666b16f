import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What moved in a time is found by that time: each kind of movement has a moment of its own that never changes again, and an index
 * of it. So the sum of all that moved before is kept, and only what came since is summed anew.
 */
export class BooksByPeriod1700000000169 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE payments ADD COLUMN reversed_at timestamptz`);
    await runner.query(`UPDATE payments SET reversed_at = updated_at WHERE reversed_cents > 0`);
    await runner.query(
      `ALTER TABLE payments ADD CONSTRAINT payments_reversed_has_time CHECK ((reversed_cents > 0) = (reversed_at IS NOT NULL))`,
    );
    for (const index of INDEXES) await runner.query(index);
    await runner.query(`
      CREATE TABLE carried_balances (
        until timestamptz NOT NULL,
        ours_cents bigint NOT NULL,
        beside_jobs_cents bigint NOT NULL,
        carried_at timestamptz NOT NULL,
        CONSTRAINT carried_balances_pkey PRIMARY KEY (until),
        CONSTRAINT carried_balances_of_the_past CHECK (until < carried_at)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE carried_balances`);
    for (const name of ['payments_returned', 'payments_reversed', 'payments_fee_unknown'])
      await runner.query(`DROP INDEX ${name}`);
    await runner.query(`ALTER TABLE payments DROP CONSTRAINT payments_reversed_has_time, DROP COLUMN reversed_at`);
  }
}

const INDEXES: readonly string[] = [
  `CREATE INDEX payments_returned ON payments (returned_at) WHERE returned_at IS NOT NULL`,
  `CREATE INDEX payments_reversed ON payments (reversed_at) WHERE reversed_at IS NOT NULL`,
  `CREATE INDEX payments_fee_unknown ON payments (succeeded_at)
   WHERE payment_type = 'charge' AND stripe_fee_cents IS NULL AND succeeded_at IS NOT NULL`,
];
