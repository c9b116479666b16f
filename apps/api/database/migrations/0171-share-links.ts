import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links by which others follow a job under way. Only the hash of their token is kept. */
export class ShareLinks1700000000171 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE share_links (
        id uuid NOT NULL,
        token_hash bytea NOT NULL,
        job_id uuid NOT NULL,
        guard_id uuid NOT NULL,
        made_by uuid NOT NULL,
        made_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT share_links_pkey PRIMARY KEY (id),
        CONSTRAINT share_links_token_unique UNIQUE (token_hash),
        CONSTRAINT share_links_token_is_sha256 CHECK (length(token_hash) = 32),
        CONSTRAINT share_links_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE,
        CONSTRAINT share_links_guard_id_fkey FOREIGN KEY (guard_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT share_links_made_by_fkey FOREIGN KEY (made_by) REFERENCES users (id) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX share_links_of_job ON share_links (job_id, made_at)`);
    await runner.query(`CREATE INDEX share_links_of_person ON share_links (made_by)`);
    await runner.query(`CREATE INDEX share_links_of_guard ON share_links (guard_id)`);
    await runner.query(`CREATE INDEX share_links_by_age ON share_links (made_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE share_links`);
  }
}
