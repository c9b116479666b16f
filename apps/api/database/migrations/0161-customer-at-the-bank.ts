import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A card whose bank wants to ask its owner is asked once more while they are there to answer; such an attempt says so. */
export class CustomerAtTheBank1700000000161 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payments
        ADD COLUMN on_session boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT payments_on_session_of_charges CHECK (payment_type = 'charge' OR NOT on_session)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE payments DROP COLUMN on_session`);
  }
}
