import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FixesAround1700000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // What the ingest asks before it grades: for each upload the stored fixes of its time and the last one before. In a
    // function for its setting: the day's partition is empty at midnight, a plan made then reads it from end to end, and is
    // kept until the statistics are made anew. Measured over the first minutes of a day: 200 uploads a second instead of
    // thousands. In plpgsql because its plans are kept, those of a function in SQL are not.
    await runner.query(`
      CREATE FUNCTION fixes_around(
        guards uuid[], jobs uuid[], since timestamptz[], earliest timestamptz[], latest timestamptz[])
      RETURNS TABLE (ord integer, lat float8, lng float8, at timestamptz)
      LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
      BEGIN
        RETURN QUERY
        SELECT w.ord::integer, ST_Y(found.location::geometry), ST_X(found.location::geometry), found.recorded_at
        FROM unnest(guards, jobs, since, earliest, latest) WITH ORDINALITY
          AS w (guard_id, job_id, since, earliest, latest, ord)
        CROSS JOIN LATERAL (
          (SELECT h.location, h.recorded_at FROM location_history h
           WHERE h.guard_id = w.guard_id AND h.job_id = w.job_id AND h.recorded_at >= w.since
             AND h.recorded_at < w.earliest
           ORDER BY h.recorded_at DESC LIMIT 1)
          UNION ALL
          (SELECT h.location, h.recorded_at FROM location_history h
           WHERE h.guard_id = w.guard_id AND h.job_id = w.job_id AND h.recorded_at BETWEEN w.earliest AND w.latest)
        ) AS found
        ORDER BY w.ord, found.recorded_at;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION fixes_around(uuid[], uuid[], timestamptz[], timestamptz[], timestamptz[])`);
  }
}
