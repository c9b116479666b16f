import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { insertPeople, type Person } from './people.js';

/** A job under way: its guard sends fixes, its customer looks. */
export interface Watch {
  jobId: string;
  guard: Person;
  customer: Person;
}

/** Began half an hour ago, accepted an hour ago: fixes of the last hour are taken. */
export async function insertWatches(pool: pg.Pool, count: number): Promise<Watch[]> {
  const guards = await insertPeople(pool, 'guard', count);
  const customers = await insertPeople(pool, 'customer', count);
  const watches = guards.map((guard, index): Watch => {
    const customer = customers[index];
    if (!customer) throw new Error('every guard has a customer');
    return { jobId: randomUUID(), guard, customer };
  });
  const ids = watches.map(({ jobId }) => jobId);
  await pool.query(`INSERT INTO guard_profiles (user_id) SELECT unnest($1::uuid[])`, [guards.map(({ id }) => id)]);
  await pool.query(
    `INSERT INTO jobs (id, customer_id, title, job_type, location_address, location_coordinates, start_time, end_time,
       required_clearance_level, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents)
     SELECT id, customer, 'Watch', 'basic', 'Bench Street', 'POINT(-118.25 34.05)', now() - interval '30 minutes',
       now() + interval '6 hours', 'basic', 2500, 16250, 3250, 13000
     FROM unnest($1::uuid[], $2::uuid[]) AS watch (id, customer)`,
    [ids, customers.map(({ id }) => id)],
  );
  // Along the table of states, as its trigger wants it.
  await pool.query(
    `UPDATE jobs SET status = 'matched', guard_id = guard, matched_at = now() - interval '1 hour'
     FROM unnest($1::uuid[], $2::uuid[]) AS watch (id, guard) WHERE jobs.id = watch.id`,
    [ids, guards.map(({ id }) => id)],
  );
  await pool.query(
    `UPDATE jobs SET status = 'in_progress', started_at = now() - interval '30 minutes',
       check_in_proof = 'position', check_in_location = location_coordinates WHERE id = ANY ($1)`,
    [ids],
  );
  await pool.query('VACUUM ANALYZE');
  return watches;
}
