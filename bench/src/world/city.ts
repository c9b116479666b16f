import { keyOf, SEED } from '@aegis/api/dist/test/lived-city.js';
import type { Job } from '@aegis/contract';
import type pg from 'pg';

/** One metropolitan area of about 90 by 90 km around Los Angeles. */
const CENTRE = { lat: 34.05, lng: -118.25 };
const HALF_HEIGHT_DEGREES = 0.4;
const HALF_WIDTH_DEGREES = 0.48;
/** Sites lie where the search radius is still inside the area. */
const SITES_SHARE = 0.5;

const SKILLS = ['access control', 'cctv', 'close protection', 'crowd control', 'driving', 'first aid', 'patrol', 'k9'];
const GUARD_KEY = keyOf('01980000-0000');

/** Ten times faster than row by row through them; they are made again from their own definitions. */
const SEARCH_INDEXES = `
  SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
  FROM pg_index WHERE indrelid = 'guard_profiles'::regclass AND NOT indisunique`;

/**
 * Guards spread evenly: 40 % available, each of eight skills with p = 0.4, 60 % basic, 30 % armed, 10 % executive, rates of 18
 * to 50 dollars, all licensed. Positions are stamped half a day ahead: they stay fresh for the whole run, however long.
 */
const INSERT_USERS = `
  INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
  SELECT ${GUARD_KEY}, 'guard' || i || '@bench.example', 'none', 'Guard', i::text, 'guard', 'active'
  FROM generate_series(1, $1::int) AS i`;

const INSERT_PROFILES = `
  INSERT INTO guard_profiles (user_id, license_number, license_state, license_expires_on, license_verified_at,
    clearance_level, skills, availability_status, hourly_rate_cents, average_rating, rating_count, current_location, location_updated_at,
    base_location)
  SELECT ${GUARD_KEY}, 'B-' || i, 'CA', current_date + 400, now(),
    (CASE WHEN clearance < 0.6 THEN 'basic' WHEN clearance < 0.9 THEN 'armed' ELSE 'executive' END)::clearance_level,
    skills, (CASE WHEN availability < 0.4 THEN 'available' ELSE 'offline' END)::availability_status, rate, rating, 20,
    place, now() + interval '12 hours', place
  FROM (
    SELECT i, random() AS clearance, random() AS availability, 1800 + floor(random() * 3200)::int AS rate,
      round((3 + 2 * random())::numeric, 2) AS rating,
      -- Names the guard, or it would be drawn once for all.
      (SELECT COALESCE(jsonb_agg(skill), '[]') FROM unnest($2::text[]) AS skill WHERE random() < 0.4 + 0 * i) AS skills,
      ST_SetSRID(ST_MakePoint($4 + (2 * random() - 1) * $6, $3 + (2 * random() - 1) * $5), 4326)::geography AS place
    FROM generate_series(1, $1::int) AS i
  ) AS drawn`;

/** Fills an empty database with guards; the same ones for the same number. */
export async function fillCity(pool: pg.Pool, guards: number): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(SEARCH_INDEXES);
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
    await client.query(`SELECT setseed($1)`, [SEED]);
    await client.query(INSERT_USERS, [guards]);
    const area = [CENTRE.lat, CENTRE.lng, HALF_HEIGHT_DEGREES, HALF_WIDTH_DEGREES];
    await client.query(INSERT_PROFILES, [guards, SKILLS, ...area]);
    await client.query(`SET maintenance_work_mem = '512MB'`);
    for (const { definition } of indexes) await client.query(definition);
    await client.query(`VACUUM ANALYZE`);
  } finally {
    client.release();
  }
}

type Site = Pick<
  Job,
  'id' | 'location' | 'startTime' | 'endTime' | 'requiredClearanceLevel' | 'requiredSkills' | 'hourlyRateCents'
>;

const INSERT_SITES = `
  INSERT INTO jobs (id, customer_id, title, job_type, location_address, location_coordinates, start_time, end_time,
    required_clearance_level, required_skills, hourly_rate_cents, total_amount_cents, platform_fee_cents,
    guard_payout_cents)
  SELECT ${keyOf('01980000-0001')}, $1, 'Site ' || i, 'event', i || ' Bench Street', site,
    date_trunc('second', now()) + interval '1 hour', date_trunc('second', now()) + interval '5 hours', 'armed',
    jsonb_build_array(($7::text[])[1 + first], ($7::text[])[1 + (first + step) % 8]), 4500, 18000, 3600, 14400
  FROM (
    SELECT i, floor(random() * 8)::int AS first, 1 + floor(random() * 7)::int AS step,
      ST_SetSRID(ST_MakePoint($4 + (2 * random() - 1) * $6, $3 + (2 * random() - 1) * $5), 4326)::geography AS site
    FROM generate_series(1, $2::int) AS i
  ) AS drawn
  RETURNING id, start_time AS "startTime", end_time AS "endTime", required_clearance_level AS "requiredClearanceLevel",
    required_skills AS "requiredSkills", hourly_rate_cents AS "hourlyRateCents",
    json_build_object('lat', ST_Y(location_coordinates::geometry), 'lng', ST_X(location_coordinates::geometry))
      AS location`;

/** Open jobs of one customer that start in an hour: armed, two skills, a rate that half of the guards would take. */
export async function insertSites(pool: pg.Pool, customerId: string, count: number): Promise<Site[]> {
  const area = [CENTRE.lat, CENTRE.lng, SITES_SHARE * HALF_HEIGHT_DEGREES, SITES_SHARE * HALF_WIDTH_DEGREES];
  const client = await pool.connect();
  try {
    await client.query(`SELECT setseed($1)`, [SEED]);
    const { rows } = await client.query<Site>(INSERT_SITES, [customerId, count, ...area, SKILLS]);
    await client.query('ANALYZE jobs');
    return rows;
  } finally {
    client.release();
  }
}
