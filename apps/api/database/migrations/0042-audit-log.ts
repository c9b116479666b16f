import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AuditLog1700000000042 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_log (
        position bigint NOT NULL,
        occurred_at timestamptz NOT NULL,
        action text NOT NULL,
        actor_id uuid,
        actor_role actor_role NOT NULL,
        subject_id uuid,
        request_id text,
        facts jsonb NOT NULL DEFAULT '{}',
        previous_hash bytea NOT NULL,
        hash bytea NOT NULL,
        CONSTRAINT audit_log_pkey PRIMARY KEY (position),
        CONSTRAINT audit_log_from_one CHECK (position > 0),
        CONSTRAINT audit_log_hashes_are_sha256 CHECK (octet_length(hash) = 32 AND octet_length(previous_hash) = 32),
        CONSTRAINT audit_log_facts_is_object CHECK (jsonb_typeof(facts) = 'object')
      )`);
    await runner.query(`
      CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the audit log is append-only'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_log_is_append_only', TABLE = 'audit_log';
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_log_keep BEFORE UPDATE OR DELETE ON audit_log
      FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only()`);
    await runner.query(`
      CREATE TRIGGER audit_log_keep_all BEFORE TRUNCATE ON audit_log
      FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit_log`);
    await runner.query(`DROP FUNCTION audit_log_is_append_only()`);
  }
}
