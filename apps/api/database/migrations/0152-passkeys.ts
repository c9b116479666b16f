import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Passkeys (WebAuthn): public keys of people's devices, and the challenges that are under way. */
export class Passkeys1700000000152 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE passkeys (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        credential_id bytea NOT NULL,
        public_key bytea NOT NULL,
        counter bigint NOT NULL,
        transports text[] NOT NULL,
        is_synced boolean NOT NULL,
        is_backed_up boolean NOT NULL,
        name text NOT NULL,
        created_at timestamptz NOT NULL,
        last_used_at timestamptz,
        CONSTRAINT passkeys_pkey PRIMARY KEY (id),
        CONSTRAINT passkeys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT passkeys_credential_id_unique UNIQUE (credential_id),
        CONSTRAINT passkeys_credential_id_bounded CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
        CONSTRAINT passkeys_counter_not_negative CHECK (counter >= 0),
        CONSTRAINT passkeys_backed_up_is_synced CHECK (is_synced OR NOT is_backed_up)
      )`);
    await runner.query(`CREATE INDEX passkeys_of_user ON passkeys (user_id, created_at)`);
    await runner.query(`
      CREATE TABLE passkey_challenges (
        id uuid NOT NULL,
        challenge text NOT NULL,
        user_id uuid,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT passkey_challenges_pkey PRIMARY KEY (id),
        CONSTRAINT passkey_challenges_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT passkey_challenges_expire_after_creation CHECK (expires_at > created_at)
      )`);
    await runner.query(
      `CREATE INDEX passkey_challenges_of_user ON passkey_challenges (user_id) WHERE user_id IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE passkey_challenges`);
    await runner.query(`DROP TABLE passkeys`);
  }
}
