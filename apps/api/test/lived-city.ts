import type pg from 'pg';
import type { Job } from '@aegis/contract';

/** Most wanted first, of a city that has lived. */
const SKILLS_BY_DEMAND = [
  'patrol',
  'access control',
  'crowd control',
  'first aid',
  'cctv',
  'driving',
  'retail',
  'night watch',
  'reception',
  'de-escalation',
  'traffic',
  'key holding',
  'fire watch',
  'alarm response',
  'close protection',
  'event medic',
  'k9',
  'construction',
  'cash in transit',
  'search',
  'x-ray',
  'maritime',
  'drone',
  'sign language',
];
export const SEED = 0.42;

/** Keys that grow, as the application's do: the same ones for the same number `i`. */
export const keyOf = (prefix: string): string => `('${prefix}-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid`;

/** What of a job the search is asked with. */
type SearchedJob = Pick<
  Job,
  'id' | 'location' | 'startTime' | 'endTime' | 'requiredClearanceLevel' | 'requiredSkills' | 'hourlyRateCents'
>;

/** How much has happened in a city before it is measured. */
export interface Life {
  guards: number;
  /** In 88 days, one after the other. */
  jobs: number;
  /** In the same days, of each guard. */
  offersPerGuard: number;
}

/** More would take hours to write and say nothing else: what a search reads of it is what the fifty nearest have. */
const MOST_OFFERS = 8_000_000;
const MOST_JOBS = 500_000;
const JOBS_PER_GUARD = 5;
const CUSTOMERS_PER_GUARD = 0.1;

export const lifeOf = (guards: number, offersPerGuard: number): Life => ({
  guards,
  jobs: Math.min(MOST_JOBS, guards * JOBS_PER_GUARD),
  offersPerGuard: Math.min(offersPerGuard, Math.floor(MOST_OFFERS / guards)),
});

/** Of three towns of one metropolitan area: centre, how wide they are, and which share of all is there. The rest is anywhere around. */
const TOWNS = `(VALUES (34.05, -118.25, 0.05, 0.50), (33.80, -118.15, 0.04, 0.78), (34.18, -118.45, 0.06, 0.95),
  (34.05, -118.25, NULL, 1.0)) AS town (lat, lng, spread, up_to)`;

/** A place for each row of the query around it, which names the row, or it would be drawn once for all. */
const drawnPlace = (row: string): string => `(
  SELECT ST_SetSRID(ST_MakePoint(
      town.lng + CASE WHEN spread IS NULL THEN 2 * random() - 1 ELSE 1.2 * spread * far * cos(turn) END,
      town.lat + CASE WHEN spread IS NULL THEN 1.6 * random() - 0.8 ELSE spread * far * sin(turn) END), 4326)::geography
  FROM (SELECT random() AS dice, sqrt(-2 * ln(1 - random())) AS far, 2 * pi() * random() AS turn WHERE ${row} > 0) drawn
  JOIN ${TOWNS} ON town.up_to >= drawn.dice ORDER BY town.up_to LIMIT 1)`;

/** Everybody can do the first, hardly anybody the last: the share of the n-th is as one over n (Zipf). */
const drawnSkills = (row: string, skills: string): string => `(
  SELECT COALESCE(jsonb_agg(skill), '[]') FROM unnest(${skills}) WITH ORDINALITY AS known (skill, n)
  WHERE random() < 0.75 / n ^ 0.9 AND ${row} > 0)`;

const INSERT_SITES = `
  INSERT INTO jobs (id, customer_id, title, job_type, location_address, location_coordinates, start_time, end_time,
    required_clearance_level, required_skills, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents)
  SELECT ${keyOf('01980000-0001')}, $1, 'Site ' || i, 'event', i || ' Bench Street', ${drawnPlace('i')},
    date_trunc('second', now()) + interval '1 hour', date_trunc('second', now()) + interval '5 hours', 'armed',
    jsonb_build_array(($3::text[])[1 + i % 4], ($3::text[])[5 + i % 3]), 4500, 18000, 3600, 14400
  FROM generate_series(1, $2::int) AS i
  RETURNING id, start_time AS "startTime", end_time AS "endTime", required_clearance_level AS "requiredClearanceLevel",
    required_skills AS "requiredSkills", hourly_rate_cents AS "hourlyRateCents",
    json_build_object('lat', ST_Y(location_coordinates::geometry), 'lng', ST_X(location_coordinates::geometry)) AS location`;

/** Open jobs of one customer, where people are: armed, a skill that many have and one that fewer have. */
export async function insertLivedSites(pool: pg.Pool, customerId: string, count: number): Promise<SearchedJob[]> {
  const client = await pool.connect();
  try {
    await client.query(`SELECT setseed($1)`, [SEED]);
    return (await client.query<SearchedJob>(INSERT_SITES, [customerId, count, SKILLS_BY_DEMAND])).rows;
  } finally {
    client.release();
  }
}

const GUARD = keyOf('01980000-0000');
const CUSTOMER = keyOf('01980000-0002');
const JOB = keyOf('01980000-0003');
const OFFER = keyOf('01980000-0004');
/** Whose number `i` stands for which of so many, in no order, and always the same. */
const picked = (of: string, count: string): string => `1 + (hashint8(${of}) & 2147483647) % ${count}`;

const INSERT_USERS = `
  INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
  SELECT ${GUARD}, 'guard' || i || '@bench.example', 'none', 'Guard', i::text, 'guard',
    (CASE WHEN i % 100 = 0 THEN 'suspended' ELSE 'active' END)::user_status
  FROM generate_series(1, $1::int) AS i`;

const INSERT_CUSTOMERS = `
  INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
  SELECT ${CUSTOMER}, 'customer' || i || '@bench.example', 'none', 'Customer', i::text, 'customer', 'active'
  FROM generate_series(1, $1::int) AS i`;

/**
 * 60 % are off duty, one in 25 is at work. Positions are stamped half a day ahead: they stay fresh for the whole run, however long;
 * those of one in ten guards on duty are too old.
 */
const INSERT_PROFILES = `
  INSERT INTO guard_profiles (user_id, license_number, license_state, license_expires_on, license_verified_at, clearance_level, skills,
    availability_status, hourly_rate_cents, average_rating, rating_count, current_location, location_updated_at, base_location,
    payouts_ready_at, total_jobs_completed)
  SELECT ${GUARD}, 'B-' || i, 'CA', current_date + 3 + (random() * 700)::int, CASE WHEN i % 33 > 0 THEN now() END,
    (CASE WHEN clearance < 0.6 THEN 'basic' WHEN clearance < 0.9 THEN 'armed' ELSE 'executive' END)::clearance_level, skills,
    (CASE WHEN i % 25 = 0 THEN 'busy' WHEN duty < 0.375 THEN 'available' ELSE 'offline' END)::availability_status,
    1800 + floor(random() * 3200)::int, CASE WHEN ratings > 0 THEN round((3 + 2 * random())::numeric, 2) END, ratings, place,
    now() + CASE WHEN i % 10 = 3 THEN interval '-1 day' ELSE interval '12 hours' END, place,
    CASE WHEN i % 20 > 0 THEN now() END, ratings * 2
  FROM (
    SELECT i, random() AS clearance, random() AS duty, (random() * 40)::int AS ratings, ${drawnSkills('i', '$2::text[]')} AS skills,
      ${drawnPlace('i')} AS place
    FROM generate_series(1, $1::int) AS i
  ) AS drawn`;

/** Of the past: nine of ten were done, by the guard whom the first of their offers went to. */
const INSERT_PAST_JOBS = `
  INSERT INTO jobs (id, customer_id, guard_id, title, job_type, status, location_address, location_coordinates, start_time, end_time,
    required_clearance_level, required_skills, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents,
    requested_at, matched_at, started_at, completed_at, check_in_proof, check_out_proof, ended_by, worked_minutes, due_amount_cents,
    cancelled_at, cancellation_reason)
  SELECT ${JOB}, ${CUSTOMER.replaceAll('to_hex(i)', `to_hex(${picked('i', '$3::int')})`)},
    CASE WHEN is_done THEN ${GUARD.replaceAll('to_hex(i)', `to_hex(${picked('i * 64', '$2::int')})`)} END, 'Past ' || i, 'event',
    (CASE WHEN is_done THEN 'completed' ELSE 'cancelled' END)::job_status, i || ' Past Street', ${drawnPlace('i')}, begins, ends,
    'basic', '["patrol"]', 4000, 4000 * hours, 800 * hours, 3200 * hours, begins - interval '5 hours',
    CASE WHEN is_done THEN begins - interval '4 hours' END, CASE WHEN is_done THEN begins END, CASE WHEN is_done THEN ends END,
    CASE WHEN is_done THEN 'code' END::presence_proof, CASE WHEN is_done THEN 'code' END::presence_proof,
    CASE WHEN is_done THEN 'guard' END::job_end, CASE WHEN is_done THEN 60 * hours END, CASE WHEN is_done THEN 4000 * hours ELSE 0 END,
    CASE WHEN NOT is_done THEN begins END, CASE WHEN NOT is_done THEN 'no guard' END
  FROM (
    SELECT i, i % 10 > 0 AS is_done, 2 + i % 7 AS hours, begins, begins + make_interval(hours => 2 + i % 7) AS ends
    FROM generate_series(1, $1::int) AS i,
      LATERAL (SELECT date_trunc('second', now()) - interval '88 days' + i * (interval '87 days' / $1::int) AS begins) AS at
  ) AS drawn`;

/** Each guard who is at work has begun an hour ago; one in twenty has a job tomorrow. */
const INSERT_HELD_JOBS = `
  INSERT INTO jobs (id, customer_id, guard_id, title, job_type, status, location_address, location_coordinates, start_time, end_time,
    required_clearance_level, required_skills, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents,
    requested_at, matched_at, started_at, check_in_proof)
  SELECT ${keyOf('01980000-0005')}, ${CUSTOMER.replaceAll('to_hex(i)', `to_hex(${picked('i', '$2::int')})`)}, ${GUARD}, 'Held ' || i, 'event',
    (CASE WHEN at_work THEN 'in_progress' ELSE 'matched' END)::job_status, i || ' Held Street', ${drawnPlace('i')}, begins,
    begins + interval '6 hours', 'basic', '["patrol"]', 4000, 24000, 4800, 19200, now() - interval '1 day', now() - interval '1 day',
    CASE WHEN at_work THEN begins END, CASE WHEN at_work THEN 'code' END::presence_proof
  FROM (
    SELECT i, i % 25 = 0 AS at_work,
      date_trunc('second', now()) + CASE WHEN i % 25 = 0 THEN interval '-1 hour' ELSE interval '1 day' END AS begins
    FROM generate_series(1, $1::int) AS i WHERE i % 25 = 0 OR i % 20 = 7
  ) AS drawn`;

/** In the order in which they were made, so that those of a guard are all over the table, as they are in life. */
const INSERT_OFFERS = `
  INSERT INTO offers (id, job_id, guard_id, status, wave, distance_meters, score, components, payout_cents, offered_at, expires_at,
    resolved_at, created_at, updated_at, seen_at)
  SELECT ${OFFER}, ${JOB.replaceAll('to_hex(i)', 'to_hex(job)')},
    ${GUARD.replaceAll('to_hex(i)', `to_hex(${picked('job * 64 + place', '$4::int')})`)},
    (CASE WHEN place = 0 AND job % 10 > 0 THEN 'accepted' WHEN dice < 0.3 THEN 'declined' WHEN dice < 0.7 THEN 'expired'
          ELSE 'superseded' END)::offer_status,
    1 + (place / 3), 8000 * dice, 100 * dice, '{"skills": 0.5, "rating": 0.8, "acceptance": 0.7, "fairness": 1}', 19200,
    offered_at, offered_at + interval '1 minute', offered_at + interval '1 minute', offered_at, offered_at + interval '1 minute',
    CASE WHEN dice < 0.5 THEN offered_at + interval '5 seconds' END
  FROM (
    SELECT i, 1 + (i - 1) / $3::int AS job, ((i - 1) % $3::int)::int AS place, random() AS dice,
      now() - interval '88 days 5 hours' + (i / $3::int) * (interval '87 days' / $2::int) AS offered_at
    FROM generate_series(1, $1::bigint) AS i
  ) AS drawn
  WHERE job <= $2::int`;

/** A hundred metres each: an index on which rows have moved is looser than one just built. */
const MOVE = `
  UPDATE guard_profiles SET current_location = geography(
    ST_Translate(current_location::geometry, (random() - 0.5) * 0.002, (random() - 0.5) * 0.002))
  WHERE availability_status = 'available'`;

/** Those that hold a rule of their own stay: they are asked while rows come. */
const INDEXES = `
  SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
  WHERE indrelid IN ('guard_profiles'::regclass, 'jobs'::regclass, 'offers'::regclass)
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = indexrelid)`;

/** Fills an empty database with a city that has lived for three months; the same one for the same numbers. */
export async function fillLivedCity(pool: pg.Pool, { guards, jobs, offersPerGuard }: Life): Promise<void> {
  const customers = Math.max(1, Math.round(guards * CUSTOMERS_PER_GUARD));
  const offersPerJob = Math.max(1, Math.round((guards * offersPerGuard) / jobs));
  const client = await pool.connect();
  try {
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(INDEXES);
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
    // What is written is known to fit: neither foreign keys nor triggers are asked row by row.
    await client.query(`SET session_replication_role = replica; SET maintenance_work_mem = '512MB'`);
    await client.query(`SELECT setseed($1)`, [SEED]);
    await client.query(INSERT_USERS, [guards]);
    await client.query(INSERT_CUSTOMERS, [customers]);
    await client.query(INSERT_PROFILES, [guards, SKILLS_BY_DEMAND]);
    await client.query(INSERT_PAST_JOBS, [jobs, guards, customers]);
    await client.query(INSERT_HELD_JOBS, [guards, customers]);
    await client.query(INSERT_OFFERS, [jobs * offersPerJob, jobs, offersPerJob, guards]);
    await client.query(`RESET session_replication_role`);
    for (const { definition } of indexes) await client.query(definition);
    await client.query(MOVE);
    await client.query(`VACUUM ANALYZE`);
  } finally {
    client.release();
  }
}
