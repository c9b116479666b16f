import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a job is back in dispatch decides how long it is searched for: it was to be found on its timeline alone. */
export class ReopenedAt1700000000059 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE jobs ADD COLUMN reopened_at timestamptz`);
    await runner.query(`ALTER TABLE jobs DISABLE TRIGGER USER`);
    await runner.query(`
      UPDATE jobs SET reopened_at = last.at FROM (
        SELECT job_id, max(occurred_at) AS at FROM timeline WHERE type = 'job.reopened' GROUP BY job_id
      ) AS last WHERE last.job_id = jobs.id`);
    await runner.query(`ALTER TABLE jobs ENABLE TRIGGER USER`);
    await runner.query(`
      ALTER TABLE jobs ADD CONSTRAINT jobs_reopened_after_request CHECK (reopened_at >= requested_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE jobs DROP COLUMN reopened_at`);
  }
}
