import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which of their cards a customer chose for a job: the provider's name of it. */
export class CardOfAJob1700000000135 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE jobs
        ADD COLUMN card_id text,
        ADD CONSTRAINT jobs_card_id_is_a_name CHECK (card_id ~ '^[A-Za-z0-9_]{1,100}$')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE jobs DROP COLUMN card_id`);
  }
}
