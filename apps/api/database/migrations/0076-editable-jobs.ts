import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is booked can be edited. `version` is what an edit names of what it has read, so that none undoes another unseen;
 * `terms_changed_at` is when place, time, rate or requirements became what they are, null while they are as they were booked:
 * what guards were asked before was another job. Until the money of the changed terms is in order nobody is asked.
 */
export class EditableJobs1700000000076 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE jobs
        ADD COLUMN contact_name text,
        ADD COLUMN contact_phone text,
        ADD COLUMN version integer NOT NULL DEFAULT 1,
        ADD COLUMN terms_changed_at timestamptz,
        ADD CONSTRAINT jobs_contact_has_name CHECK (contact_phone IS NULL OR contact_name IS NOT NULL),
        ADD CONSTRAINT jobs_version_positive CHECK (version > 0)`);
    await runner.query(`
      CREATE TABLE paused_searches (
        job_id uuid NOT NULL,
        paused_at timestamptz NOT NULL,
        CONSTRAINT paused_searches_pkey PRIMARY KEY (job_id),
        CONSTRAINT paused_searches_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE paused_searches`);
    await runner.query(`
      ALTER TABLE jobs
        DROP COLUMN contact_name, DROP COLUMN contact_phone, DROP COLUMN version, DROP COLUMN terms_changed_at`);
  }
}
