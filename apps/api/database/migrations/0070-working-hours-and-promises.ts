import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When a guard works, in the zone of their base; what an offer promised and whether it reached anybody; on how many ratings an
 * average stands. `available_from` and `available_until` go: nothing ever wrote them.
 *
 * Hours are minutes of a week that begins on Monday: one value that a search can hold a job against, where rows of a table of
 * their own would be a join for each guard that it looks at.
 */
export class WorkingHoursAndPromises1700000000070 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE guard_profiles
        DROP COLUMN available_from,
        DROP COLUMN available_until,
        ADD COLUMN time_zone text,
        ADD COLUMN working_week int4multirange,
        ADD COLUMN days_off datemultirange NOT NULL DEFAULT '{}',
        ADD COLUMN rating_count integer NOT NULL DEFAULT 0,
        ADD CONSTRAINT guard_profiles_working_week_is_a_week CHECK (
          working_week <@ '{[0,10080)}'::int4multirange AND NOT isempty(working_week)),
        ADD CONSTRAINT guard_profiles_days_off_have_ends CHECK (NOT lower_inf(days_off) AND NOT upper_inf(days_off)),
        ADD CONSTRAINT guard_profiles_hours_have_zone CHECK (
          time_zone IS NOT NULL OR (working_week IS NULL AND isempty(days_off))),
        ADD CONSTRAINT guard_profiles_rating_count_not_negative CHECK (rating_count >= 0)`);
    await runner.query(`
      ALTER TABLE offers
        ADD COLUMN seen_at timestamptz,
        ADD COLUMN travel_seconds integer,
        ADD CONSTRAINT offers_seen_after_offering CHECK (seen_at >= offered_at),
        ADD CONSTRAINT offers_travel_not_negative CHECK (travel_seconds >= 0)`);
    await runner.query(`
      ALTER TABLE jobs
        ADD COLUMN promised_travel_seconds integer,
        ADD CONSTRAINT jobs_promise_is_of_guard CHECK (
          promised_travel_seconds IS NULL OR (promised_travel_seconds >= 0 AND guard_id IS NOT NULL))`);
    await runner.query(`CREATE INDEX jobs_work_of_guard ON jobs (guard_id, start_time) WHERE guard_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX jobs_work_of_guard`);
    await runner.query(`ALTER TABLE jobs DROP COLUMN promised_travel_seconds`);
    await runner.query(`ALTER TABLE offers DROP COLUMN travel_seconds, DROP COLUMN seen_at`);
    await runner.query(`
      ALTER TABLE guard_profiles
        DROP COLUMN rating_count,
        DROP COLUMN days_off,
        DROP COLUMN working_week,
        DROP COLUMN time_zone,
        ADD COLUMN available_from timestamptz,
        ADD COLUMN available_until timestamptz,
        ADD CONSTRAINT guard_profiles_available_until_after_from CHECK (available_until > available_from)`);
  }
}
