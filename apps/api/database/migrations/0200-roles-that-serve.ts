import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of these change many times in their life, whatever their number. */
const HOT = ['guard_profiles', 'jobs', 'offers', 'deadlines', 'queued_events', 'queue_workers', 'scheduled_runs'];

/**
 * A role that serves may own nothing: days of positions are made and dropped by functions with the rights of the owner, and by nothing
 * else. Who may call them is granted by `db migrate`.
 */
export class RolesThatServe1700000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The tables named in it are found where we put them, not where whoever calls it has put others of these names.
    await runner.query(`
      ALTER FUNCTION create_location_partition(date) SECURITY DEFINER SET search_path = public, pg_temp`);
    await runner.query(`
      CREATE FUNCTION drop_location_partition(partition name) RETURNS boolean LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'location_history'::regclass AND c.relname = partition AND partition ~ '^location_history_\\d{8}$';
        IF NOT FOUND THEN
          RETURN false;
        END IF;
        EXECUTE format('DROP TABLE IF EXISTS %I', partition);
        RETURN true;
      END $$`);
    await runner.query(`
      REVOKE ALL ON FUNCTION create_location_partition(date), drop_location_partition(name) FROM PUBLIC`);
    // A fifth of a large table, which is the default, is days of dead rows that every search walks over.
    for (const table of HOT)
      await runner.query(
        `ALTER TABLE ${table} SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of HOT)
      await runner.query(
        `ALTER TABLE ${table} RESET (autovacuum_vacuum_scale_factor, autovacuum_analyze_scale_factor)`,
      );
    await runner.query(`DROP FUNCTION drop_location_partition(name)`);
    await runner.query(`GRANT EXECUTE ON FUNCTION create_location_partition(date) TO PUBLIC`);
    await runner.query(`ALTER FUNCTION create_location_partition(date) SECURITY INVOKER RESET search_path`);
  }
}
