import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AccountSecurity1700000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users
        ADD COLUMN totp_secret_encrypted text,
        ADD COLUMN totp_last_step bigint,
        ADD COLUMN inactivity_warned_at timestamptz,
        ADD COLUMN erasure_due_at timestamptz,
        ADD COLUMN erased_at timestamptz,
        ADD CONSTRAINT users_closing_is_deleted CHECK (erasure_due_at IS NULL OR deleted_at IS NOT NULL),
        ADD CONSTRAINT users_erased_is_deleted CHECK (erased_at IS NULL OR (deleted_at IS NOT NULL AND erasure_due_at IS NULL))`);
    await runner.query(`CREATE INDEX users_closing ON users (email) WHERE erasure_due_at IS NOT NULL`);
    await runner.query(
      `CREATE TYPE account_token_purpose AS ENUM ('verify_email', 'reset_password', 'cancel_erasure')`,
    );
    await runner.query(`
      CREATE TABLE account_tokens (
        token_hash bytea NOT NULL,
        user_id uuid NOT NULL,
        purpose account_token_purpose NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        CONSTRAINT account_tokens_pkey PRIMARY KEY (token_hash),
        CONSTRAINT account_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT account_tokens_hash_is_sha256 CHECK (octet_length(token_hash) = 32),
        CONSTRAINT account_tokens_expire_after_creation CHECK (expires_at > created_at)
      )`);
    await runner.query(`CREATE INDEX account_tokens_of_user ON account_tokens (user_id, purpose)`);
    await runner.query(`
      CREATE TABLE sign_in_failures (
        key bytea NOT NULL,
        failures integer NOT NULL,
        first_failed_at timestamptz NOT NULL,
        CONSTRAINT sign_in_failures_pkey PRIMARY KEY (key),
        CONSTRAINT sign_in_failures_positive CHECK (failures > 0)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sign_in_failures`);
    await runner.query(`DROP TABLE account_tokens`);
    await runner.query(`DROP TYPE account_token_purpose`);
    await runner.query(`
      ALTER TABLE users
        DROP COLUMN erased_at,
        DROP COLUMN erasure_due_at,
        DROP COLUMN inactivity_warned_at,
        DROP COLUMN totp_last_step,
        DROP COLUMN totp_secret_encrypted`);
  }
}
