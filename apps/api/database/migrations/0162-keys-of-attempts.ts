import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The provider keeps an answer of 5xx with its idempotency key for a day: an attempt that is known to be dead gets another key. */
export class KeysOfAttempts1700000000162 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payments
        ADD COLUMN stripe_key_number integer NOT NULL DEFAULT 0,
        ADD CONSTRAINT payments_key_number_not_negative CHECK (stripe_key_number >= 0)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE payments DROP COLUMN stripe_key_number`);
  }
}
