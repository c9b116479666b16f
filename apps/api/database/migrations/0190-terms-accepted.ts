import type { MigrationInterface, QueryRunner } from 'typeorm';

/** To which terms somebody agreed when they opened their account, and when. */
export class TermsAccepted1700000000190 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users
      ADD COLUMN terms_version text,
      ADD COLUMN terms_accepted_at timestamptz,
      ADD CONSTRAINT users_terms_are_accepted_at_a_time CHECK ((terms_version IS NULL) = (terms_accepted_at IS NULL))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users DROP COLUMN terms_accepted_at, DROP COLUMN terms_version`);
  }
}
