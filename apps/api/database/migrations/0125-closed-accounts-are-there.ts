import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who has closed the account is there for administrators until they are erased: in the list, and by the beginning of what somebody
 * says on the phone.
 */
const INDEXES: Readonly<Record<string, string>> = {
  users_newest: `(created_at, id)`,
  users_by_name: `(lower(btrim(first_name || ' ' || last_name)) text_pattern_ops)`,
  users_by_last_name: `(lower(last_name) text_pattern_ops)`,
  users_by_email: `(lower(email::text) text_pattern_ops)`,
  users_by_phone: `(phone text_pattern_ops)`,
};

const LIVING = `deleted_at IS NULL`;
const THERE = `(deleted_at IS NULL OR erasure_due_at IS NOT NULL)`;

async function make(runner: QueryRunner, who: string): Promise<void> {
  for (const [name, columns] of Object.entries(INDEXES)) {
    await runner.query(`DROP INDEX ${name}`);
    const called = name === 'users_by_phone' ? `phone IS NOT NULL AND ${who}` : who;
    await runner.query(`CREATE INDEX ${name} ON users ${columns} WHERE ${called}`);
  }
}

export class ClosedAccountsAreThere1700000000125 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await make(runner, THERE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await make(runner, LIVING);
  }
}
