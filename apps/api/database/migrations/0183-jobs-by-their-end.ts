import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reconciliation asks which jobs of a month something is due for: without an index it read all there have ever been. */
export class JobsByTheirEnd1700000000183 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX jobs_due_by_end ON jobs ((COALESCE(completed_at, cancelled_at)))
      WHERE status IN ('completed', 'cancelled') AND due_amount_cents > 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX jobs_due_by_end`);
  }
}
