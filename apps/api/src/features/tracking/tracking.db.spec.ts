import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, createClient } from '@aegis/client';
import type { UserRole } from '@aegis/contract';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.js';
import { createApplication } from '../../application.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../platform/clock/duration.js';
import { readConfig } from '../../platform/config/config.js';
import { applicationDataSource } from '../../startup/application-data-source.js';
import { SessionsService } from '../identity/sessions/sessions.service.js';
import { PositionReports } from './ingest/position-reports.js';

interface Person {
  id: string;
  client: Client;
}

/** Columns of a job in time order; null: has not happened. */
interface JobTimes {
  startTime: Date;
  matchedAt: Date | null;
  startedAt: Date | null;
  completedAt: Date | null;
}

const NORTH = { lat: 34.0, lng: -118.25 };
const METERS_PER_DEGREE_NORTH = 110_922.5;

let database: TestDatabase;
let dataSource: DataSource;
let app: NestFastifyApplication;
let baseUrl: string;
let guard: Person;
let customer: Person;
let now: Date;

beforeAll(async () => {
  database = await createTestDatabase();
  const embedded = database.engine === 'embedded';
  const connection = { ...database, embedded, poolSize: embedded ? 1 : 5, statementTimeoutMs: 15_000 };
  dataSource = await applicationDataSource(connection).initialize();
  app = await createApplication(readConfig({ LOG_LEVEL: 'error' }), dataSource);
  await app.listen(0, '127.0.0.1');
  baseUrl = (await app.getUrl()).replace('[::1]', '127.0.0.1');
});

afterAll(async () => {
  await app.close();
  await database.drop();
});

beforeEach(async () => {
  guard = await person('guard');
  customer = await person('customer');
  now = new Date();
});

async function person(role: UserRole): Promise<Person> {
  const id = randomUUID();
  await dataSource.query(
    `INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
     VALUES ($1, $2, 'none', 'Kim', 'Lee', $3, 'active')`,
    [id, `${id}@test.example`, role],
  );
  if (role === 'guard')
    await dataSource.query(
      `INSERT INTO guard_profiles (user_id, license_number, license_state, license_expires_on, license_verified_at)
       VALUES ($1, 'G-1', 'CA', '2099-12-31', now())`,
      [id],
    );
  const { token } = await app.get(SessionsService).open(id, null, null);
  return { id, client: createClient({ baseUrl, token }) };
}

/** A job of `customer`, accepted by `guard` an hour ago unless said otherwise, walked along the states it has times of. */
async function jobWith(times: Partial<JobTimes> = {}): Promise<string> {
  const id = randomUUID();
  const all = { startTime: shift(now, MINUTE_MS), matchedAt: shift(now, -HOUR_MS), startedAt: null, completedAt: null };
  const { startTime, matchedAt, startedAt, completedAt } = { ...all, ...times };
  await dataSource.query(
    `INSERT INTO jobs (id, customer_id, title, job_type, location_address, location_coordinates, start_time, end_time,
       required_clearance_level, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents)
     VALUES ($1, $2, 'Gate', 'basic', '200 N Spring St', 'POINT(-118.2428 34.0537)', $3, $4, 'basic', 2500, 5000, 1000, 4000)`,
    [id, customer.id, startTime, new Date(Math.max(startTime.getTime() + 2 * HOUR_MS, completedAt?.getTime() ?? 0))],
  );
  if (matchedAt)
    await dataSource.query(`UPDATE jobs SET status = 'matched', guard_id = $2, matched_at = $3 WHERE id = $1`, [
      id,
      guard.id,
      matchedAt,
    ]);
  if (startedAt)
    await dataSource.query(
      `UPDATE jobs SET status = 'in_progress', started_at = $2, check_in_proof = 'position', check_in_location = location_coordinates WHERE id = $1`,
      [id, startedAt],
    );
  if (completedAt)
    await dataSource.query(
      `UPDATE jobs SET status = 'completed', completed_at = $2, ended_by = 'guard', check_out_proof = 'position', check_out_location = location_coordinates,
         worked_minutes = 60, due_amount_cents = 2500 WHERE id = $1`,
      [id, completedAt],
    );
  return id;
}

const fixAt = (secondsAgo: number, metersNorth = 0, more: object = {}) => ({
  lat: NORTH.lat + metersNorth / METERS_PER_DEGREE_NORTH,
  lng: NORTH.lng,
  accuracyMeters: 10,
  recordedAt: shift(now, -secondsAgo * SECOND_MS).toISOString(),
  ...more,
});

type Fixes = ReturnType<typeof fixAt>[];

const upload = (id: string, fixes: Fixes, by = guard) => by.client.tracking.upload({ params: { id }, body: { fixes } });

const storedOf = (jobId: string): Promise<{ at: Date; offline: boolean }[]> =>
  dataSource.query(
    `SELECT recorded_at AS at, is_offline_upload AS offline FROM location_history WHERE job_id = $1 ORDER BY recorded_at`,
    [jobId],
  );

describe('upload', () => {
  it('stores what is new, counts what is there, and names what is refused', async () => {
    const job = await jobWith();
    const fixes = [fixAt(60), fixAt(45, 100), fixAt(30, 200, { speedMps: 7, headingDegrees: 0, altitudeMeters: 90 })];
    expect(await upload(job, fixes)).toEqual({ stored: 3, duplicates: 0, rejected: [] });
    expect(await upload(job, [...fixes, fixAt(15, 300)])).toEqual({ stored: 1, duplicates: 3, rejected: [] });
    expect(await storedOf(job)).toHaveLength(4);
  });

  it('refuses each fix for its own reason and stores the rest', async () => {
    const job = await jobWith();
    const fixes = [
      fixAt(50),
      fixAt(49, 0, { accuracyMeters: 201 }),
      fixAt(48, 0, { lat: 0, lng: 0 }),
      fixAt(-90),
      fixAt(25 * 3600),
      fixAt(3700),
      fixAt(40, 5000),
      fixAt(30, 100),
    ];
    expect(await upload(job, fixes)).toEqual({
      stored: 2,
      duplicates: 0,
      rejected: [
        { index: 1, code: 'accuracy_too_poor' },
        { index: 2, code: 'null_island' },
        { index: 3, code: 'recorded_in_future' },
        { index: 4, code: 'recorded_too_long_ago' },
        { index: 5, code: 'outside_tracking_window' },
        { index: 6, code: 'impossible_speed' },
      ],
    });
  });

  it('measures speed from the stored fix before, also for a batch that comes late', async () => {
    const job = await jobWith();
    await upload(job, [fixAt(600), fixAt(60, 9000)]);
    expect(await upload(job, [fixAt(590, 5000), fixAt(300, 5000)])).toMatchObject({
      stored: 1,
      rejected: [{ index: 0, code: 'impossible_speed' }],
    });
    expect(await upload(job, [fixAt(50, 0)])).toMatchObject({ rejected: [{ index: 0, code: 'impossible_speed' }] });
  });

  it('marks what the phone has kept back', async () => {
    const job = await jobWith();
    await upload(job, [fixAt(200), fixAt(100)]);
    expect((await storedOf(job)).map(({ offline }) => offline)).toEqual([true, false]);
  });

  it('takes a hundred fixes, not none and not more', async () => {
    const job = await jobWith();
    const fixes = Array.from({ length: 101 }, (_, index) => fixAt(1200 - index * 10, index * 20));
    expect(await upload(job, fixes.slice(0, 100))).toEqual({ stored: 100, duplicates: 0, rejected: [] });
    await expect(upload(job, fixes)).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
    await expect(upload(job, [])).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('stores a batch once that arrives twenty times at the same moment', async () => {
    const job = await jobWith();
    const fixes = Array.from({ length: 30 }, (_, index) => fixAt(600 - index * 15, index * 20));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => upload(job, turn % 2 ? fixes : fixes.toReversed())),
    );
    expect(answers.reduce((sum, { stored }) => sum + stored, 0)).toBe(30);
    expect(answers.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(19 * 30);
    expect(await storedOf(job)).toHaveLength(30);
  });

  it('is for the guard of the job alone', async () => {
    const job = await jobWith();
    await expect(upload(job, [fixAt(10)], await person('guard'))).rejects.toMatchObject({
      status: 404,
      code: 'not_found',
    });
    await expect(upload(job, [fixAt(10)], customer)).rejects.toMatchObject({ status: 403 });
    await expect(upload(randomUUID(), [fixAt(10)])).rejects.toMatchObject({ status: 404, code: 'not_found' });
    expect(await storedOf(job)).toEqual([]);
  });

  it('takes what was recorded before the check-out for a day, and nothing that was recorded after it', async () => {
    const done = await jobWith({ startedAt: shift(now, -HOUR_MS), completedAt: shift(now, -20 * SECOND_MS) });
    expect(await upload(done, [fixAt(40), fixAt(30), fixAt(20), fixAt(10)])).toEqual({
      stored: 2,
      duplicates: 0,
      rejected: [
        { index: 2, code: 'outside_tracking_window' },
        { index: 3, code: 'outside_tracking_window' },
      ],
    });
    const times = { startTime: shift(now, -26 * HOUR_MS), matchedAt: shift(now, -26 * HOUR_MS) };
    const ended = shift(now, -DAY_MS - SECOND_MS);
    const yesterday = await jobWith({ ...times, startedAt: shift(now, -25 * HOUR_MS), completedAt: ended });
    await expect(upload(yesterday, [fixAt(10)])).rejects.toMatchObject({ status: 409, code: 'not_tracked' });
  });

  it('takes what was recorded before a cancellation', async () => {
    const cancelled = await jobWith();
    await dataSource.query(
      `UPDATE jobs SET status = 'cancelled', cancelled_at = $2, cancellation_reason = 'Rain', due_amount_cents = 0 WHERE id = $1`,
      [cancelled, shift(now, -15 * SECOND_MS)],
    );
    expect(await upload(cancelled, [fixAt(20), fixAt(10)])).toEqual({
      stored: 1,
      duplicates: 0,
      rejected: [{ index: 1, code: 'outside_tracking_window' }],
    });
  });

  it('of a phone whose clock is a day off stores nothing and says why', async () => {
    const job = await jobWith();
    expect(await upload(job, [fixAt(-24 * 3600), fixAt(24 * 3600 + 1)])).toEqual({
      stored: 0,
      duplicates: 0,
      rejected: [
        { index: 0, code: 'recorded_in_future' },
        { index: 1, code: 'recorded_too_long_ago' },
      ],
    });
  });

  it('of many guards at the same moment is stored for each, and a refused one harms no other', async () => {
    const stranger = await person('guard');
    const jobs: { job: string; by: Person }[] = [];
    for (let index = 0; index < 8; index++) {
      guard = await person('guard');
      jobs.push({ job: await jobWith(), by: guard });
    }
    const answers = await Promise.allSettled([
      ...jobs.map(({ job, by }) => upload(job, [fixAt(30), fixAt(15, 50)], by)),
      ...jobs.map(({ job }) => upload(job, [fixAt(20)], stranger)),
      ...jobs.map(({ job, by }) => upload(job, [fixAt(30), fixAt(10, 90)], by)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([
      ...jobs.map(() => 'fulfilled'),
      ...jobs.map(() => 'rejected'),
      ...jobs.map(() => 'fulfilled'),
    ]);
    for (const { job } of jobs) expect(await storedOf(job)).toHaveLength(3);
  });
});

describe('the position of the guard', () => {
  /** Positions are written a moment after the answer. */
  const profile = async () => {
    await app.get(PositionReports, { strict: false }).flush();
    return guard.client.guards.me();
  };
  const position = async () => (await profile()).currentLocation;

  it('follows the newest fix and is not moved back by a batch that comes late', async () => {
    const job = await jobWith();
    await upload(job, [fixAt(10, 1000), fixAt(300)]);
    expect(await position()).toEqual({ lat: fixAt(0, 1000).lat, lng: NORTH.lng });
    await upload(job, [fixAt(200, 400)]);
    expect((await position())?.lat).toBe(fixAt(0, 1000).lat);
  });

  it('is not held back by a phone whose clock is ahead', async () => {
    const job = await jobWith();
    await upload(job, [fixAt(-50)]);
    const seen = (await profile()).locationUpdatedAt ?? '';
    expect(new Date(seen).getTime()).toBeLessThanOrEqual(Date.now());
  });
});

describe('latest', () => {
  const latest = (by: Person, id: string) => by.client.tracking.latest({ params: { id } });

  it('has the newest fix with its age and grade', async () => {
    const job = await jobWith();
    await upload(job, [fixAt(90), fixAt(30, 100, { accuracyMeters: 80.5, speedMps: 1.5 })]);
    const { ageSeconds, ...fix } = await latest(customer, job);
    expect(fix).toEqual({
      lat: fixAt(0, 100).lat,
      lng: NORTH.lng,
      accuracyMeters: 80.5,
      grade: 'fair',
      speedMps: 1.5,
      headingDegrees: null,
      recordedAt: fixAt(30).recordedAt,
      silentSince: null,
    });
    expect(ageSeconds).toBeGreaterThanOrEqual(30);
    expect(ageSeconds).toBeLessThan(60);
  });

  it('is never younger than nothing, whatever the phone says', async () => {
    const job = await jobWith();
    await upload(job, [fixAt(-50)]);
    expect((await latest(guard, job)).ageSeconds).toBe(0);
  });

  it('says that there is none', async () => {
    const [accepted, open] = [await jobWith(), await jobWith({ matchedAt: null })];
    for (const job of [accepted, open])
      await expect(latest(customer, job)).rejects.toMatchObject({ status: 404, code: 'no_position_yet' });
  });

  it('is for the parties and the administrator', async () => {
    const job = await jobWith();
    await upload(job, [fixAt(10)]);
    expect((await latest(await person('admin'), job)).lat).toBe(NORTH.lat);
    for (const stranger of [await person('customer'), await person('guard')]) {
      await expect(latest(stranger, job)).rejects.toMatchObject({ status: 404, code: 'not_found' });
      await expect(stranger.client.tracking.trail({ params: { id: job } })).rejects.toMatchObject({ status: 404 });
    }
  });
});

describe('trail', () => {
  const trail = (id: string, simplifyMeters?: number) =>
    customer.client.tracking.trail({ params: { id }, query: { simplifyMeters } });
  const trailAt = (id: string, zoom: number) => customer.client.tracking.trail({ params: { id }, query: { zoom } });

  it('has the length of the meridian and the fixes in order of recording', async () => {
    const job = await jobWith();
    const step = { lat: 34.005, lng: NORTH.lng };
    await upload(job, [fixAt(60, 0, { lat: 34.01 }), fixAt(600), fixAt(300, 0, step)]);
    const { type, geometry, properties } = await trail(job);
    expect(type).toBe('Feature');
    expect(geometry).toEqual({ type: 'LineString', coordinates: [34, 34.005, 34.01].map((lat) => [NORTH.lng, lat]) });
    // 0.01 degrees of the WGS 84 meridian at 34.005 N: 110,922.5 m a degree.
    expect(properties.lengthMeters).toBeCloseTo(1109.225, 1);
    expect(properties).toMatchObject({
      jobId: job,
      fixes: 3,
      firstRecordedAt: fixAt(600).recordedAt,
      lastRecordedAt: fixAt(60).recordedAt,
    });
  });

  it('is no line yet with one fix, and nothing before the first', async () => {
    const job = await jobWith();
    const none = { fixes: 0, lengthMeters: 0, firstRecordedAt: null, lastRecordedAt: null, gaps: [] };
    expect(await trail(job)).toEqual({ type: 'Feature', geometry: null, properties: { jobId: job, ...none } });
    await upload(job, [fixAt(60)]);
    expect(await trail(job)).toMatchObject({ geometry: null, properties: { fixes: 1, lengthMeters: 0 } });
    expect(await trail(await jobWith({ matchedAt: null }))).toMatchObject({ geometry: null, properties: { fixes: 0 } });
  });

  it('is simplified by as many metres to the east as to the north, and keeps its length', async () => {
    const aside = { north: 22 / 110_922, east: 22 / 92_288 };
    const ways = [
      [0, aside.east, 0].map((east, leg) => ({ lat: NORTH.lat + leg * 0.005, lng: NORTH.lng + east })),
      [0, aside.north, 0].map((north, leg) => ({ lat: NORTH.lat + north, lng: NORTH.lng + leg * 0.005 })),
    ];
    for (const way of ways) {
      guard = await person('guard');
      const job = await jobWith();
      await upload(
        job,
        way.map((position, leg) => fixAt(600 - leg * 60, 0, position)),
      );
      expect((await trail(job, 20)).geometry?.coordinates).toHaveLength(3);
      const simple = await trail(job, 24);
      expect(simple.geometry?.coordinates).toEqual([way[0], way[2]].map((end) => [end?.lng, end?.lat]));
      expect(simple.properties).toEqual((await trail(job)).properties);
      // Half a pixel of a map of zoom 11 is 15.8 m here, and of zoom 10 31.7 m.
      expect((await trailAt(job, 11)).geometry?.coordinates).toHaveLength(3);
      expect(await trailAt(job, 10)).toEqual(simple);
    }
  });

  it('tells of the time without a fix, and has every fix with its grade on request', async () => {
    const job = await jobWith();
    await upload(job, [fixAt(1300), fixAt(690, 500, { accuracyMeters: 120 }), fixAt(90, 600)]);
    const { properties } = await customer.client.tracking.trail({ params: { id: job }, query: { points: 'true' } });
    expect(properties.gaps).toEqual([
      { from: fixAt(1300).recordedAt, until: fixAt(690).recordedAt, meters: expect.closeTo(500, 0) as number },
    ]);
    const grades = properties.points?.features.map((point) => [point.properties.grade, point.properties.offline]);
    expect(grades).toEqual([
      ['good', true],
      ['poor', true],
      ['good', false],
    ]);
    expect(properties.points?.features[1]?.geometry.coordinates).toEqual([NORTH.lng, fixAt(0, 500).lat]);
  });

  it('of a guard who stands still can be simplified too', async () => {
    const job = await jobWith();
    await upload(job, [fixAt(60), fixAt(45), fixAt(30)]);
    expect(await trail(job, 10)).toMatchObject({ geometry: { type: 'LineString' }, properties: { lengthMeters: 0 } });
  });

  it('has nothing older than thirty days and nothing of another guard', async () => {
    const times = { startTime: shift(now, -31 * DAY_MS), matchedAt: shift(now, -32 * DAY_MS) };
    const job = await jobWith({ ...times, startedAt: shift(now, -31 * DAY_MS), completedAt: shift(now, -29 * DAY_MS) });
    const other = await person('guard');
    const daysAgo: [string, number][] = [
      [guard.id, 30.1],
      [guard.id, 29.9],
      [guard.id, 29.5],
      [other.id, 29.6],
    ];
    for (const [guardId, days] of daysAgo) {
      const at = shift(now, -days * DAY_MS);
      await dataSource.query(`SELECT create_location_partition($1::date)`, [at.toISOString().slice(0, 10)]);
      await dataSource.query(
        `INSERT INTO location_history (guard_id, job_id, location, accuracy_meters, recorded_at)
         VALUES ($1, $2, 'POINT(-118.25 34)', 10, $3)`,
        [guardId, job, at],
      );
    }
    const { properties } = await trail(job);
    expect(properties).toMatchObject({ fixes: 2, firstRecordedAt: shift(now, -29.9 * DAY_MS).toISOString() });
  });
});
