import { GroupCommit } from '@aegis/api/dist/src/features/tracking/ingest/group-commit.js';
import { instantArray, numberArray, uuidArray } from '@aegis/api/dist/src/platform/database/plain-arrays.js';
import type { Fix } from '@aegis/contract';
import type pg from 'pg';

export interface GuardFix {
  guardId: string;
  jobId: string;
  fix: Fix;
}

const INSERT = {
  name: 'grouped',
  text: `INSERT INTO location_history (guard_id, job_id, location, accuracy_meters, speed_mps, heading_degrees, recorded_at)
         SELECT guard_id, job_id, ST_SetSRID(ST_MakePoint(lng, lat), 4326)::geography, accuracy, speed, heading, recorded_at
         FROM unnest($1::uuid[], $2::uuid[], $3::float8[], $4::float8[], $5::real[], $6::real[], $7::real[], $8::timestamptz[])
           AS f (guard_id, job_id, lng, lat, accuracy, speed, heading, recorded_at)
         ON CONFLICT DO NOTHING`,
};

const LIMITS = { groupWeight: 1000, waitingWeight: 20_000, groupsAtOnce: 2, lingerMs: 0, patienceMs: 5000 };

/** Fixes of concurrent requests in one statement and one commit, as ours, and nothing else of what ours does. */
export function groupedFixes(pool: pg.Pool): GroupCommit<GuardFix, boolean> {
  const write = async (group: GuardFix[]): Promise<boolean[]> => {
    const values = [
      uuidArray(group.map(({ guardId }) => guardId)),
      uuidArray(group.map(({ jobId }) => jobId)),
      numberArray(group.map(({ fix }) => fix.lng)),
      numberArray(group.map(({ fix }) => fix.lat)),
      numberArray(group.map(({ fix }) => fix.accuracyMeters)),
      numberArray(group.map(({ fix }) => fix.speedMps)),
      numberArray(group.map(({ fix }) => fix.headingDegrees)),
      instantArray(group.map(({ fix }) => fix.recordedAt)),
    ];
    await pool.query({ ...INSERT, values });
    return group.map(() => true);
  };
  const grouping = { keyOf: ({ guardId }: GuardFix) => guardId, weightOf: () => 1, now: () => performance.now() };
  return new GroupCommit(write, grouping, LIMITS);
}
