import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PrivacyRequests1700000000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TYPE privacy_request_kind AS ENUM ('export', 'erasure')`);
    await runner.query(
      `CREATE TYPE privacy_request_status AS ENUM ('pending', 'done', 'cancelled', 'failed', 'expired')`,
    );
    await runner.query(`CREATE TYPE export_format AS ENUM ('json', 'pdf')`);
    await runner.query(`
      CREATE TABLE privacy_requests (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL,
        kind privacy_request_kind NOT NULL,
        status privacy_request_status NOT NULL DEFAULT 'pending',
        format export_format,
        cause text NOT NULL,
        requested_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        expires_at timestamptz,
        outcome jsonb NOT NULL DEFAULT '{}',
        CONSTRAINT privacy_requests_pkey PRIMARY KEY (id),
        CONSTRAINT privacy_requests_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT,
        CONSTRAINT privacy_requests_export_has_format CHECK ((kind = 'export') = (format IS NOT NULL)),
        CONSTRAINT privacy_requests_ended_has_time CHECK ((status = 'pending') = (finished_at IS NULL)),
        CONSTRAINT privacy_requests_cause_is_known CHECK (cause IN ('on_request', 'inactive')),
        CONSTRAINT privacy_requests_outcome_is_object CHECK (jsonb_typeof(outcome) = 'object')
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX privacy_requests_one_erasure ON privacy_requests (user_id) WHERE kind = 'erasure' AND status = 'pending'`,
    );
    await runner.query(`CREATE INDEX privacy_requests_of_user ON privacy_requests (user_id, requested_at)`);
    await runner.query(`CREATE INDEX privacy_requests_newest ON privacy_requests (requested_at, id)`);
    await runner.query(`CREATE INDEX privacy_requests_due ON privacy_requests (kind, due_at) WHERE status = 'pending'`);
    await runner.query(`
      CREATE TABLE export_parts (
        request_id uuid NOT NULL,
        part integer NOT NULL,
        content bytea NOT NULL,
        CONSTRAINT export_parts_pkey PRIMARY KEY (request_id, part),
        CONSTRAINT export_parts_request_id_fkey FOREIGN KEY (request_id) REFERENCES privacy_requests (id) ON DELETE CASCADE,
        CONSTRAINT export_parts_from_zero CHECK (part >= 0)
      )`);
    await runner.query(`CREATE TYPE user_file_kind AS ENUM ('photo', 'license_scan')`);
    await runner.query(`
      CREATE TABLE user_files (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        kind user_file_kind NOT NULL,
        content bytea NOT NULL,
        width integer NOT NULL,
        height integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT user_files_pkey PRIMARY KEY (id),
        CONSTRAINT user_files_one_of_a_kind UNIQUE (user_id, kind),
        CONSTRAINT user_files_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT user_files_size_bounded CHECK (octet_length(content) BETWEEN 1 AND 4194304),
        CONSTRAINT user_files_has_extent CHECK (width > 0 AND height > 0)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE user_files`);
    await runner.query(`DROP TYPE user_file_kind`);
    await runner.query(`DROP TABLE export_parts`);
    await runner.query(`DROP TABLE privacy_requests`);
    await runner.query(`DROP TYPE export_format`);
    await runner.query(`DROP TYPE privacy_request_status`);
    await runner.query(`DROP TYPE privacy_request_kind`);
  }
}
