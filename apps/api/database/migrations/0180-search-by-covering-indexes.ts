import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the search asks of a guard's offers and jobs is in two indexes as a whole, and how much they work in one function. */
export class SearchByCoveringIndexes1700000000180 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The 36 offers of a guard in 90 days lie on as many pages of the table, and were most of what a search read.
    await runner.query(`DROP INDEX offers_of_guard`);
    await runner.query(`CREATE INDEX offers_of_guard ON offers (guard_id, offered_at) INCLUDE (status, seen_at)`);
    await runner.query(`DROP INDEX jobs_work_of_guard`);
    await runner.query(`
      CREATE INDEX jobs_work_of_guard ON jobs (guard_id, start_time)
      INCLUDE (id, status, end_time, started_at, completed_at, cancelled_at, location_coordinates)
      WHERE guard_id IS NOT NULL`);
    // A job is as long as booked and can be extended by as much: one that reaches into a window began at most 72 hours before.
    // The most work is in a window that begins with a piece of it or ends with one.
    await runner.query(`
      CREATE FUNCTION works_within(guard uuid, job uuid, starts timestamptz, ends timestamptz, hours integer, most_hours integer)
      RETURNS boolean LANGUAGE plpgsql STABLE AS $$
        DECLARE
          span CONSTANT interval := make_interval(hours => hours);
        BEGIN
          RETURN NOT EXISTS (
            WITH work AS (
              SELECT works_within.starts AS from_time, works_within.ends AS to_time
              UNION ALL
              SELECT COALESCE(w.started_at, w.start_time), COALESCE(w.completed_at, w.cancelled_at, w.end_time)
              FROM jobs w
              WHERE w.guard_id = guard AND w.id IS DISTINCT FROM job AND (w.status <> 'cancelled' OR w.started_at IS NOT NULL)
                AND w.start_time > works_within.starts - span - interval '72 hours'
                AND w.start_time < works_within.ends + span
            ), windows AS (
              SELECT from_time AS opens FROM work UNION SELECT to_time - span FROM work
            )
            SELECT FROM windows JOIN work ON work.from_time < opens + span AND work.to_time > opens
            WHERE opens < works_within.ends AND opens + span > works_within.starts
            GROUP BY opens
            HAVING sum(least(work.to_time, opens + span) - greatest(work.from_time, opens)) > make_interval(hours => most_hours));
        END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION works_within(uuid, uuid, timestamptz, timestamptz, integer, integer)`);
    await runner.query(`DROP INDEX jobs_work_of_guard`);
    await runner.query(`CREATE INDEX jobs_work_of_guard ON jobs (guard_id, start_time) WHERE guard_id IS NOT NULL`);
    await runner.query(`DROP INDEX offers_of_guard`);
    await runner.query(`CREATE INDEX offers_of_guard ON offers (guard_id, offered_at)`);
  }
}
