import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A device shows messages as long as somebody is signed in there: whoever ends the session elsewhere ends them too. */
export class SessionOfADevice1700000000174 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE push_subscriptions
        ADD COLUMN session_id uuid,
        ADD CONSTRAINT push_subscriptions_session_id_fkey
          FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE`);
    await runner.query(`
      CREATE INDEX push_subscriptions_of_session ON push_subscriptions (session_id) WHERE session_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE push_subscriptions DROP COLUMN session_id`);
  }
}
