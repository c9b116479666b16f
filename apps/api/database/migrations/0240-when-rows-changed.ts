import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `updated_at` for tables that are updated, kept by the one trigger. A table's default is a constant here: no row is written. */
abstract class WhenRowsChanged implements MigrationInterface {
  protected abstract readonly tables: readonly string[];

  async up(runner: QueryRunner): Promise<void> {
    for (const table of this.tables) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now()`);
      await runner.query(
        `CREATE TRIGGER ${table}_touch_updated_at BEFORE UPDATE ON ${table}
         FOR EACH ROW EXECUTE FUNCTION touch_updated_at()`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of this.tables) {
      await runner.query(`DROP TRIGGER ${table}_touch_updated_at ON ${table}`);
      await runner.query(`ALTER TABLE ${table} DROP COLUMN updated_at`);
    }
  }
}

/** By who writes them together: a migration that wants all tables at once gets none of them on a busy server. */
export class WhenSignInsChanged1700000000240 extends WhenRowsChanged {
  protected readonly tables = ['account_tokens', 'passkeys', 'sessions', 'sign_in_failures', 'idempotency_keys'];
}

export class WhenPrivacyChanged1700000000241 extends WhenRowsChanged {
  protected readonly tables = ['privacy_requests', 'export_parts', 'user_files', 'share_links', 'calendar_feeds'];
}

export class WhenJobsPartsChanged1700000000242 extends WhenRowsChanged {
  protected readonly tables = [
    ...['deadlines', 'job_breaks', 'job_proposals', 'corrections', 'paused_searches', 'alarms', 'job_messages'],
    ...['messages', 'notification_settings', 'notification_wishes', 'push_subscriptions'],
  ];
}

export class WhenMoneysPartsChanged1700000000243 extends WhenRowsChanged {
  protected readonly tables = ['bounced_payouts', 'credits', 'disputes', 'receipt_keys', 'reconciliations'];
}
