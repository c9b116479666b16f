import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people are told, and by which ways it was sent to them. */
export class Messages1700000000140 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TYPE delivery_channel AS ENUM ('push', 'email', 'sms')`);
    await runner.query(`CREATE TYPE delivery_state AS ENUM ('queued', 'sending', 'sent', 'shown', 'failed')`);
    await runner.query(`
      CREATE TABLE messages (
        id uuid NOT NULL,
        cause_id uuid NOT NULL,
        user_id uuid NOT NULL,
        kind text NOT NULL,
        job_id uuid,
        facts jsonb NOT NULL DEFAULT '{}',
        topic text,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        replaced_at timestamptz,
        shown_at timestamptz,
        read_at timestamptz,
        CONSTRAINT messages_pkey PRIMARY KEY (id),
        CONSTRAINT messages_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT messages_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE,
        CONSTRAINT messages_facts_are_object CHECK (jsonb_typeof(facts) = 'object'),
        CONSTRAINT messages_read_was_shown CHECK (read_at IS NULL OR shown_at IS NOT NULL)
      )`);
    await runner.query(`CREATE UNIQUE INDEX messages_once_a_person_and_cause ON messages (cause_id, user_id)`);
    await runner.query(`CREATE INDEX messages_of_person ON messages (user_id, created_at DESC, id DESC)`);
    await runner.query(
      `CREATE INDEX messages_unread ON messages (user_id, topic) WHERE read_at IS NULL AND replaced_at IS NULL`,
    );
    await runner.query(`CREATE INDEX messages_of_job ON messages (job_id) WHERE job_id IS NOT NULL`);
    await runner.query(`CREATE INDEX messages_by_age ON messages (created_at)`);
    await runner.query(`CREATE INDEX users_admins ON users (id) WHERE role = 'admin' AND deleted_at IS NULL`);
    await runner.query(`
      CREATE TABLE message_deliveries (
        id uuid NOT NULL,
        message_id uuid NOT NULL,
        channel delivery_channel NOT NULL,
        target_id uuid NOT NULL,
        state delivery_state NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz,
        sent_at timestamptz,
        failure text,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT message_deliveries_pkey PRIMARY KEY (id),
        CONSTRAINT message_deliveries_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages (id) ON DELETE CASCADE,
        CONSTRAINT message_deliveries_once_a_target UNIQUE (message_id, channel, target_id),
        CONSTRAINT message_deliveries_attempts_not_negative CHECK (attempts >= 0),
        CONSTRAINT message_deliveries_sent_has_time CHECK ((state IN ('sent', 'shown')) = (sent_at IS NOT NULL)),
        CONSTRAINT message_deliveries_queued_has_time CHECK ((state = 'queued') = (due_at IS NOT NULL)),
        CONSTRAINT message_deliveries_failed_says_why CHECK (state <> 'failed' OR failure IS NOT NULL),
        CONSTRAINT message_deliveries_only_push_is_shown CHECK (state <> 'shown' OR channel = 'push')
      )`);
    await runner.query(
      `CREATE TRIGGER message_deliveries_touch_updated_at BEFORE UPDATE ON message_deliveries
       FOR EACH ROW EXECUTE FUNCTION touch_updated_at()`,
    );
    await this.createWishes(runner);
  }

  private async createWishes(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE push_subscriptions (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        endpoint text NOT NULL,
        p256dh text NOT NULL,
        auth text NOT NULL,
        device text,
        created_at timestamptz NOT NULL,
        CONSTRAINT push_subscriptions_pkey PRIMARY KEY (id),
        CONSTRAINT push_subscriptions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT push_subscriptions_endpoint_unique UNIQUE (endpoint),
        CONSTRAINT push_subscriptions_endpoint_is_https CHECK (endpoint LIKE 'https://%' AND length(endpoint) <= 1024)
      )`);
    await runner.query(`CREATE INDEX push_subscriptions_of_person ON push_subscriptions (user_id, created_at DESC)`);
    await runner.query(`
      CREATE TABLE notification_settings (
        user_id uuid NOT NULL,
        unsubscribe_token text NOT NULL,
        quiet_from_minute integer,
        quiet_until_minute integer,
        time_zone text,
        CONSTRAINT notification_settings_pkey PRIMARY KEY (user_id),
        CONSTRAINT notification_settings_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT notification_settings_token_unique UNIQUE (unsubscribe_token),
        CONSTRAINT notification_settings_quiet_hours_whole CHECK (
          num_nulls(quiet_from_minute, quiet_until_minute, time_zone) IN (0, 3)),
        CONSTRAINT notification_settings_from_within_a_day CHECK (quiet_from_minute BETWEEN 0 AND 1439),
        CONSTRAINT notification_settings_until_within_a_day CHECK (quiet_until_minute BETWEEN 0 AND 1439)
      )`);
    await runner.query(`
      CREATE TABLE notification_wishes (
        user_id uuid NOT NULL,
        category text NOT NULL,
        channel delivery_channel NOT NULL,
        is_wanted boolean NOT NULL,
        CONSTRAINT notification_wishes_pkey PRIMARY KEY (user_id, category, channel),
        CONSTRAINT notification_wishes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE notification_wishes`);
    await runner.query(`DROP TABLE notification_settings`);
    await runner.query(`DROP TABLE push_subscriptions`);
    await runner.query(`DROP TABLE message_deliveries`);
    await runner.query(`DROP TABLE messages`);
    await runner.query(`DROP INDEX users_admins`);
    await runner.query(`DROP TYPE delivery_state`);
    await runner.query(`DROP TYPE delivery_channel`);
  }
}
