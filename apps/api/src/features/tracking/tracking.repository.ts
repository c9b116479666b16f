import { Injectable } from '@nestjs/common';
import type { Answer, api, Fix } from '@aegis/contract';
import { Database } from '../../platform/database/database.js';
import { pointOf } from '../../platform/database/geography.js';
import type { Sighting } from './fix-grading.js';
import type { TimeRange } from './tracking-window.js';

/** Whose fixes, and of which job: every read asks for both and for a time, so that it touches few partitions. */
export interface Track {
  guardId: string;
  jobId: string;
}

/** A fix on its way in, and whose it is. */
export interface NewFix extends Track {
  fix: Fix;
  receivedAt: Date;
  isOfflineUpload: boolean;
}

/** A fix is named by its guard and moment. */
export const nameOf = (guardId: string, recordedAt: Date): string => `${guardId}${recordedAt.getTime()}`;

export interface LastFix extends Sighting {
  accuracyMeters: number;
  speedMps: number | null;
  headingDegrees: number | null;
}

type Line = Answer<typeof api.tracking.trail>['geometry'];

export interface TrailRow {
  fixes: number;
  lengthMeters: number;
  firstRecordedAt: Date | null;
  lastRecordedAt: Date | null;
  geometry: Line;
  gaps: { from: string; until: string; meters: number }[];
}

export interface TrailPointRow extends Sighting {
  accuracyMeters: number;
  offline: boolean;
}

const SIGHTING = `ST_Y(location::geometry) AS lat, ST_X(location::geometry) AS lng, recorded_at AS "recordedAt"`;
const OF_TRACK = `FROM location_history WHERE guard_id = $1 AND job_id = $2`;

/** A phone in the field sends one to four fixes at once; the text of a rare size is not worth a plan in every session. */
const PREPARED_UP_TO_ROWS = 4;

@Injectable()
export class TrackingRepository {
  constructor(private readonly database: Database) {}

  /** Stored fixes from `earliest` to `latest` and the last one before, not older than `from`, in order of recording. */
  around({ guardId, jobId }: Track, from: Date, earliest: Date, latest: Date): Promise<Sighting[]> {
    return this.database.query<Sighting>(
      {
        name: 'location_around',
        text: `(SELECT ${SIGHTING} ${OF_TRACK} AND recorded_at >= $3 AND recorded_at < $4 ORDER BY recorded_at DESC LIMIT 1)
               UNION ALL
               (SELECT ${SIGHTING} ${OF_TRACK} AND recorded_at BETWEEN $4 AND $5)
               ORDER BY "recordedAt"`,
      },
      [guardId, jobId, from, earliest, latest],
    );
  }

  /**
   * Names of those that were new, or null when all were; a fix of this guard and moment that is there already stays as it is.
   * One guard a statement, as a distributed table needs it.
   * @param fixes in order of recording: two uploads of one guard that overlap wait for each other's rows in one order, and
   *   never in a circle.
   */
  async insert({ guardId, jobId }: Track, fixes: readonly NewFix[], receivedAt: Date): Promise<Set<string> | null> {
    const values: unknown[] = [guardId, jobId, receivedAt];
    const rows = fixes.map((one) => {
      const first = values.push(one.fix.lng, one.fix.lat, ...measurementsOf(one)) - 7;
      const bound = Array.from({ length: 6 }, (_, column) => `$${first + 2 + column}`);
      return `($1, $2, $3, ${pointOf(first, first + 1)}, ${bound.join(', ')})`;
    });
    const text = `INSERT INTO location_history (guard_id, job_id, received_at, location, accuracy_meters, altitude_meters,
        speed_mps, heading_degrees, recorded_at, is_offline_upload)
      VALUES ${rows.join(', ')} ON CONFLICT DO NOTHING RETURNING recorded_at AS "recordedAt"`;
    const isCommon = fixes.length <= PREPARED_UP_TO_ROWS;
    const stored = await this.database.query<{ recordedAt: Date }>(
      isCommon ? { name: `location_insert_${fixes.length}`, text } : text,
      values,
    );
    if (stored.length === fixes.length) return null;
    return new Set(stored.map(({ recordedAt }) => nameOf(guardId, recordedAt)));
  }

  async latest({ guardId, jobId }: Track, { from, until }: TimeRange): Promise<LastFix | null> {
    const [fix] = await this.database.query<LastFix>(
      {
        name: 'location_latest',
        text: `SELECT ${SIGHTING}, accuracy_meters AS "accuracyMeters", speed_mps AS "speedMps",
                      heading_degrees AS "headingDegrees"
               ${OF_TRACK} AND recorded_at >= $3 AND recorded_at < $4 ORDER BY recorded_at DESC LIMIT 1`,
      },
      [guardId, jobId, from, until],
    );
    return fix ?? null;
  }

  /**
   * @param simplifyMeters how far the drawn line may leave the way; 0 draws every fix. The length is always of all.
   * @param gapMinutes how long there must be no fix for a gap.
   */
  async trail(
    { guardId, jobId }: Track,
    { from, until }: TimeRange,
    { simplifyMeters, gapMinutes }: { simplifyMeters: number; gapMinutes: number },
  ): Promise<TrailRow> {
    const [row] = await this.database.query<TrailRow>({ name: 'location_trail', text: TRAIL }, [
      guardId,
      jobId,
      from,
      until,
      simplifyMeters / METERS_PER_DEGREE_OF_LATITUDE,
      gapMinutes,
    ]);
    if (!row) throw new Error('an aggregate has one row');
    return row;
  }

  /** Every fix of the trail, in order of recording. */
  points({ guardId, jobId }: Track, { from, until }: TimeRange): Promise<TrailPointRow[]> {
    return this.database.query<TrailPointRow>(
      {
        name: 'location_points',
        text: `SELECT ${SIGHTING}, accuracy_meters AS "accuracyMeters", is_offline_upload AS offline
               ${OF_TRACK} AND recorded_at >= $3 AND recorded_at < $4 ORDER BY recorded_at`,
      },
      [guardId, jobId, from, until],
    );
  }
}

const measurementsOf = ({ fix, isOfflineUpload }: NewFix): unknown[] => [
  fix.accuracyMeters,
  fix.altitudeMeters ?? null,
  fix.speedMps ?? null,
  fix.headingDegrees ?? null,
  fix.recordedAt,
  isOfflineUpload,
];

/** Mean over the meridian: 110,574 m at the equator, 111,694 m at the poles. */
const METERS_PER_DEGREE_OF_LATITUDE = 111_133;

/**
 * ST_SimplifyPreserveTopology works in the plane and in the units of the coordinates: on raw degrees a tolerance would be
 * 111 km a degree north but only 92 km a degree east in Los Angeles, so lines would lose more on one side than on the
 * other. Longitudes are shrunk by the cosine of the trail's latitude first and stretched back after: a degree is then as
 * long either way, within 1 % over a trail of 50 km. A projection (UTM) would be as exact, but has to be picked by
 * longitude and jumps at its zones. The cosine is kept off zero for the poles.
 */
const TRAIL = `
  WITH fix AS (
    SELECT recorded_at, location, lag(recorded_at) OVER w AS before_at, lag(location) OVER w AS before
    ${OF_TRACK} AND recorded_at >= $3 AND recorded_at < $4
    WINDOW w AS (ORDER BY recorded_at)
  ), way AS (
    SELECT count(*) AS fixes, min(recorded_at) AS first_at, max(recorded_at) AS last_at,
           ST_MakeLine(location::geometry ORDER BY recorded_at) AS line,
           COALESCE(json_agg(json_build_object(
             'from', before_at, 'until', recorded_at, 'meters', ST_Distance(before, location)) ORDER BY recorded_at)
             FILTER (WHERE recorded_at - before_at > make_interval(mins => $6::integer)), '[]') AS gaps
    FROM fix
  ), plane AS (
    SELECT *, greatest(cos(radians((ST_YMin(line) + ST_YMax(line)) / 2)), 0.01) AS shrink FROM way
  )
  SELECT fixes, first_at AS "firstRecordedAt", last_at AS "lastRecordedAt", gaps,
         CASE WHEN fixes > 1 THEN ST_Length(line::geography) ELSE 0 END AS "lengthMeters",
         CASE WHEN fixes > 1 THEN ST_AsGeoJSON(
           CASE WHEN $5::float8 > 0
             THEN ST_Scale(ST_SimplifyPreserveTopology(ST_Scale(line, shrink, 1), $5::float8), 1 / shrink, 1)
             ELSE line
           END, 6)::json
         END AS geometry
  FROM plane`;
