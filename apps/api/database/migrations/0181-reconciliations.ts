import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs of reconciliation: one at a time, each with how far it is and what it has found. */
export class Reconciliations1700000000181 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reconciliations (
        id uuid NOT NULL,
        asked_by uuid,
        days integer NOT NULL,
        asked_at timestamptz NOT NULL,
        heard_at timestamptz NOT NULL,
        movements_read integer NOT NULL DEFAULT 0,
        period_from timestamptz,
        period_until timestamptz,
        compared integer,
        ours_cents bigint,
        beside_jobs_cents bigint,
        stripe_cents bigint,
        difference_count integer,
        differences jsonb NOT NULL DEFAULT '[]',
        failure text,
        ended_at timestamptz,
        CONSTRAINT reconciliations_pkey PRIMARY KEY (id),
        CONSTRAINT reconciliations_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES users (id) ON DELETE RESTRICT,
        CONSTRAINT reconciliations_days_are_days CHECK (days BETWEEN 1 AND 3660),
        CONSTRAINT reconciliations_differences_is_array CHECK (jsonb_typeof(differences) = 'array'),
        CONSTRAINT reconciliations_failure_is_known CHECK (failure IN ('provider_unreachable', 'provider_refuses', 'broken')),
        CONSTRAINT reconciliations_ends_in_one_way CHECK (
          (ended_at IS NOT NULL) = (num_nonnulls(failure, difference_count) = 1)
          AND num_nonnulls(failure, difference_count) < 2),
        CONSTRAINT reconciliations_result_is_whole CHECK (
          num_nulls(period_from, period_until, compared, ours_cents, beside_jobs_cents, stripe_cents, difference_count) IN (0, 7))
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX reconciliations_one_under_way ON reconciliations ((true)) WHERE ended_at IS NULL`,
    );
    await runner.query(`CREATE INDEX reconciliations_newest ON reconciliations (asked_at DESC)`);
    await runner.query(
      `CREATE INDEX reconciliations_by_asker ON reconciliations (asked_by) WHERE asked_by IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE reconciliations`);
  }
}
