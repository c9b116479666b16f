import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Deadlines1700000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // No foreign key: a subject may be a job, a guard or what comes later, and a handler asks for it anyway.
    await runner.query(`
      CREATE TABLE deadlines (
        id uuid NOT NULL,
        kind text NOT NULL,
        subject_id uuid NOT NULL,
        due_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        CONSTRAINT deadlines_pkey PRIMARY KEY (id),
        CONSTRAINT deadlines_attempts_not_negative CHECK (attempts >= 0)
      )`);
    await runner.query(`CREATE INDEX deadlines_due ON deadlines (due_at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE deadlines`);
  }
}
