import type pg from 'pg';
import { insertPeople } from './people.js';

/** A fix every 15 seconds, for 24 hours. */
export const SHIFT_FIXES = 5760;
const SECONDS_APART = 15;

export interface LongShift {
  jobId: string;
  guardId: string;
  from: Date;
  until: Date;
}

/** Now and then the guard walks away for half an hour, so that the record has pieces of every kind that positions show. */
const WALK = `CASE WHEN n % 1440 > 1320 THEN 0.02 ELSE 0.0004 * sin(n) END`;

const JOB = `
  INSERT INTO jobs (customer_id, guard_id, title, job_type, status, location_address, location_coordinates, start_time,
    end_time, required_clearance_level, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents,
    requested_at, matched_at, started_at, completed_at, check_in_location, check_in_proof, check_out_location,
    check_out_proof, ended_by, worked_minutes, due_amount_cents)
  SELECT $1, $2, 'Gate', 'basic', 'completed', '1 Main Street', site, begun, ended, 'basic', 2500, 60000, 12000, 48000,
    begun - interval '1 day', begun - interval '23 hours', begun, ended, site, 'position', site, 'position', 'guard', 1440, 60000
  FROM (SELECT ST_SetSRID(ST_MakePoint(-118.24, 34.05), 4326)::geography AS site,
          $3::timestamptz AS begun, $4::timestamptz AS ended) AS shift
  RETURNING id`;

const FIXES = `
  INSERT INTO location_history (guard_id, job_id, received_at, location, accuracy_meters, recorded_at, is_offline_upload)
  SELECT $1, $2, at, ST_SetSRID(ST_MakePoint(-118.24 + ${WALK}, 34.05), 4326)::geography, 8, at, false
  FROM (SELECT n, $3::timestamptz + make_interval(secs => n * ${SECONDS_APART}) AS at
        FROM generate_series(0, ${SHIFT_FIXES} - 1) AS n) AS heard`;

/** Written past the API, which would take a day: a shift that has ended, with all that its phone sent. */
export async function insertLongShift(pool: pg.Pool): Promise<LongShift> {
  const [[customer], [guard]] = await Promise.all([insertPeople(pool, 'customer', 1), insertPeople(pool, 'guard', 1)]);
  if (!customer || !guard) throw new Error('there is nobody');
  const until = new Date();
  const from = new Date(until.getTime() - SHIFT_FIXES * SECONDS_APART * 1000);
  await pool.query(`SELECT create_location_partition(current_date + n) FROM generate_series(-2, 1) AS n`);
  await pool.query('ALTER TABLE jobs DISABLE TRIGGER USER');
  const { rows } = await pool.query<{ id: string }>(JOB, [customer.id, guard.id, from, until]);
  await pool.query('ALTER TABLE jobs ENABLE TRIGGER USER');
  const jobId = rows[0]?.id ?? '';
  await pool.query(FIXES, [guard.id, jobId, from]);
  return { jobId, guardId: guard.id, from, until };
}
