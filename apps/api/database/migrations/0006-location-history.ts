import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LocationHistory1700000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // PostgreSQL sorts NaN above infinity, so "below infinity" keeps both out.
    await runner.query(`
      CREATE TABLE location_history (
        guard_id uuid NOT NULL,
        job_id uuid NOT NULL,
        location geography(Point,4326) NOT NULL,
        accuracy_meters real NOT NULL,
        altitude_meters real,
        speed_mps real,
        heading_degrees real,
        device_type text,
        app_version text,
        recorded_at timestamptz NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        is_offline_upload boolean NOT NULL DEFAULT false,
        CONSTRAINT location_history_pkey PRIMARY KEY (guard_id, recorded_at),
        CONSTRAINT location_history_guard_id_fkey FOREIGN KEY (guard_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT location_history_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE,
        CONSTRAINT location_history_accuracy_positive CHECK (accuracy_meters > 0 AND accuracy_meters < 'Infinity'),
        CONSTRAINT location_history_speed_not_negative CHECK (speed_mps >= 0 AND speed_mps < 'Infinity'),
        CONSTRAINT location_history_heading_0_to_360 CHECK (heading_degrees BETWEEN 0 AND 360)
      ) PARTITION BY RANGE (recorded_at)`);
    await runner.query(`CREATE INDEX location_history_trail ON location_history (guard_id, job_id, recorded_at)`);
    await runner.query(`CREATE INDEX location_history_job ON location_history (job_id)`);

    // One partition a day (UTC). Made standalone and attached, since CREATE TABLE ... PARTITION OF takes a lock that
    // stalls inserts behind a long reader; a lock that is not had within two seconds is tried again by the next run.
    await runner.query(`
      CREATE FUNCTION create_location_partition(day date) RETURNS boolean LANGUAGE plpgsql AS $$
      DECLARE
        partition text := 'location_history_' || to_char(day, 'YYYYMMDD');
        lower_bound timestamptz := day::timestamp AT TIME ZONE 'UTC';
        upper_bound timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
      BEGIN
        IF to_regclass(partition) IS NOT NULL THEN
          RETURN false;
        END IF;
        PERFORM set_config('lock_timeout', '2s', true);
        EXECUTE format('CREATE TABLE %I (LIKE location_history INCLUDING ALL)', partition);
        EXECUTE format('ALTER TABLE location_history ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                       partition, lower_bound, upper_bound);
        RETURN true;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION create_location_partition(date)`);
    await runner.query(`DROP TABLE location_history`);
  }
}
