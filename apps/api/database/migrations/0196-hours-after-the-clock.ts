import type { MigrationInterface, QueryRunner } from 'typeorm';

const LIFE = `ceil(extract(epoch FROM COALESCE(completed_at, cancelled_at) - started_at) / 60)`;

/**
 * The clock ends a job that nobody has checked out of, and the guard may still be there: what the parties agree on afterwards may
 * be longer than from the check-in to that moment.
 */
export class HoursAfterTheClock1700000000196 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE jobs
        DROP CONSTRAINT jobs_worked_within_life,
        ADD CONSTRAINT jobs_worked_within_life CHECK (ended_by = 'clock' OR worked_minutes <= ${LIFE})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE jobs DISABLE TRIGGER USER`);
    await runner.query(`UPDATE jobs SET worked_minutes = ${LIFE} WHERE worked_minutes > ${LIFE}`);
    await runner.query(`ALTER TABLE jobs ENABLE TRIGGER USER`);
    await runner.query(`
      ALTER TABLE jobs
        DROP CONSTRAINT jobs_worked_within_life,
        ADD CONSTRAINT jobs_worked_within_life CHECK (worked_minutes <= ${LIFE})`);
  }
}
