import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import type { Position } from '@aegis/contract';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';

const SKILLS = ['cctv', 'first aid', 'patrol'];
const CLEARANCES = ['basic', 'armed', 'executive'] as const;
/** 20.00 of it are the guard's. */
const RATE_CENTS = 2500;
const PAYOUT_PER_HOUR_CENTS = 2000;
const LASTS_MS = 2 * HOUR_MS;

/** What most have, so that many guards break no rule or one alone; else one of the others. */
const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) });

/** Around the limits of every radius, the first of which is 24,140 m. */
const meters = mostly<number | null>(5_000, 0, 24_050, 24_139, 24_141, 24_200, 39_000, 70_000, null);

/** Days and seconds count from what the job asks for. */
const guard = fc.record({
  status: mostly('active', 'suspended', 'inactive', 'pending_verification'),
  isDeleted: mostly(false, true),
  isVerified: mostly(true, false),
  licenceDays: mostly(300, 0, -1, -8),
  clearance: fc.constantFrom(...CLEARANCES),
  skills: mostly(SKILLS, [], ['patrol'], ['patrols', 'cctv'], ['first aid', 'cctv']),
  rateCents: mostly<number | null>(PAYOUT_PER_HOUR_CENTS, PAYOUT_PER_HOUR_CENTS - 1, PAYOUT_PER_HOUR_CENTS + 1, null),
  availability: mostly('available', 'busy', 'offline'),
  seenMinutesAgo: mostly(1, 14, 16),
  meters,
  baseMeters: meters,
  bearing: fc.integer({ min: 0, max: 359 }),
  /** The whole week without the minutes of the job from here on, of its start; null: no hours. */
  restsFromMinute: mostly<number | null>(null, 0, 30, 119, 120, 1440),
  isOffOn: mostly<'start' | 'end' | 'day before' | null>(null, 'start', 'end', 'day before'),
  canBePaid: mostly(true, false),
  holds: mostly<Held | null>(null, 'overlapping', 'touching', 'in time', 'all day', 'all week', 'cancelled'),
  offer: mostly<string | null>(null, 'offered', 'declined', 'given_back', 'expired', 'superseded'),
});

const job = fc.record({
  /** The last has ten minutes to go. */
  startsIn: mostly(20 * MINUTE_MS, 3 * HOUR_MS, -110 * MINUTE_MS),
  clearance: mostly<(typeof CLEARANCES)[number]>('basic', 'armed', 'executive'),
  skills: mostly<string[]>([], ['patrol'], ['cctv', 'first aid'], SKILLS),
});

type RandomGuard = typeof guard extends fc.Arbitrary<infer T> ? T : never;
type RandomJob = typeof job extends fc.Arbitrary<infer T> ? T : never;

export interface RandomMarket {
  job: RandomJob;
  guards: RandomGuard[];
}

export const randomMarket = (count: number): fc.Arbitrary<RandomMarket> =>
  fc.record({ job, guards: fc.array(guard, { minLength: count, maxLength: count }) });

interface Place {
  at: Position;
  now: Date;
  customerId: string;
  /** Guards on duty there, one for each of the random ones. */
  guardIds: readonly string[];
}

/** Writes the market into the tables, without any event, so that nobody searches by themselves. Gives the key of the job. */
export async function settle(
  dataSource: DataSource,
  { job, guards }: RandomMarket,
  { at, now, customerId, guardIds }: Place,
): Promise<string> {
  const jobId = randomUUID();
  const startTime = shift(now, job.startsIn);
  const endTime = shift(startTime, LASTS_MS);
  await insertJobs(dataSource, customerId, at, [{ id: jobId, startTime, endTime, ...job }]);
  const placed = guards.map((one, index) => ({ ...one, id: guardIds[index] ?? '' }));
  // Jobs first: nothing is given to somebody who is suspended or has left.
  await dataSource.query(`UPDATE users SET status = 'active', deleted_at = NULL WHERE id = ANY($1)`, [guardIds]);
  await writeHeldJobs(dataSource, placed, { at, customerId, endTime });
  await dataSource.query(
    `UPDATE users u SET status = g.status, deleted_at = CASE WHEN g."isDeleted" THEN now() END
     FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, status user_status, "isDeleted" boolean) WHERE u.id = g.id`,
    [JSON.stringify(placed)],
  );
  await writeProfiles(dataSource, placed, { at, now, startTime, endTime });
  await writeOffers(dataSource, placed, jobId, now);
  return jobId;
}

type Placed = RandomGuard & { id: string };

async function writeProfiles(
  dataSource: DataSource,
  guards: readonly Placed[],
  { at, now, startTime, endTime }: { at: Position; now: Date; startTime: Date; endTime: Date },
): Promise<void> {
  await dataSource.query(
    `UPDATE guard_profiles p SET
       license_verified_at = CASE WHEN g."isVerified" THEN now() END,
       license_expires_on = ($5::timestamptz AT TIME ZONE 'UTC')::date + 7 + g."licenceDays",
       clearance_level = g.clearance, skills = g.skills, hourly_rate_cents = g."rateCents",
       availability_status = g.availability,
       location_updated_at = CASE WHEN g.meters IS NOT NULL THEN $6::timestamptz - make_interval(mins => g."seenMinutesAgo") END,
       current_location = CASE WHEN g.meters IS NOT NULL THEN ST_Project(site, g.meters, radians(g.bearing)) END,
       base_location = CASE WHEN g."baseMeters" IS NOT NULL THEN ST_Project(site, g."baseMeters", radians(g.bearing)) END,
       time_zone = 'Asia/Tokyo',
       working_week = CASE WHEN g."restsFromMinute" IS NOT NULL THEN
         '{[0,10080)}'::int4multirange - int4multirange(int4range(
           (minute + g."restsFromMinute") % 10080, (minute + g."restsFromMinute") % 10080 + 1)) END,
       days_off = CASE g."isOffOn"
         WHEN 'start' THEN datemultirange(daterange(local::date, local::date, '[]'))
         WHEN 'end' THEN datemultirange(daterange(ends, ends, '[]'))
         WHEN 'day before' THEN datemultirange(daterange(local::date - 1, local::date - 1, '[]')) ELSE '{}' END,
       payouts_ready_at = CASE WHEN g."canBePaid" THEN now() END
     FROM geography(ST_SetSRID(ST_MakePoint($2, $3), 4326)) AS site,
       (SELECT $4::timestamptz AT TIME ZONE 'Asia/Tokyo' AS local, ($5::timestamptz AT TIME ZONE 'Asia/Tokyo')::date AS ends) times,
       LATERAL (SELECT floor(EXTRACT(EPOCH FROM local - date_trunc('week', local)) / 60)::integer AS minute) week,
       jsonb_to_recordset($1::jsonb) AS g(id uuid, "isVerified" boolean, "licenceDays" integer, clearance clearance_level,
         skills jsonb, "rateCents" integer, availability availability_status, "seenMinutesAgo" integer, meters float8,
         "baseMeters" float8, bearing float8, "restsFromMinute" integer, "isOffOn" text, "canBePaid" boolean)
     WHERE p.user_id = g.id`,
    [JSON.stringify(guards), at.lng, at.lat, startTime, endTime, now],
  );
}

async function writeOffers(dataSource: DataSource, guards: readonly Placed[], jobId: string, now: Date): Promise<void> {
  await dataSource.query(
    `INSERT INTO offers (job_id, guard_id, status, wave, distance_meters, score, components, payout_cents, offered_at,
       expires_at, resolved_at)
     SELECT $2, g.id, g.offer, 1, 0, 1, '{}', 1, $3::timestamptz - interval '1 minute', $3::timestamptz + interval '1 minute',
       CASE WHEN g.offer <> 'offered' THEN $3::timestamptz END
     FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, offer offer_status) WHERE g.offer IS NOT NULL`,
    [JSON.stringify(guards), jobId, now],
  );
}

type Held = keyof typeof HELD_JOBS;

/** From the end of the asked job on: since when, and how long. */
const HELD_JOBS = {
  overlapping: [[-SECOND_MS, HOUR_MS]],
  touching: [[0, HOUR_MS]],
  'in time': [[10 * MINUTE_MS, HOUR_MS]],
  'all day': [[HOUR_MS, 14 * HOUR_MS + SECOND_MS]],
  'all week': [1, 2, 3, 4, 5, 6].map((day) => [day * DAY_MS, 10 * HOUR_MS]),
  cancelled: [[-SECOND_MS, HOUR_MS]],
} as const satisfies Record<string, readonly (readonly number[])[]>;

async function writeHeldJobs(
  dataSource: DataSource,
  guards: readonly Placed[],
  { at, customerId, endTime }: { at: Position; customerId: string; endTime: Date },
): Promise<void> {
  const holders = guards.flatMap(({ id: guardId, holds }) =>
    holds ? HELD_JOBS[holds].map(([after = 0, lasts = 0]) => ({ guardId, holds, after, lasts, id: randomUUID() })) : [],
  );
  const jobs = holders.map(({ id, after, lasts }) => {
    const startTime = shift(endTime, after);
    return { id, startTime, endTime: shift(startTime, lasts), clearance: 'basic', skills: [] };
  });
  await insertJobs(dataSource, customerId, at, jobs);
  await dataSource.query(
    `UPDATE jobs j SET status = 'matched', guard_id = h."guardId", matched_at = j.requested_at
     FROM jsonb_to_recordset($1::jsonb) AS h(id uuid, "guardId" uuid) WHERE j.id = h.id`,
    [JSON.stringify(holders)],
  );
  await dataSource.query(
    `UPDATE jobs SET status = 'cancelled', cancelled_at = now(), cancellation_reason = 'rain', due_amount_cents = 0
     WHERE id = ANY($1)`,
    [holders.flatMap(({ id, holds }) => (holds === 'cancelled' ? [id] : []))],
  );
}

async function insertJobs(
  dataSource: DataSource,
  customerId: string,
  at: Position,
  jobs: readonly { id: string; startTime: Date; endTime: Date; clearance: string; skills: string[] }[],
): Promise<void> {
  await dataSource.query(
    `INSERT INTO jobs (id, customer_id, title, job_type, location_address, location_coordinates, start_time, end_time,
       required_clearance_level, required_skills, hourly_rate_cents, total_amount_cents, platform_fee_cents,
       guard_payout_cents, requested_at)
     SELECT j.id, $2, 'Gate', 'basic', 'Random Street', ST_SetSRID(ST_MakePoint($3, $4), 4326)::geography, j."startTime",
       j."endTime", j.clearance, j.skills, $5, 5000, 1000, 4000, now()
     FROM jsonb_to_recordset($1::jsonb) AS j(id uuid, "startTime" timestamptz, "endTime" timestamptz,
       clearance clearance_level, skills jsonb)`,
    [JSON.stringify(jobs), customerId, at.lng, at.lat, RATE_CENTS],
  );
}
