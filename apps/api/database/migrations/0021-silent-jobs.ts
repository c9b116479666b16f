import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SilentJobs1700000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A row while a job is silent: its key lets one of many processes tell of it, in the transaction of the timeline's row.
    await runner.query(`
      CREATE TABLE silent_jobs (
        job_id uuid NOT NULL,
        last_heard_at timestamptz NOT NULL,
        noticed_at timestamptz NOT NULL,
        CONSTRAINT silent_jobs_pkey PRIMARY KEY (job_id),
        CONSTRAINT silent_jobs_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE,
        CONSTRAINT silent_jobs_noticed_after_last_heard CHECK (noticed_at >= last_heard_at)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE silent_jobs`);
  }
}
