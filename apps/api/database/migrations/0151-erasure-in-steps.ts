import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the erasure of a person has come. */
export class ErasureInSteps1700000000151 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE privacy_requests ADD COLUMN steps_done text[] NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE privacy_requests DROP COLUMN steps_done`);
  }
}
