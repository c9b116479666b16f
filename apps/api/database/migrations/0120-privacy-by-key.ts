import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PrivacyByKey1700000000120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Whom a decision ranked: export and erasure of one guard read theirs instead of everybody's.
    await runner.query(`
      CREATE INDEX match_decisions_of_ranked ON match_decisions
      USING gin (jsonb_path_query_array(inputs, '$.candidates[*].guardId') jsonb_path_ops)`);
    // Those whose distance is still exact, which it is for thirty days: a month of offers, however many years are kept.
    await runner.query(`CREATE INDEX offers_exact ON offers (offered_at) WHERE components ? 'proximity'`);
    await runner.query(`CREATE INDEX audit_log_of_actor ON audit_log (actor_id, position) WHERE actor_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX audit_log_of_actor`);
    await runner.query(`DROP INDEX offers_exact`);
    await runner.query(`DROP INDEX match_decisions_of_ranked`);
  }
}
