import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Codes for who has lost the phone with their second factor, as hashes; each is taken out when it is used. */
export class RecoveryCodes1700000000126 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users
        ADD COLUMN recovery_hashes bytea[] NOT NULL DEFAULT '{}',
        ADD CONSTRAINT users_recovery_is_of_a_second_factor CHECK (
          recovery_hashes = '{}' OR totp_secret_encrypted IS NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users DROP COLUMN recovery_hashes`);
  }
}
