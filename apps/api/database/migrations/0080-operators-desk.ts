import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the operator's desk asks: money that moves by itself no further, jobs and people by the beginning of what somebody says on
 * the phone, and the acts about one job. Each answer costs as much as is found, whatever the size of the market.
 */
const INDEXES: readonly string[] = [
  `payments_failed ON payments (failed_at) WHERE status = 'failed'`,
  `payments_disputed ON payments (updated_at) WHERE status = 'disputed'`,
  `users_by_name ON users (lower(btrim(first_name || ' ' || last_name)) text_pattern_ops) WHERE deleted_at IS NULL`,
  `users_by_last_name ON users (lower(last_name) text_pattern_ops) WHERE deleted_at IS NULL`,
  `users_by_email ON users (lower(email::text) text_pattern_ops) WHERE deleted_at IS NULL`,
  `users_by_phone ON users (phone text_pattern_ops) WHERE phone IS NOT NULL AND deleted_at IS NULL`,
  `guard_profiles_by_license ON guard_profiles (lower(license_number) text_pattern_ops) WHERE license_number IS NOT NULL`,
  `jobs_by_title ON jobs (lower(title) text_pattern_ops)`,
  `audit_log_of_subject ON audit_log (subject_id, position) WHERE subject_id IS NOT NULL`,
];

const nameOf = (index: string): string => index.slice(0, index.indexOf(' '));

export class OperatorsDesk1700000000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const index of INDEXES) await runner.query(`CREATE INDEX ${index}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of INDEXES) await runner.query(`DROP INDEX ${nameOf(index)}`);
  }
}
