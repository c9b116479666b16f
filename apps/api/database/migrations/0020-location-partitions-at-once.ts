import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LocationPartitionsAtOnce1700000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Processes that start together all find the day missing. The lock lets one make it and the others wait; each then looks
    // in pg_class with a new snapshot, because to_regclass may answer from a cache of before the wait. The handler is for
    // who makes the table without the lock: an operator by hand, a program of the version before.
    await runner.query(`
      CREATE OR REPLACE FUNCTION create_location_partition(day date) RETURNS boolean LANGUAGE plpgsql AS $$
      DECLARE
        partition text := 'location_history_' || to_char(day, 'YYYYMMDD');
        lower_bound timestamptz := day::timestamp AT TIME ZONE 'UTC';
        upper_bound timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('create_location_partition', 0));
        PERFORM FROM pg_class
        WHERE relname = partition
          AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'location_history'::regclass);
        IF FOUND THEN
          RETURN false;
        END IF;
        PERFORM set_config('lock_timeout', '2s', true);
        EXECUTE format('CREATE TABLE %I (LIKE location_history INCLUDING ALL)', partition);
        EXECUTE format('ALTER TABLE location_history ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                       partition, lower_bound, upper_bound);
        RETURN true;
      EXCEPTION WHEN duplicate_table OR unique_violation THEN
        RETURN false;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION create_location_partition(day date) RETURNS boolean LANGUAGE plpgsql AS $$
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
}
