import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Position } from '@aegis/contract';
import { type JobAnswer, Marketplace } from '../../../../test/marketplace.js';
import { HOUR_MS } from '../../../platform/clock/duration.js';
import { WALK_LIMIT } from './candidates.statements.js';
import { customers, guardsOnDuty, type Member } from '../spec-support/crowd.js';

let market: Marketplace;

beforeAll(async () => {
  // No window ends while a test looks: jobs that start later stay without offers.
  market = await Marketplace.open({ BATCH_WINDOW_SECONDS: '3600' });
});
afterAll(() => market.close());

const run = (sql: string, values: unknown[]): Promise<unknown> => market.application.dataSource.query(sql, values);

const guardsAt = (at: Position, count: number): Promise<Member[]> =>
  guardsOnDuty(market.application.dataSource, market.application.baseUrl, { count, at, now: market.now });

const oneGuard = async (at: Position): Promise<Member> => {
  const [guard] = await guardsAt(at, 1);
  if (!guard) throw new Error('there is no guard');
  return guard;
};

const wanted = { requiredSkills: ['patrol'], requiredClearanceLevel: 'armed' as const, hourlyRateCents: 3000 };

/** A guard who just fits, and a job for him. */
async function fitting(startsIn: number): Promise<{ guard: Member; customer: Member; job: JobAnswer }> {
  const location = market.newPlace();
  const guard = await oneGuard(location);
  await run(
    `UPDATE guard_profiles SET clearance_level = 'armed', skills = '["cctv", "patrol"]', hourly_rate_cents = 2400,
       license_expires_on = ($2::timestamptz + interval '7 days')::date WHERE user_id = $1`,
    [guard.id, new Date(market.now.getTime() + startsIn + 2 * HOUR_MS)],
  );
  const [customer] = await customers(market.application.dataSource, market.application.baseUrl, 1, market.now);
  if (!customer) throw new Error('there is no customer');
  const job = await customer.client.jobs.create({ body: market.draft({ location, startsIn, ...wanted }) });
  return { guard, customer, job };
}

const found = async (customer: Member, job: JobAnswer): Promise<string[]> =>
  (await customer.client.jobs.candidates({ params: { id: job.id } })).items.map((item) => item.guard.userId);

const ALWAYS: [string, string][] = [
  ['is suspended', `UPDATE users SET status = 'suspended' WHERE id = $1`],
  ['is deleted', `UPDATE users SET deleted_at = now() WHERE id = $1`],
  ['has a licence nobody has verified', `UPDATE guard_profiles SET license_verified_at = NULL WHERE user_id = $1`],
  [
    'has a licence that ends six days after the job',
    `UPDATE guard_profiles SET license_expires_on = license_expires_on - 1 WHERE user_id = $1`,
  ],
  ['has too low a clearance', `UPDATE guard_profiles SET clearance_level = 'basic' WHERE user_id = $1`],
  ['lacks a skill', `UPDATE guard_profiles SET skills = '["cctv"]' WHERE user_id = $1`],
  ['asks one cent more than the payout', `UPDATE guard_profiles SET hourly_rate_cents = 2401 WHERE user_id = $1`],
  [
    'is available only until before its end',
    `UPDATE guard_profiles SET available_until = now() + interval '1 minute' WHERE user_id = $1`,
  ],
  [
    'has declined it',
    `INSERT INTO offers (job_id, guard_id, status, wave, distance_meters, score, components, payout_cents, offered_at,
       expires_at, resolved_at)
     SELECT id, $1, 'declined', 1, 0, 1, '{}', 1, now() - interval '1 minute', now(), now() FROM jobs
     ORDER BY requested_at DESC LIMIT 1`,
  ],
  [
    'holds another job at that time',
    `WITH other AS (
       INSERT INTO jobs (id, customer_id, title, job_type, location_address, location_coordinates, start_time, end_time,
         required_clearance_level, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents)
       SELECT gen_random_uuid(), customer_id, title, job_type, location_address, location_coordinates,
         end_time - interval '1 minute', end_time + interval '1 hour', 'basic', 3000, 3000, 600, 2400
       FROM jobs ORDER BY requested_at DESC LIMIT 1 RETURNING id)
     SELECT $1::uuid FROM other`,
  ],
];

const NOW: [string, string][] = [
  ['is off duty', `UPDATE guard_profiles SET availability_status = 'offline' WHERE user_id = $1`],
  ['is at work', `UPDATE guard_profiles SET availability_status = 'busy' WHERE user_id = $1`],
  [
    'was seen sixteen minutes ago',
    `UPDATE guard_profiles SET location_updated_at = location_updated_at - interval '16 minutes' WHERE user_id = $1`,
  ],
  [
    'is sixteen miles away',
    `UPDATE guard_profiles SET current_location =
       ST_Project(current_location, 16 * 1609, 0) WHERE user_id = $1`,
  ],
];

describe.each([
  ['that starts soon', HOUR_MS / 2, [...ALWAYS, ...NOW]],
  ['that starts later', 24 * HOUR_MS, ALWAYS],
])('a job %s', (_, startsIn, rules) => {
  it('finds a guard who just fits', async () => {
    const { guard, customer, job } = await fitting(startsIn);
    expect(await found(customer, job)).toEqual([guard.id]);
  });

  it.each(rules)('does not find a guard who %s', async (name, spoil) => {
    const { guard, customer, job } = await fitting(startsIn);
    await run(spoil, [guard.id]);
    // In a statement of its own: a job is inserted as requested and matched afterwards.
    if (name.startsWith('holds'))
      await run(
        `UPDATE jobs SET status = 'matched', guard_id = $1, matched_at = now() WHERE id = (
           SELECT id FROM jobs WHERE customer_id = $2 AND id <> $3)`,
        [guard.id, customer.id, job.id],
      );
    expect(await found(customer, job)).toEqual([]);
  });
});

describe('a job that starts later', () => {
  it('finds a guard from his base, wherever he is and whatever he does now', async () => {
    const { guard, customer, job } = await fitting(24 * HOUR_MS);
    await run(
      `UPDATE guard_profiles SET availability_status = 'offline', current_location = NULL, location_updated_at = NULL
       WHERE user_id = $1`,
      [guard.id],
    );
    expect(await found(customer, job)).toEqual([guard.id]);
  });
});

describe('a walk that is given up', () => {
  it('is followed by a look at everybody in the radius', async () => {
    const location = market.newPlace();
    // All have what the index knows of; what it does not know of rules out so many of the nearest that the walk ends.
    const near = await guardsAt(location, WALK_LIMIT + 5);
    await run(`UPDATE guard_profiles SET license_verified_at = NULL WHERE user_id = ANY($1)`, [
      near.map(({ id }) => id),
    ]);
    const far = await oneGuard({ lat: location.lat + 0.1, lng: location.lng });
    const [customer] = await customers(market.application.dataSource, market.application.baseUrl, 1, market.now);
    if (!customer) throw new Error('there is no customer');
    const job = await customer.client.jobs.create({ body: market.draft({ location }) });
    expect(await found(customer, job)).toEqual([far.id]);
  });
});
