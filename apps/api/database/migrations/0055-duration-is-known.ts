import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The duration is generated from two times that are never null, so it is not either; now the schema says so too. */
export class DurationIsKnown1700000000055 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE jobs ALTER COLUMN duration_hours SET NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE jobs ALTER COLUMN duration_hours DROP NOT NULL`);
  }
}
