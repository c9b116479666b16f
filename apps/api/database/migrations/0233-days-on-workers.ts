import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was, but for what stands between making the table and attaching it. */
const createPartition = (whereItLies: string, words: string): string => `
      CREATE OR REPLACE FUNCTION create_location_partition(day date) RETURNS boolean LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE
        partition text := 'location_history_' || to_char(day, 'YYYYMMDD');
        lower_bound timestamptz := day::timestamp AT TIME ZONE 'UTC';
        upper_bound timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';${words}
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('create_location_partition', 0));
        PERFORM FROM pg_class
        WHERE relname = partition
          AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'location_history'::regclass);
        IF FOUND THEN
          RETURN false;
        END IF;
        PERFORM set_config('lock_timeout', '2s', true);
        EXECUTE format('CREATE TABLE %I (LIKE location_history INCLUDING ALL)', partition);${whereItLies}
        EXECUTE format('ALTER TABLE location_history ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                       partition, lower_bound, upper_bound);
        RETURN true;
      EXCEPTION WHEN duplicate_table OR unique_violation THEN
        RETURN false;
      END $$`;

/**
 * Where the history is distributed over the workers of Citus, a day has to be so as well before it is attached: a day that lies here
 * alone is refused. Citus is no part of this database otherwise, so its names are in texts that are run only there.
 */
const DISTRIBUTED = `
        IF to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL THEN
          EXECUTE $sql$SELECT EXISTS (SELECT FROM pg_catalog.pg_dist_partition
            WHERE logicalrelid = 'public.location_history'::regclass AND partmethod = 'h')$sql$ INTO is_distributed;
        END IF;
        IF is_distributed THEN
          -- A connection a worker, as everything else of this transaction has.
          PERFORM set_config('citus.multi_shard_modify_mode', 'sequential', true);
          EXECUTE $sql$SELECT pg_catalog.create_distributed_table($1::regclass, 'guard_id', colocate_with => 'public.location_history')$sql$
            USING partition;
        END IF;`;

export class DaysOnWorkers1700000000233 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(createPartition(DISTRIBUTED, '\n        is_distributed boolean := false;'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(createPartition('', ''));
  }
}
