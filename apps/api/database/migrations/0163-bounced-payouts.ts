import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a guard's own bank has sent back. Until another bank takes something they get nothing more, which would come back too. */
export class BouncedPayouts1700000000163 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE bounced_payouts (
        stripe_payout_id text NOT NULL,
        guard_id uuid NOT NULL,
        amount_cents integer NOT NULL,
        failure_code text,
        bounced_at timestamptz NOT NULL,
        settled_at timestamptz,
        CONSTRAINT bounced_payouts_pkey PRIMARY KEY (stripe_payout_id),
        CONSTRAINT bounced_payouts_guard_id_fkey FOREIGN KEY (guard_id) REFERENCES users (id) ON DELETE RESTRICT,
        CONSTRAINT bounced_payouts_amount_positive CHECK (amount_cents > 0)
      )`);
    await runner.query(`CREATE INDEX bounced_payouts_of_guard ON bounced_payouts (guard_id, settled_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE bounced_payouts`);
  }
}
