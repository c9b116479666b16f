import { Injectable } from '@nestjs/common';
import type { Answer, api, Fix } from '@aegis/contract';
import { locationHistory } from '../../../database/tables.js';
import { Database } from '../../platform/database/database.js';
import { pick } from '../../platform/database/shapes.js';
import { bigint, double, instant, integer, json } from '../../platform/database/sql-types.js';
import { composed, Parameters, type RowFrom, statement } from '../../platform/database/statement.js';
import type { SiteFix, SiteTrack } from '../jobs/site/stored-fixes.js';
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

type Line = Answer<typeof api.tracking.trail>['geometry'];

const SIGHTING = {
  lat: double('ST_Y(location::geometry)'),
  lng: double('ST_X(location::geometry)'),
  recordedAt: locationHistory.recordedAt,
};
const TRACK = [locationHistory.guardId, locationHistory.jobId] as const;
const OF_TRACK = `FROM location_history WHERE guard_id = $1 AND job_id = $2`;

const AROUND = statement({
  name: 'location_around',
  takes: [...TRACK, instant, instant, instant],
  gives: SIGHTING,
  text: (row) => `
    (SELECT ${row} ${OF_TRACK} AND recorded_at >= $3 AND recorded_at < $4 ORDER BY recorded_at DESC LIMIT 1)
    UNION ALL
    (SELECT ${row} ${OF_TRACK} AND recorded_at BETWEEN $4 AND $5)
    ORDER BY "recordedAt"`,
});

const LATEST = statement({
  name: 'location_latest',
  takes: [...TRACK, instant, instant],
  gives: { ...SIGHTING, ...pick(locationHistory, 'accuracyMeters', 'speedMps', 'headingDegrees') },
  text: (row) => `
    SELECT ${row} ${OF_TRACK} AND recorded_at >= $3 AND recorded_at < $4 ORDER BY recorded_at DESC LIMIT 1`,
});

const POINTS = statement({
  name: 'location_points',
  takes: [...TRACK, instant, instant],
  gives: {
    ...SIGHTING,
    accuracyMeters: locationHistory.accuracyMeters,
    offline: locationHistory.isOfflineUpload,
  },
  text: (row) => `SELECT ${row} ${OF_TRACK} AND recorded_at >= $3 AND recorded_at < $4 ORDER BY recorded_at`,
});

const SITE_FIXES = statement({
  name: 'location_site_fixes',
  takes: [...TRACK, instant, instant, double, double],
  gives: {
    ...pick(locationHistory, 'recordedAt', 'accuracyMeters'),
    distanceMeters: double(`ST_Distance(location, ST_SetSRID(ST_MakePoint($5, $6), 4326)::geography)`),
  },
  text: (row) => `SELECT ${row} ${OF_TRACK} AND recorded_at >= $3 AND recorded_at < $4 ORDER BY recorded_at`,
});

const EXTENT = statement({
  name: 'location_extent',
  takes: [...TRACK, instant, instant],
  gives: {
    fixes: bigint('count(*)'),
    first: instant.orNull('min(recorded_at)'),
    last: instant.orNull('max(recorded_at)'),
  },
  text: (row) => `SELECT ${row} ${OF_TRACK} AND recorded_at >= $3 AND recorded_at < $4`,
});

/** Mean over the meridian: 110,574 m at the equator, 111,694 m at the poles. */
const METERS_PER_DEGREE_OF_LATITUDE = 111_133;

/**
 * ST_SimplifyPreserveTopology works in the plane and in the units of the coordinates: on raw degrees a tolerance would be
 * 111 km a degree north but only 92 km a degree east in Los Angeles, so lines would lose more on one side than on the
 * other. Longitudes are shrunk by the cosine of the trail's latitude first and stretched back after: a degree is then as
 * long either way, within 1 % over a trail of 50 km. A projection (UTM) would be as exact, but has to be picked by
 * longitude and jumps at its zones. The cosine is kept off zero for the poles.
 */
const TRAIL = statement({
  name: 'location_trail',
  takes: [...TRACK, instant, instant, double, integer, double],
  gives: {
    fixes: bigint('fixes'),
    firstRecordedAt: instant.orNull('first_at'),
    lastRecordedAt: instant.orNull('last_at'),
    gaps: json<{ from: string; until: string; meters: number }[]>()('gaps'),
    lengthMeters: double('CASE WHEN fixes > 1 THEN ST_Length(line::geography) ELSE 0 END'),
    geometry: json<Line>().orNull(`
      CASE WHEN fixes > 1 THEN ST_AsGeoJSON(
        CASE WHEN tolerance > 0
          THEN ST_Scale(ST_SimplifyPreserveTopology(ST_Scale(line, shrink, 1), tolerance), 1 / shrink, 1)
          ELSE line
        END, 6)::json
      END`),
  },
  text: (row) => `
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
  ), drawn AS (
    -- A pixel of a map is as many degrees wide everywhere, and as high as they are once they are shrunk.
    SELECT *, greatest($5::float8, $7::float8 * shrink) AS tolerance FROM plane
  )
  SELECT ${row} FROM drawn`,
});

interface TrailShape {
  simplifyMeters: number;
  zoom: number | null;
  gapMinutes: number;
}

/** At zoom 0 the world is one tile. */
const PIXELS_OF_WORLD = 512;
const DEGREES_OF_WORLD = 360;

export type LastFix = RowFrom<typeof LATEST>;
export type TrailRow = RowFrom<typeof TRAIL>;
export type TrailPointRow = RowFrom<typeof POINTS>;

/** A phone in the field sends one to four fixes at once; the text of a rare size is not worth a plan in every session. */
const PREPARED_UP_TO_ROWS = 4;

@Injectable()
export class TrackingRepository {
  constructor(private readonly database: Database) {}

  /** Stored fixes from `earliest` to `latest` and the last one before, not older than `from`, in order of recording. */
  around({ guardId, jobId }: Track, from: Date, earliest: Date, latest: Date): Promise<Sighting[]> {
    return this.database.rows(AROUND, [guardId, jobId, from, earliest, latest]);
  }

  /**
   * Names of those that were new, or null when all were; a fix of this guard and moment that is there already stays as it is.
   * One guard a statement, as a distributed table needs it.
   * @param fixes in order of recording: two uploads of one guard that overlap wait for each other's rows in one order, and
   *   never in a circle.
   */
  async insert({ guardId, jobId }: Track, fixes: readonly NewFix[], receivedAt: Date): Promise<Set<string> | null> {
    const parameters = new Parameters();
    const [guard, job, received] = [
      parameters.bind(locationHistory.guardId, guardId),
      parameters.bind(locationHistory.jobId, jobId),
      parameters.bind(locationHistory.receivedAt, receivedAt),
    ];
    const rows = fixes.map((one) => `(${guard}, ${job}, ${received}, ${measurements(one, parameters).join(', ')})`);
    const insertion = composed({
      name: fixes.length <= PREPARED_UP_TO_ROWS ? `location_insert_${fixes.length}` : undefined,
      takes: parameters.takes,
      gives: { recordedAt: locationHistory.recordedAt },
      text: (row) => `
        INSERT INTO location_history (guard_id, job_id, received_at, location, accuracy_meters, altitude_meters, speed_mps,
          heading_degrees, recorded_at, is_offline_upload)
        VALUES ${rows.join(', ')} ON CONFLICT DO NOTHING RETURNING ${row}`,
    });
    const stored = await this.database.rows(insertion, parameters.values);
    if (stored.length === fixes.length) return null;
    return new Set(stored.map(({ recordedAt }) => nameOf(guardId, recordedAt)));
  }

  latest({ guardId, jobId }: Track, { from, until }: TimeRange): Promise<LastFix | null> {
    return this.database.row(LATEST, [guardId, jobId, from, until]);
  }

  /**
   * @param simplifyMeters how far the drawn line may leave the way; 0 draws every fix. The length is always of all.
   * @param zoom of the map: by half of one of its pixels too; null draws it for none.
   * @param gapMinutes how long there must be no fix for a gap.
   */
  async trail(
    { guardId, jobId }: Track,
    { from, until }: TimeRange,
    { simplifyMeters, zoom, gapMinutes }: TrailShape,
  ): Promise<TrailRow> {
    const degrees = simplifyMeters / METERS_PER_DEGREE_OF_LATITUDE;
    const halfPixel = zoom === null ? 0 : DEGREES_OF_WORLD / PIXELS_OF_WORLD / 2 ** zoom / 2;
    const row = await this.database.row(TRAIL, [guardId, jobId, from, until, degrees, gapMinutes, halfPixel]);
    if (!row) throw new Error('an aggregate has one row');
    return row;
  }

  /** Of the trail, by its index alone. */
  async extent({ guardId, jobId }: Track, { from, until }: TimeRange): Promise<RowFrom<typeof EXTENT>> {
    const row = await this.database.row(EXTENT, [guardId, jobId, from, until]);
    if (!row) throw new Error('an aggregate has one row');
    return row;
  }

  /** In order of recording, with their distances from the site of the job. */
  siteFixes({ guardId, jobId, location }: SiteTrack, { from, until }: TimeRange): Promise<SiteFix[]> {
    return this.database.rows(SITE_FIXES, [guardId, jobId, from, until, location.lng, location.lat]);
  }

  /** Every fix of the trail, in order of recording. */
  points({ guardId, jobId }: Track, { from, until }: TimeRange): Promise<TrailPointRow[]> {
    return this.database.rows(POINTS, [guardId, jobId, from, until]);
  }
}

/** From the place on, in the order of the columns above. */
const measurements = ({ fix, isOfflineUpload }: NewFix, parameters: Parameters): string[] => [
  `ST_SetSRID(ST_MakePoint(${parameters.bind(double, fix.lng)}, ${parameters.bind(double, fix.lat)}), 4326)::geography`,
  parameters.bind(locationHistory.accuracyMeters, fix.accuracyMeters),
  parameters.bind(locationHistory.altitudeMeters, fix.altitudeMeters ?? null),
  parameters.bind(locationHistory.speedMps, fix.speedMps ?? null),
  parameters.bind(locationHistory.headingDegrees, fix.headingDegrees ?? null),
  parameters.bind(locationHistory.recordedAt, fix.recordedAt),
  parameters.bind(locationHistory.isOfflineUpload, isOfflineUpload),
];
