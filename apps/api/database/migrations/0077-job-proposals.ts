import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Other terms for a job that has its guard: they count once the guard has agreed and the card holds what they cost. */
export class JobProposals1700000000077 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TYPE proposal_status AS ENUM ('open', 'accepted', 'declined', 'expired', 'withdrawn', 'lapsed')`,
    );
    await runner.query(PROPOSALS);
    await runner.query(`CREATE INDEX job_proposals_of_job ON job_proposals (job_id, proposed_at)`);
    await runner.query(`CREATE INDEX job_proposals_of_guard ON job_proposals (guard_id)`);
    await runner.query(`
      CREATE UNIQUE INDEX job_proposals_one_live_per_job ON job_proposals (job_id)
      WHERE status = 'open' OR (status = 'accepted' AND applied_at IS NULL)`);
    await runner.query(`
      ALTER TABLE payments
        ADD COLUMN for_proposal uuid,
        ADD CONSTRAINT payments_for_proposal_fkey FOREIGN KEY (for_proposal) REFERENCES job_proposals (id)
          ON DELETE RESTRICT,
        ADD CONSTRAINT payments_proposal_stands_in CHECK (
          for_proposal IS NULL OR (stands_in_for IS NOT NULL AND extend_to IS NULL))`);
    await runner.query(`CREATE INDEX payments_of_proposal ON payments (for_proposal) WHERE for_proposal IS NOT NULL`);
    await runner.query(TERMS_MAY_CHANGE);
    await replaceInRule(runner, FIXED, EDITABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await replaceInRule(runner, EDITABLE, FIXED);
    await runner.query(`DROP FUNCTION jobs_terms_may_change(jobs, jobs)`);
    await runner.query(`ALTER TABLE payments DROP COLUMN for_proposal`);
    await runner.query(`DROP TABLE job_proposals`);
    await runner.query(`DROP TYPE proposal_status`);
  }
}

/** The terms stand in full: they are what the guard was shown, whatever the job was or becomes. */
const PROPOSALS = `
  CREATE TABLE job_proposals (
    id uuid NOT NULL,
    job_id uuid NOT NULL,
    guard_id uuid NOT NULL,
    status proposal_status NOT NULL DEFAULT 'open',
    changed jsonb NOT NULL,
    job_type job_type NOT NULL,
    location_address text NOT NULL,
    location_coordinates geography(Point,4326) NOT NULL,
    site_radius_meters integer NOT NULL,
    start_time timestamptz NOT NULL,
    end_time timestamptz NOT NULL,
    required_clearance_level clearance_level NOT NULL,
    required_skills jsonb NOT NULL,
    special_requirements jsonb NOT NULL,
    hourly_rate_cents integer NOT NULL,
    total_amount_cents integer NOT NULL,
    platform_fee_cents integer NOT NULL,
    guard_payout_cents integer NOT NULL,
    proposed_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    resolved_at timestamptz,
    applied_at timestamptz,
    CONSTRAINT job_proposals_pkey PRIMARY KEY (id),
    CONSTRAINT job_proposals_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE RESTRICT,
    CONSTRAINT job_proposals_guard_id_fkey FOREIGN KEY (guard_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT job_proposals_change_something CHECK (jsonb_typeof(changed) = 'array' AND changed <> '[]'),
    CONSTRAINT job_proposals_end_after_start CHECK (end_time > start_time),
    CONSTRAINT job_proposals_site_radius_50_to_500 CHECK (site_radius_meters BETWEEN 50 AND 500),
    CONSTRAINT job_proposals_skills_are_arrays CHECK (
      jsonb_typeof(required_skills) = 'array' AND jsonb_typeof(special_requirements) = 'array'),
    CONSTRAINT job_proposals_price_adds_up CHECK (platform_fee_cents + guard_payout_cents = total_amount_cents),
    CONSTRAINT job_proposals_amounts_positive CHECK (
      hourly_rate_cents > 0 AND total_amount_cents > 0 AND platform_fee_cents >= 0 AND guard_payout_cents > 0),
    CONSTRAINT job_proposals_expire_after_proposing CHECK (expires_at > proposed_at),
    CONSTRAINT job_proposals_resolved_has_time CHECK ((status = 'open') = (resolved_at IS NULL)),
    CONSTRAINT job_proposals_applied_is_accepted CHECK (applied_at IS NULL OR status = 'accepted')
  )`;

const TERMS_MAY_CHANGE = `
  CREATE FUNCTION jobs_terms_may_change(before jobs, after jobs) RETURNS boolean LANGUAGE plpgsql AS $$
  BEGIN
    IF after.customer_id <> before.customer_id OR after.status <> before.status
       OR after.version <> before.version + 1 OR after.terms_changed_at IS NULL THEN
      RETURN false;
    END IF;
    RETURN before.status = 'requested' OR (before.status = 'matched' AND EXISTS (
      SELECT FROM job_proposals agreed
      WHERE agreed.job_id = after.id AND agreed.guard_id = after.guard_id
        AND agreed.status = 'accepted' AND agreed.applied_at IS NULL
        AND (agreed.start_time, agreed.end_time, agreed.hourly_rate_cents, agreed.total_amount_cents,
             agreed.platform_fee_cents, agreed.guard_payout_cents)
          = (after.start_time, after.end_time, after.hourly_rate_cents, after.total_amount_cents,
             after.platform_fee_cents, after.guard_payout_cents)));
  END $$`;

const FIXED = `OLD.platform_fee_cents, OLD.guard_payout_cents) AND NOT (`;
const EDITABLE = `OLD.platform_fee_cents, OLD.guard_payout_cents)
           AND NOT jobs_terms_may_change(OLD, NEW) AND NOT (`;

/** The function keeps other rules too, which have their own migrations: only this one is changed, whatever they have made of it. */
async function replaceInRule(runner: QueryRunner, from: string, to: string): Promise<void> {
  const [found] = (await runner.query(
    `SELECT pg_get_functiondef('jobs_keep_status_rules()'::regprocedure) AS definition`,
  )) as { definition: string }[];
  if (!found?.definition.includes(from)) throw new Error('jobs_keep_status_rules has no rule of what was booked');
  await runner.query(found.definition.replace(from, to));
}
