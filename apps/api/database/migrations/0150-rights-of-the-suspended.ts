import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions for one's rights alone: of who is suspended, or has closed their account; and the token that opens one. */
export class RightsOfTheSuspended1700000000150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TYPE account_token_purpose ADD VALUE 'use_rights'`);
    await runner.query(`ALTER TABLE sessions ADD COLUMN is_for_rights boolean NOT NULL DEFAULT false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM sessions WHERE is_for_rights`);
    await runner.query(`ALTER TABLE sessions DROP COLUMN is_for_rights`);
    await runner.query(`DELETE FROM account_tokens WHERE purpose = 'use_rights'`);
    await runner.query(`ALTER TABLE account_tokens DROP CONSTRAINT account_tokens_confirm_an_address`);
    await runner.query(`ALTER TYPE account_token_purpose RENAME TO account_token_purpose_after`);
    await runner.query(
      `CREATE TYPE account_token_purpose AS ENUM ('verify_email', 'reset_password', 'cancel_erasure', 'change_email')`,
    );
    await runner.query(`
      ALTER TABLE account_tokens
        ALTER COLUMN purpose TYPE account_token_purpose USING purpose::text::account_token_purpose`);
    await runner.query(`DROP TYPE account_token_purpose_after`);
    await runner.query(`
      ALTER TABLE account_tokens ADD CONSTRAINT account_tokens_confirm_an_address CHECK (
        (email IS NOT NULL) = (purpose IN ('verify_email', 'change_email')))`);
  }
}
