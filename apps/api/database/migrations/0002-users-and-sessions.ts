import type { MigrationInterface, QueryRunner } from 'typeorm';

export class UsersAndSessions1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.updated_at := now();
        RETURN NEW;
      END $$`);

    await runner.query(`CREATE TYPE user_role AS ENUM ('customer', 'guard', 'admin')`);
    await runner.query(`CREATE TYPE user_status AS ENUM ('pending_verification', 'active', 'suspended', 'inactive')`);

    await runner.query(`
      CREATE TABLE users (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        email citext NOT NULL,
        password_hash text NOT NULL,
        phone text,
        first_name text NOT NULL,
        last_name text NOT NULL,
        role user_role NOT NULL,
        status user_status NOT NULL DEFAULT 'pending_verification',
        stripe_customer_id text,
        stripe_account_id text,
        email_verified_at timestamptz,
        identity_verified_at timestamptz,
        metadata jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        last_login_at timestamptz,
        deleted_at timestamptz,
        CONSTRAINT users_pkey PRIMARY KEY (id),
        CONSTRAINT users_stripe_customer_id_unique UNIQUE (stripe_customer_id),
        CONSTRAINT users_stripe_account_id_unique UNIQUE (stripe_account_id),
        CONSTRAINT users_metadata_is_object CHECK (jsonb_typeof(metadata) = 'object')
      )`);
    // A person who was erased may come back with the same address.
    await runner.query(`CREATE UNIQUE INDEX users_email_unique_among_living ON users (email) WHERE deleted_at IS NULL`);
    await runner.query(`CREATE INDEX users_newest ON users (created_at, id) WHERE deleted_at IS NULL`);
    await runner.query(
      `CREATE TRIGGER users_touch_updated_at BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch_updated_at()`,
    );

    await runner.query(`
      CREATE TABLE sessions (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL,
        token_hash bytea NOT NULL,
        device text,
        ip inet,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_active_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT sessions_pkey PRIMARY KEY (id),
        CONSTRAINT sessions_token_hash_unique UNIQUE (token_hash),
        CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT sessions_token_hash_is_sha256 CHECK (octet_length(token_hash) = 32),
        CONSTRAINT sessions_expire_after_creation CHECK (expires_at > created_at)
      )`);
    await runner.query(`CREATE INDEX sessions_of_user ON sessions (user_id, created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sessions`);
    await runner.query(`DROP TABLE users`);
    await runner.query(`DROP TYPE user_status`);
    await runner.query(`DROP TYPE user_role`);
    await runner.query(`DROP FUNCTION touch_updated_at()`);
  }
}
