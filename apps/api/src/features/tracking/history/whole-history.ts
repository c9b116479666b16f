import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import {
  booleans,
  double,
  doubles,
  instant,
  instants,
  integer,
  json,
  literalOf,
  reals,
  texts,
  uuid,
  uuids,
} from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { isChangedSql } from '../../jobs/is-changed-sql.js';
import type { Sighting } from '../fix-grading.js';
import { booleanArray, instantArray, numberArray, uuidArray } from '../../../platform/database/plain-arrays.js';
import { nameOf, type NewFix } from '../tracking.repository.js';
import { FixHistory, JobsChanged, type ReadJob, type Surroundings, type Watched } from './fix-history.js';

const AROUND = statement({
  name: 'ingest_around',
  takes: [uuids, uuids, instants, instants, instants],
  gives: { ord: integer('ord'), lat: double('lat'), lng: double('lng'), recordedAt: instant('at') },
  isOfManyGuards: true,
  text: (row) => `SELECT ${row} FROM fixes_around($1, $2, $3, $4, $5)`,
});

/** `names`: of what was stored, when not everything was. `changed`: jobs that are not as they were read any more; then nothing was. */
const INSERT = statement({
  name: 'ingest_insert',
  isOfManyGuards: true,
  takes: [
    ...([literalOf(uuids), literalOf(uuids), literalOf(instants), literalOf(doubles), literalOf(doubles)] as const),
    ...([literalOf(reals), literalOf(reals), literalOf(reals), literalOf(reals)] as const),
    ...([literalOf(instants), literalOf(booleans)] as const),
    ...([literalOf(uuids), literalOf(texts)] as const),
  ],
  gives: {
    names: json<[guardId: string, ms: number][]>().orNull(`
      CASE WHEN count(*) < cardinality($1::uuid[])
      THEN COALESCE(json_agg(json_build_array(guard_id, extract(epoch FROM recorded_at) * 1000)), '[]'::json) END`),
    changed: json<string[]>().orNull('(SELECT json_agg(id) FROM changed)'),
  },
  text: (row) => `
  WITH changed AS (
    SELECT id FROM unnest($12::uuid[], $13::text[]) AS read (id, state) WHERE ${isChangedSql('read.id', 'read.state')}
  ), stored AS (
    INSERT INTO location_history (guard_id, job_id, received_at, location, accuracy_meters, altitude_meters, speed_mps,
      heading_degrees, recorded_at, is_offline_upload)
    SELECT guard_id, job_id, received_at, ST_SetSRID(ST_MakePoint(lng, lat), 4326)::geography, accuracy, altitude, speed,
      heading, recorded_at, is_offline
    FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::float8[], $5::float8[], $6::real[], $7::real[], $8::real[],
        $9::real[], $10::timestamptz[], $11::boolean[])
      AS f (guard_id, job_id, received_at, lng, lat, accuracy, altitude, speed, heading, recorded_at, is_offline)
    WHERE NOT EXISTS (SELECT FROM changed)
    ON CONFLICT DO NOTHING
    RETURNING guard_id, recorded_at
  )
  SELECT ${row} FROM stored`,
});

const LAST_FIXES = statement({
  name: 'history_last_fixes',
  isOfManyGuards: true,
  takes: [uuids, uuids, instants],
  gives: { jobId: uuid('last.job_id'), at: instant('last.recorded_at') },
  text: (row) => `
    SELECT ${row} FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS w (job_id, guard_id, since)
    CROSS JOIN LATERAL (
      SELECT h.job_id, h.recorded_at FROM location_history h
      WHERE h.guard_id = w.guard_id AND h.job_id = w.job_id AND h.recorded_at >= w.since
      ORDER BY h.recorded_at DESC LIMIT 1) AS last`,
});

/** On one server: the statements that many guards share. */
@Injectable()
export class WholeHistory extends FixHistory {
  override readonly isHere = true;
  override readonly provesJobs = true;

  constructor(private readonly database: Database) {
    super();
  }

  override async around(wanted: readonly Surroundings[]): Promise<Sighting[][]> {
    const found = wanted.map((): Sighting[] => []);
    const rows = await this.database.rows(AROUND, [
      wanted.map(({ guardId }) => guardId),
      wanted.map(({ jobId }) => jobId),
      wanted.map(({ from }) => from),
      wanted.map(({ earliest }) => earliest),
      wanted.map(({ latest }) => latest),
    ]);
    for (const { ord, ...sighting } of rows) found[ord - 1]?.push(sighting);
    return found;
  }

  override async insert(fixes: readonly NewFix[], jobs: readonly ReadJob[]): Promise<Set<string> | null> {
    const row = await this.database.row(INSERT, [
      uuidArray(fixes.map(({ guardId }) => guardId)),
      uuidArray(fixes.map(({ jobId }) => jobId)),
      instantArray(fixes.map(({ receivedAt }) => receivedAt)),
      numberArray(fixes.map(({ fix }) => fix.lng)),
      numberArray(fixes.map(({ fix }) => fix.lat)),
      numberArray(fixes.map(({ fix }) => fix.accuracyMeters)),
      numberArray(fixes.map(({ fix }) => fix.altitudeMeters)),
      numberArray(fixes.map(({ fix }) => fix.speedMps)),
      numberArray(fixes.map(({ fix }) => fix.headingDegrees)),
      instantArray(fixes.map(({ fix }) => fix.recordedAt)),
      booleanArray(fixes.map(({ isOfflineUpload }) => isOfflineUpload)),
      uuidArray(jobs.map(({ id }) => id)),
      numberArray(jobs.map(({ rowState }) => Number(rowState))),
    ]);
    if (row?.changed) throw new JobsChanged(row.changed);
    if (!row || row.names === null) return null;
    return new Set(row.names.map(([guardId, ms]) => nameOf(guardId, new Date(ms))));
  }

  override async lastFixes(watched: readonly Watched[]): Promise<Map<string, Date>> {
    const rows = await this.database.rows(LAST_FIXES, [
      watched.map(({ jobId }) => jobId),
      watched.map(({ guardId }) => guardId),
      watched.map(({ since }) => since),
    ]);
    return new Map(rows.map(({ jobId, at }) => [jobId, at]));
  }
}
