import { afterAll, beforeAll, expect, it } from 'vitest';
import { Marketplace, type OfferAnswer, PASSWORD, type Person } from '../../../../test/marketplace.js';
import { onServerOnly } from '../../../../test/test-database.js';

const ROUNDS = 5;
const AT_ONCE = 20;

let market: Marketplace;
let admin: Person;

const because = { reason: 'because of the test' };
const refusals = (outcomes: PromiseSettledResult<unknown>[]) =>
  outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as { status: number }] : []));
const query = <Row>(text: string, values: unknown[]): Promise<Row[]> =>
  market.application.dataSource.query<Row[]>(text, values);

/** Jobs in the hands of, or asked for by, somebody who may not; and acceptances whose guard has not got the job. */
async function leftBehind(): Promise<unknown[]> {
  return query(
    `SELECT j.id, j.status, u.status AS person FROM jobs j JOIN users u ON u.id = j.guard_id
       WHERE j.status IN ('matched', 'in_progress') AND (u.status IN ('suspended', 'inactive') OR u.deleted_at IS NOT NULL)
     UNION ALL
     SELECT j.id, j.status, u.status FROM jobs j JOIN users u ON u.id = j.customer_id
       WHERE j.status NOT IN ('completed', 'cancelled') AND u.deleted_at IS NOT NULL
     UNION ALL
     SELECT o.job_id, j.status, NULL FROM offers o JOIN jobs j ON j.id = o.job_id
       WHERE o.status = 'accepted' AND j.guard_id IS DISTINCT FROM o.guard_id`,
    [],
  );
}

async function deadLocks(): Promise<number> {
  await query(`SELECT pg_stat_clear_snapshot()`, []);
  const [row] = await query<{ deadlocks: string }>(
    `SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`,
    [],
  );
  return Number(row?.deadlocks);
}

interface Asked {
  guard: Person;
  offers: OfferAnswer[];
}

/** A guard with an offer of each of several jobs, one after the other. */
async function asked(jobs: number): Promise<Asked> {
  const location = market.newPlace();
  const guard = await market.verifiedGuard({ at: location });
  const customer = await market.registerCustomer();
  const offers: OfferAnswer[] = [];
  for (let index = 0; index < jobs; index++) {
    const startsIn = (15 + index * 70) * 60_000;
    const job = await market.book(customer, { location, startsIn, lasts: 60 * 60_000 });
    offers.push(await market.offerOf(guard, job));
  }
  return { guard, offers };
}

/** `act` in the midst of acceptances: its place among them changes from round to round. */
async function amidst({ guard, offers }: Asked, round: number, act: () => Promise<unknown>) {
  const calls: (() => Promise<unknown>)[] = Array.from({ length: AT_ONCE - 1 }, (_, index) => {
    const offer = offers[index % offers.length];
    return () => guard.client.offers.accept({ params: { id: offer?.id ?? '' } });
  });
  calls.splice((round * 4) % AT_ONCE, 0, act);
  return Promise.allSettled(calls.map((call) => call()));
}

onServerOnly('the embedded engine has one session', () => {
  beforeAll(async () => {
    market = await Marketplace.open({ SOON_HOURS: '4', RATE_LIMITS: 'off' });
    admin = await market.admin();
  });
  afterAll(() => market.close());

  it('a suspension among twenty acceptances leaves no job with the suspended', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const one = await asked(2);
      const suspend = () => admin.client.admin.suspendUser({ params: { id: one.guard.id }, body: because });
      const outcomes = await amidst(one, round, suspend);
      for (const refusal of refusals(outcomes)) expect([401, 409]).toContain(refusal.status);
      expect(await query(`SELECT status FROM users WHERE id = $1`, [one.guard.id])).toEqual([{ status: 'suspended' }]);
      expect(await leftBehind()).toEqual([]);
    }
  }, 120_000);

  it('a closing among twenty acceptances leaves no job with who has left', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const one = await asked(2);
      const outcomes = await amidst(one, round, () => one.guard.client.users.eraseMe());
      for (const refusal of refusals(outcomes)) expect([401, 409]).toContain(refusal.status);
      expect(await query(`SELECT status FROM users WHERE id = $1`, [one.guard.id])).toEqual([{ status: 'inactive' }]);
      expect(await leftBehind()).toEqual([]);
    }
  }, 120_000);

  it('a closing among twenty bookings leaves no open job of who has left', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const customer = await market.registerCustomer();
      const location = market.newPlace();
      const calls: (() => Promise<unknown>)[] = Array.from(
        { length: AT_ONCE - 1 },
        () => () => market.book(customer, { location }),
      );
      calls.splice((round * 4) % AT_ONCE, 0, () => customer.client.users.eraseMe());
      const outcomes = await Promise.allSettled(calls.map((call) => call()));
      for (const refusal of refusals(outcomes)) expect([401, 409]).toContain(refusal.status);
      expect(await query(`SELECT status FROM users WHERE id = $1`, [customer.id])).toEqual([{ status: 'inactive' }]);
      expect(await leftBehind()).toEqual([]);
    }
  }, 120_000);

  it('a suspension among twenty changes of papers and acceptances ends without a dead-lock', async () => {
    const before = await deadLocks();
    for (let round = 0; round < ROUNDS; round++) {
      const one = await asked(2);
      const calls = one.offers.flatMap((offer, index) => [
        () => one.guard.client.offers.accept({ params: { id: offer.id } }),
        () => one.guard.client.guards.replaceMe({ body: market.profile({ licenseNumber: `G-1000${round}-${index}` }) }),
        () => admin.client.admin.suspendUser({ params: { id: one.guard.id }, body: because }),
      ]);
      const outcomes = await Promise.allSettled(calls.map((call) => call()));
      for (const refusal of refusals(outcomes)) expect([401, 409]).toContain(refusal.status);
      expect(await leftBehind()).toEqual([]);
    }
    expect(await deadLocks()).toBe(before);
  }, 120_000);

  it('a verification among twenty swaps of the licence confirms the one that was seen, or none', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const guard = await market.registerGuard();
      const seen = await guard.client.guards.replaceMe({ body: market.profile({ licenseNumber: 'SEEN-10000' }) });
      const swap = { licenseNumber: 'UNSEEN-10000', clearanceLevel: 'executive' as const };
      const verify = () =>
        admin.client.admin.verifyGuard({
          params: { userId: guard.id },
          body: { ...because, papersVersion: seen.papersVersion },
        });
      const calls: (() => Promise<unknown>)[] = Array.from(
        { length: AT_ONCE - 1 },
        () => () => guard.client.guards.replaceMe({ body: market.profile(swap) }),
      );
      calls.splice((round * 4) % AT_ONCE, 0, verify);
      const outcomes = await Promise.allSettled(calls.map((call) => call()));
      for (const refusal of refusals(outcomes)) expect(refusal).toMatchObject({ status: 409, code: 'papers_changed' });
      const after = await guard.client.guards.me();
      expect(after).toMatchObject({ licenseNumber: 'UNSEEN-10000', licenseVerifiedAt: null });
    }
  }, 120_000);

  it('a suspension among twenty sign-ins leaves nobody in', async () => {
    const customer = await market.registerCustomer();
    const body = { email: customer.email, password: PASSWORD };
    const calls: (() => Promise<unknown>)[] = Array.from(
      { length: AT_ONCE - 1 },
      () => () => market.application.client().auth.login({ body }),
    );
    calls.splice(9, 0, () => admin.client.admin.suspendUser({ params: { id: customer.id }, body: because }));
    const outcomes = await Promise.allSettled(calls.map((call) => call()));
    for (const refusal of refusals(outcomes)) expect([403, 409]).toContain(refusal.status);
    const live = await query(`SELECT id FROM sessions WHERE user_id = $1 AND revoked_at IS NULL`, [customer.id]);
    expect(live).toEqual([]);
  }, 120_000);
});
