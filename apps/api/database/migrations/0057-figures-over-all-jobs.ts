import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FiguresOverAllJobs1700000000057 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The administrator's charts count the jobs of some days by state: from the index alone, whatever else there is. Jobs change
    // their state by index entries anyway (jobs_status_start_time), so that this costs no update that was free before.
    await runner.query(`DROP INDEX jobs_newest`);
    await runner.query(`CREATE INDEX jobs_newest ON jobs (requested_at, id) INCLUDE (status, matched_at)`);
    // Money by the day it moved on.
    await runner.query(
      `CREATE INDEX payments_moved ON payments (succeeded_at) INCLUDE (payment_type, amount_cents, returned_at)
       WHERE succeeded_at IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX payments_moved`);
    await runner.query(`DROP INDEX jobs_newest`);
    await runner.query(`CREATE INDEX jobs_newest ON jobs (requested_at, id)`);
  }
}
