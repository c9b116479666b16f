import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IdempotencyAndSchedule1700000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_keys (
        user_id uuid NOT NULL,
        key text NOT NULL,
        request_hash bytea NOT NULL,
        answer jsonb,
        created_at timestamptz NOT NULL,
        CONSTRAINT idempotency_keys_pkey PRIMARY KEY (user_id, key),
        CONSTRAINT idempotency_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )`);
    await runner.query(`
      CREATE TABLE scheduled_runs (
        task text NOT NULL,
        slot timestamptz NOT NULL,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        outcome jsonb,
        CONSTRAINT scheduled_runs_pkey PRIMARY KEY (task, slot)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE scheduled_runs`);
    await runner.query(`DROP TABLE idempotency_keys`);
  }
}
