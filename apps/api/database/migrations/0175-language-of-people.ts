import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which language somebody is written to. */
export class LanguageOfPeople1700000000175 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TYPE user_language AS ENUM ('en', 'es')`);
    await runner.query(`ALTER TABLE users ADD COLUMN language user_language NOT NULL DEFAULT 'en'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users DROP COLUMN language`);
    await runner.query(`DROP TYPE user_language`);
  }
}
