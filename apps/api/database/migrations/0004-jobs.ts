import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Jobs1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TYPE job_status AS ENUM ('requested', 'matched', 'in_progress', 'completed', 'cancelled')`,
    );
    await runner.query(
      `CREATE TYPE job_type AS ENUM ('basic', 'event', 'executive', 'patrol', 'residential', 'retail')`,
    );

    await runner.query(`
      CREATE TABLE jobs (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        customer_id uuid NOT NULL,
        guard_id uuid,
        title text NOT NULL,
        description text,
        job_type job_type NOT NULL,
        status job_status NOT NULL DEFAULT 'requested',
        location_address text NOT NULL,
        location_coordinates geography(Point,4326) NOT NULL,
        location_notes text,
        start_time timestamptz NOT NULL,
        end_time timestamptz NOT NULL,
        duration_hours numeric(6,2)
          GENERATED ALWAYS AS (round(extract(epoch FROM end_time - start_time) / 3600, 2)) STORED,
        required_clearance_level clearance_level NOT NULL,
        required_skills jsonb NOT NULL DEFAULT '[]',
        special_requirements jsonb NOT NULL DEFAULT '[]',
        hourly_rate_cents integer NOT NULL,
        total_amount_cents integer NOT NULL,
        platform_fee_cents integer NOT NULL,
        guard_payout_cents integer NOT NULL,
        worked_minutes integer,
        due_amount_cents integer,
        requested_at timestamptz NOT NULL DEFAULT now(),
        matched_at timestamptz,
        started_at timestamptz,
        completed_at timestamptz,
        cancelled_at timestamptz,
        check_in_location geography(Point,4326),
        check_out_location geography(Point,4326),
        cancellation_reason text,
        cancelled_by uuid,
        metadata jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT jobs_pkey PRIMARY KEY (id),
        CONSTRAINT jobs_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES users (id) ON DELETE RESTRICT,
        CONSTRAINT jobs_guard_id_fkey FOREIGN KEY (guard_id) REFERENCES users (id) ON DELETE RESTRICT,
        CONSTRAINT jobs_cancelled_by_fkey FOREIGN KEY (cancelled_by) REFERENCES users (id) ON DELETE RESTRICT,
        CONSTRAINT jobs_end_after_start CHECK (end_time > start_time),
        CONSTRAINT jobs_price_adds_up CHECK (platform_fee_cents + guard_payout_cents = total_amount_cents),
        CONSTRAINT jobs_amounts_positive CHECK (
          hourly_rate_cents > 0 AND total_amount_cents > 0 AND platform_fee_cents >= 0 AND guard_payout_cents > 0),
        CONSTRAINT jobs_due_within_price CHECK (due_amount_cents BETWEEN 0 AND total_amount_cents),
        CONSTRAINT jobs_worked_minutes_not_negative CHECK (worked_minutes >= 0),
        CONSTRAINT jobs_required_skills_is_array CHECK (jsonb_typeof(required_skills) = 'array'),
        CONSTRAINT jobs_special_requirements_is_array CHECK (jsonb_typeof(special_requirements) = 'array'),
        CONSTRAINT jobs_metadata_is_object CHECK (jsonb_typeof(metadata) = 'object'),
        CONSTRAINT jobs_customer_is_not_guard CHECK (guard_id <> customer_id),
        CONSTRAINT jobs_requested_is_open CHECK (
          status <> 'requested'
          OR (guard_id IS NULL AND matched_at IS NULL AND started_at IS NULL AND due_amount_cents IS NULL)),
        CONSTRAINT jobs_matched_is_complete CHECK (
          status <> 'matched'
          OR (guard_id IS NOT NULL AND matched_at IS NOT NULL AND started_at IS NULL AND due_amount_cents IS NULL)),
        CONSTRAINT jobs_in_progress_is_complete CHECK (
          status <> 'in_progress'
          OR (guard_id IS NOT NULL AND matched_at IS NOT NULL AND started_at IS NOT NULL
              AND check_in_location IS NOT NULL AND due_amount_cents IS NULL)),
        CONSTRAINT jobs_completed_is_complete CHECK (
          status <> 'completed'
          OR (guard_id IS NOT NULL AND matched_at IS NOT NULL AND started_at IS NOT NULL
              AND completed_at >= started_at AND completed_at IS NOT NULL
              AND check_in_location IS NOT NULL AND check_out_location IS NOT NULL
              AND worked_minutes IS NOT NULL AND due_amount_cents IS NOT NULL)),
        CONSTRAINT jobs_cancelled_is_complete CHECK (
          status <> 'cancelled'
          OR (cancelled_at IS NOT NULL AND cancellation_reason IS NOT NULL AND due_amount_cents IS NOT NULL)),
        CONSTRAINT jobs_no_overlap_per_guard EXCLUDE USING gist (
          guard_id WITH =, tstzrange(start_time, end_time) WITH &&)
          WHERE (status IN ('matched', 'in_progress'))
      )`);
    await runner.query(`CREATE INDEX jobs_status_start_time ON jobs (status, start_time)`);
    await runner.query(`CREATE INDEX jobs_of_customer ON jobs (customer_id, requested_at, id)`);
    await runner.query(`CREATE INDEX jobs_of_guard ON jobs (guard_id, requested_at, id)`);
    await runner.query(`CREATE INDEX jobs_newest ON jobs (requested_at, id)`);
    await runner.query(`CREATE INDEX jobs_cancelled_by ON jobs (cancelled_by) WHERE cancelled_by IS NOT NULL`);
    await runner.query(
      `CREATE INDEX jobs_open_near ON jobs USING gist (location_coordinates) WHERE status = 'requested'`,
    );
    await runner.query(`CREATE INDEX jobs_required_skills ON jobs USING gin (required_skills jsonb_path_ops)`);
    await runner.query(
      `CREATE TRIGGER jobs_touch_updated_at BEFORE UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION touch_updated_at()`,
    );

    // The second lock on the door: the application moves a job only along its own table (jobs.states.ts).
    // Matching locks the guard's row first: two transactions that give one guard overlapping jobs would otherwise each find
    // the other's entry in the exclusion constraint's index and wait for each other. Of eight at once seven got a dead-lock
    // after a second instead of a refusal at once; with the lock none does.
    await runner.query(`
      CREATE FUNCTION jobs_keep_status_rules() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF NEW.status <> 'requested' THEN
            RAISE EXCEPTION 'a job starts as requested, not as %', NEW.status
              USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_status_transition', TABLE = 'jobs';
          END IF;
          RETURN NEW;
        END IF;
        IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
          ('requested', 'matched'), ('matched', 'requested'), ('matched', 'in_progress'),
          ('in_progress', 'completed'),
          ('requested', 'cancelled'), ('matched', 'cancelled'), ('in_progress', 'cancelled')) THEN
          RAISE EXCEPTION 'a job cannot go from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_status_transition', TABLE = 'jobs';
        END IF;
        IF (NEW.customer_id, NEW.start_time, NEW.end_time, NEW.hourly_rate_cents, NEW.total_amount_cents,
            NEW.platform_fee_cents, NEW.guard_payout_cents)
           IS DISTINCT FROM
           (OLD.customer_id, OLD.start_time, OLD.end_time, OLD.hourly_rate_cents, OLD.total_amount_cents,
            OLD.platform_fee_cents, OLD.guard_payout_cents) THEN
          RAISE EXCEPTION 'what was booked (customer, times, price) does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_booking_is_fixed', TABLE = 'jobs';
        END IF;
        IF NEW.guard_id IS DISTINCT FROM OLD.guard_id AND NEW.status = OLD.status THEN
          RAISE EXCEPTION 'a job changes its guard only by going back to dispatch'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_guard_changes_with_status', TABLE = 'jobs';
        END IF;
        IF NEW.status = 'matched' AND OLD.status <> 'matched' THEN
          PERFORM FROM users WHERE id = NEW.guard_id FOR NO KEY UPDATE;
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(
      `CREATE TRIGGER jobs_keep_status_rules BEFORE INSERT OR UPDATE ON jobs
       FOR EACH ROW EXECUTE FUNCTION jobs_keep_status_rules()`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE jobs`);
    await runner.query(`DROP FUNCTION jobs_keep_status_rules()`);
    await runner.query(`DROP TYPE job_type`);
    await runner.query(`DROP TYPE job_status`);
  }
}
