import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TimelineAndOffers1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TYPE actor_role AS ENUM ('customer', 'guard', 'admin', 'system')`);
    await runner.query(`
      CREATE TABLE timeline (
        id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
        job_id uuid,
        user_id uuid,
        type text NOT NULL,
        actor_id uuid,
        actor_role actor_role NOT NULL,
        from_status text,
        to_status text,
        details jsonb NOT NULL DEFAULT '{}',
        occurred_at timestamptz NOT NULL,
        CONSTRAINT timeline_pkey PRIMARY KEY (id),
        CONSTRAINT timeline_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE RESTRICT,
        CONSTRAINT timeline_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT,
        CONSTRAINT timeline_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES users (id) ON DELETE RESTRICT,
        CONSTRAINT timeline_has_subject CHECK (num_nonnulls(job_id, user_id) = 1),
        CONSTRAINT timeline_system_has_no_actor CHECK ((actor_role = 'system') = (actor_id IS NULL)),
        CONSTRAINT timeline_details_is_object CHECK (jsonb_typeof(details) = 'object')
      )`);
    await runner.query(`CREATE INDEX timeline_of_job ON timeline (job_id, id) WHERE job_id IS NOT NULL`);
    await runner.query(`CREATE INDEX timeline_of_user ON timeline (user_id, id) WHERE user_id IS NOT NULL`);
    await runner.query(`CREATE INDEX timeline_of_actor ON timeline (actor_id, id) WHERE actor_id IS NOT NULL`);

    // Details may be pseudonymised when a person is erased; who, what and when never change.
    await runner.query(`
      CREATE FUNCTION timeline_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND
           (NEW.id, NEW.job_id, NEW.user_id, NEW.type, NEW.actor_id, NEW.actor_role, NEW.from_status, NEW.to_status,
            NEW.occurred_at)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.job_id, OLD.user_id, OLD.type, OLD.actor_id, OLD.actor_role, OLD.from_status, OLD.to_status,
            OLD.occurred_at) THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'the timeline is append-only'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'timeline_is_append_only', TABLE = 'timeline';
      END $$`);
    await runner.query(
      `CREATE TRIGGER timeline_is_append_only BEFORE UPDATE OR DELETE ON timeline
       FOR EACH ROW EXECUTE FUNCTION timeline_is_append_only()`,
    );
    await runner.query(
      `CREATE TRIGGER timeline_is_never_emptied BEFORE TRUNCATE ON timeline
       FOR EACH STATEMENT EXECUTE FUNCTION timeline_is_append_only()`,
    );

    await runner.query(
      `CREATE TYPE offer_status AS ENUM ('offered', 'accepted', 'declined', 'expired', 'superseded', 'given_back')`,
    );
    await runner.query(`
      CREATE TABLE offers (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        job_id uuid NOT NULL,
        guard_id uuid NOT NULL,
        status offer_status NOT NULL DEFAULT 'offered',
        wave integer NOT NULL,
        distance_meters double precision NOT NULL,
        score double precision NOT NULL,
        components jsonb NOT NULL,
        payout_cents integer NOT NULL,
        offered_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        resolved_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT offers_pkey PRIMARY KEY (id),
        CONSTRAINT offers_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE RESTRICT,
        CONSTRAINT offers_guard_id_fkey FOREIGN KEY (guard_id) REFERENCES users (id) ON DELETE RESTRICT,
        CONSTRAINT offers_expire_after_offering CHECK (expires_at > offered_at),
        CONSTRAINT offers_resolved_has_time CHECK ((status = 'offered') = (resolved_at IS NULL)),
        CONSTRAINT offers_wave_positive CHECK (wave > 0),
        CONSTRAINT offers_distance_not_negative CHECK (distance_meters >= 0),
        CONSTRAINT offers_components_is_object CHECK (jsonb_typeof(components) = 'object'),
        CONSTRAINT offers_payout_positive CHECK (payout_cents > 0)
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX offers_one_live_per_job_and_guard ON offers (job_id, guard_id) WHERE status = 'offered'`,
    );
    await runner.query(`CREATE UNIQUE INDEX offers_one_accepted_per_job ON offers (job_id) WHERE status = 'accepted'`);
    await runner.query(`CREATE INDEX offers_of_job ON offers (job_id, guard_id)`);
    await runner.query(`CREATE INDEX offers_of_guard ON offers (guard_id, offered_at)`);
    await runner.query(
      `CREATE TRIGGER offers_touch_updated_at BEFORE UPDATE ON offers FOR EACH ROW EXECUTE FUNCTION touch_updated_at()`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE offers`);
    await runner.query(`DROP TYPE offer_status`);
    await runner.query(`DROP TABLE timeline`);
    await runner.query(`DROP FUNCTION timeline_is_append_only()`);
    await runner.query(`DROP TYPE actor_role`);
  }
}
