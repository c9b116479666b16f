import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The secret address by which a person's calendar reads their jobs. Only the hash of its token is kept. */
export class CalendarFeeds1700000000176 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calendar_feeds (
        user_id uuid NOT NULL,
        token_hash bytea NOT NULL,
        made_at timestamptz NOT NULL,
        read_at timestamptz,
        CONSTRAINT calendar_feeds_pkey PRIMARY KEY (user_id),
        CONSTRAINT calendar_feeds_token_unique UNIQUE (token_hash),
        CONSTRAINT calendar_feeds_token_is_sha256 CHECK (length(token_hash) = 32),
        CONSTRAINT calendar_feeds_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE calendar_feeds`);
  }
}
