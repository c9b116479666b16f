import type pg from 'pg';
import type Stripe from 'stripe';
import type { StripeServer } from '../servers/stripe.js';
import { insertPeople } from './people.js';

/** Somebody at Stripe: a customer with a saved card, and a guard whose account can be paid. */
export interface Pair {
  customerId: string;
  guardId: string;
  stripeCustomer: string;
  stripeAccount: string;
}

export async function openPairs(pool: pg.Pool, client: Stripe, stripe: StripeServer, count: number): Promise<Pair[]> {
  const customers = await insertPeople(pool, 'customer', count);
  const guards = await insertPeople(pool, 'guard', count);
  const pairs: Pair[] = [];
  for (const [index, customer] of customers.entries()) {
    const guardId = guards[index]?.id ?? '';
    const { id: stripeCustomer } = await client.customers.create({ metadata: { userId: customer.id } });
    const { id: stripeAccount } = await client.accounts.create({
      type: 'express',
      country: 'US',
      business_type: 'individual',
      capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
      metadata: { userId: guardId },
    });
    await stripe.completeAccount(stripeAccount);
    await pool.query('UPDATE users SET stripe_customer_id = $2 WHERE id = $1', [customer.id, stripeCustomer]);
    await pool.query('UPDATE users SET stripe_account_id = $2 WHERE id = $1', [guardId, stripeAccount]);
    pairs.push({ customerId: customer.id, guardId, stripeCustomer, stripeAccount });
  }
  return pairs;
}

const STEPS = [
  `status = 'matched', guard_id = $2, matched_at = now()`,
  `status = 'in_progress', started_at = now() - interval '1 hour', check_in_proof = 'admin'`,
  `status = 'completed', completed_at = now(), ended_by = 'admin', worked_minutes = 60, due_amount_cents = 2500`,
];

/** Jobs of two hours at 25.00, worked for one; nobody has heard of them yet. */
export async function insertWorkedJobs(pool: pg.Pool, pair: Pair, count: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO jobs (customer_id, title, job_type, location_address, location_coordinates, start_time, end_time,
       required_clearance_level, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents)
     SELECT $1, 'Gate', 'basic', '1 Bench Street', ST_SetSRID(ST_MakePoint(-118, 34), 4326), at, at + interval '2 hours',
       'basic', 2500, 5000, 1000, 4000
     FROM generate_series(1, $2) AS n, LATERAL (SELECT now() - n * interval '3 hours' AS at) AS past
     RETURNING id`,
    [pair.customerId, count],
  );
  const ids = rows.map(({ id }) => id);
  // One after the other: a guard is at work on one job at a time.
  for (const id of ids)
    for (const [index, step] of STEPS.entries())
      await pool.query(`UPDATE jobs SET ${step} WHERE id = $1`, index === 0 ? [id, pair.guardId] : [id]);
  return ids;
}
