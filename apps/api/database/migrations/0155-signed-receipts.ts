import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Receipts that prove themselves: signed entries of a job, one after the other, and what they are sealed and signed with. */
export class SignedReceipts1700000000155 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE receipt_keys (
         id text NOT NULL CONSTRAINT receipt_keys_pkey PRIMARY KEY,
         public_key bytea NOT NULL CONSTRAINT receipt_keys_public_key_unique UNIQUE,
         private_key_encrypted text,
         created_at timestamptz NOT NULL,
         retired_at timestamptz,
         CONSTRAINT receipt_keys_are_of_ed25519 CHECK (octet_length(public_key) = 32),
         CONSTRAINT receipt_keys_retired_sign_nothing CHECK ((retired_at IS NULL) = (private_key_encrypted IS NOT NULL)))`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX receipt_keys_one_signs ON receipt_keys ((retired_at IS NULL)) WHERE retired_at IS NULL`,
    );
    await runner.query(
      `CREATE TABLE receipt_entries (
         id uuid NOT NULL CONSTRAINT receipt_entries_pkey PRIMARY KEY,
         job_id uuid NOT NULL CONSTRAINT receipt_entries_job_id_fkey REFERENCES jobs (id) ON DELETE RESTRICT,
         sequence integer NOT NULL,
         kind text NOT NULL,
         party actor_role,
         body text NOT NULL,
         hash bytea NOT NULL,
         previous_hash bytea,
         key_id text NOT NULL CONSTRAINT receipt_entries_key_id_fkey REFERENCES receipt_keys (id) ON DELETE RESTRICT,
         signature bytea NOT NULL,
         created_at timestamptz NOT NULL,
         CONSTRAINT receipt_entries_one_at_a_place UNIQUE (job_id, sequence),
         CONSTRAINT receipt_entries_hash_unique UNIQUE (job_id, hash),
         CONSTRAINT receipt_entries_one_follows_each UNIQUE (job_id, previous_hash),
         CONSTRAINT receipt_entries_follow_one FOREIGN KEY (job_id, previous_hash) REFERENCES receipt_entries (job_id, hash),
         CONSTRAINT receipt_entries_first_follows_none CHECK (sequence >= 1 AND (sequence = 1) = (previous_hash IS NULL)),
         CONSTRAINT receipt_entries_kind_is_known CHECK (kind IN ('hours', 'agreement')),
         CONSTRAINT receipt_entries_agreement_has_party CHECK (
           (kind = 'agreement') = (party IS NOT NULL) AND (party IS NULL OR party IN ('customer', 'guard'))),
         CONSTRAINT receipt_entries_are_signed CHECK (octet_length(hash) = 32 AND octet_length(signature) = 64))`,
    );
    await runner.query(`
      CREATE FUNCTION receipt_entries_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'entries of receipts are append-only'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_entries_are_append_only', TABLE = 'receipt_entries';
      END $$`);
    await runner.query(
      `CREATE TRIGGER receipt_entries_are_append_only BEFORE UPDATE OR DELETE ON receipt_entries
       FOR EACH ROW EXECUTE FUNCTION receipt_entries_are_append_only()`,
    );
    await runner.query(
      `CREATE TRIGGER receipt_entries_are_never_emptied BEFORE TRUNCATE ON receipt_entries
       FOR EACH STATEMENT EXECUTE FUNCTION receipt_entries_are_append_only()`,
    );
    await runner.query(
      `CREATE TABLE receipt_salts (
         id uuid NOT NULL CONSTRAINT receipt_salts_pkey PRIMARY KEY,
         job_id uuid NOT NULL CONSTRAINT receipt_salts_job_id_fkey REFERENCES jobs (id) ON DELETE RESTRICT,
         person_id uuid NOT NULL CONSTRAINT receipt_salts_person_id_fkey REFERENCES users (id) ON DELETE RESTRICT,
         label text NOT NULL,
         salt bytea NOT NULL,
         commitment bytea NOT NULL,
         CONSTRAINT receipt_salts_one_a_commitment UNIQUE (job_id, label, commitment),
         CONSTRAINT receipt_salts_are_256_bits CHECK (octet_length(salt) = 32 AND octet_length(commitment) = 32))`,
    );
    await runner.query(`CREATE INDEX receipt_entries_of_key ON receipt_entries (key_id)`);
    await runner.query(`CREATE INDEX receipt_salts_of_person ON receipt_salts (person_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE receipt_salts`);
    await runner.query(`DROP TABLE receipt_entries`);
    await runner.query(`DROP FUNCTION receipt_entries_are_append_only()`);
    await runner.query(`DROP TABLE receipt_keys`);
  }
}
