import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a closed account was, and will be again when it is reopened, decides something: it was a key of `users.metadata`. */
export class StatusBeforeClosing1700000000058 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users ADD COLUMN status_before_closing user_status`);
    await runner.query(`ALTER TABLE users DISABLE TRIGGER users_touch_updated_at`);
    await runner.query(`
      UPDATE users SET
        status_before_closing = CASE
          WHEN erasure_due_at IS NOT NULL AND metadata ->> 'statusBeforeClosing' = ANY (enum_range(NULL::user_status)::text[])
          THEN (metadata ->> 'statusBeforeClosing')::user_status END,
        metadata = metadata - 'statusBeforeClosing'
      WHERE metadata ? 'statusBeforeClosing'`);
    await runner.query(`ALTER TABLE users ENABLE TRIGGER users_touch_updated_at`);
    await runner.query(`
      ALTER TABLE users ADD CONSTRAINT users_status_before_closing_of_closed CHECK (
        status_before_closing IS NULL OR erasure_due_at IS NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users DISABLE TRIGGER users_touch_updated_at`);
    await runner.query(`
      UPDATE users SET metadata = metadata || jsonb_build_object('statusBeforeClosing', status_before_closing)
      WHERE status_before_closing IS NOT NULL`);
    await runner.query(`ALTER TABLE users ENABLE TRIGGER users_touch_updated_at`);
    await runner.query(`ALTER TABLE users DROP COLUMN status_before_closing`);
  }
}
