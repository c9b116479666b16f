import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MatchDecisionsByAge1700000000043 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Asked once an hour for what is too old. Rows come in the order of time, so a range of pages is enough to find them, and an
    // insert, which is on the way of every offer, writes to the index only when a range is full.
    await runner.query(`CREATE INDEX match_decisions_by_age ON match_decisions USING brin (decided_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX match_decisions_by_age`);
  }
}
