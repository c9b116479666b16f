import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiError } from '@aegis/client';
import { Marketplace, metersNorth, type Person } from '../../../../test/marketplace.js';
import { DAY_MS, shift } from '../../../platform/clock/duration.js';
import { Database } from '../../../platform/database/database.js';
import { DecisionsRepository } from './decisions.repository.js';
import { replay } from './replay.js';

const WINDOW_MS = 60_000;
const SOON = { timeout: 20_000, interval: 50 };

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ BATCH_WINDOW_SECONDS: '60' });
});
afterAll(() => market.close());

const explained = (person: Person, id: string) => person.client.jobs.matchExplanation({ params: { id } });

describe('the explanation of a search', () => {
  it('tells an administrator the order with its parts, and what became of each offer', async () => {
    const location = market.newPlace();
    const near = await market.verifiedGuard({ at: metersNorth(location, 100) });
    const far = await market.verifiedGuard({ at: metersNorth(location, 20_000), skills: ['patrol', 'cctv'] });
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location });
    await near.client.offers.decline({ params: { id: (await market.offerOf(near, job)).id } });
    const { waves, mine } = await explained(await market.admin(), job.id);
    expect(mine).toBeNull();
    expect(waves[0]).toMatchObject({ wave: 1, reason: 'wave', weights: { proximity: 0.4, skills: 0.25 } });
    expect(waves[0]?.guards.map(({ rank, guard, offer }) => [rank, guard?.id, offer])).toEqual([
      [1, near.id, 'declined'],
      [2, far.id, 'offered'],
    ]);
  });

  it('tells the customer how the guards answered, and of whom only once they have accepted', async () => {
    const location = market.newPlace();
    const near = await market.verifiedGuard({ at: metersNorth(location, 100) });
    const far = await market.verifiedGuard({ at: metersNorth(location, 20_000) });
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location });
    await near.client.offers.decline({ params: { id: (await market.offerOf(near, job)).id } });
    const unknown = { distanceMeters: null, score: null, components: null };
    const before = (await explained(customer, job.id)).waves[0];
    expect(before?.guards).toEqual([
      { rank: 1, guard: null, ...unknown, offer: 'declined' },
      { rank: 2, guard: null, ...unknown, offer: 'offered' },
    ]);
    await market.accept(far, job);
    const after = (await explained(customer, job.id)).waves[0];
    expect(after?.guards).toEqual([
      { rank: 1, guard: null, ...unknown, offer: 'declined' },
      { rank: 2, guard: { id: far.id, name: 'Kim Lee' }, ...unknown, offer: 'accepted' },
    ]);
  });

  it('is not for another customer', async () => {
    const { job } = await market.bookedJob();
    const stranger = await market.registerCustomer();
    await expect(explained(stranger, job.id)).rejects.toMatchObject({ status: 404 });
  });

  it('tells a guard in the area why the job has not come to them, and nothing of others', async () => {
    const location = market.newPlace();
    const soon = shift(market.now, 3 * DAY_MS)
      .toISOString()
      .slice(0, 10);
    const shortLicence = await market.verifiedGuard({ at: location, licenseExpiresOn: soon });
    const unskilled = await market.verifiedGuard({ at: location });
    const dear = await market.verifiedGuard({ at: location, skills: ['patrol'], hourlyRateCents: 9000 });
    const offDuty = await market.verifiedGuard({ baseLocation: location, skills: ['patrol'] });
    const others = await Promise.all(
      [1, 2, 3, 4].map((index) => market.verifiedGuard({ at: metersNorth(location, index * 100), skills: ['patrol'] })),
    );
    const last = await market.verifiedGuard({ at: metersNorth(location, 23_000), skills: ['patrol'] });
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location, requiredSkills: ['patrol'] });
    await market.told(customer, job, 'offers.sent');
    expect((await explained(shortLicence, job.id)).mine?.reasons).toContain(
      'Your licence ends before the job, or too soon after it.',
    );
    expect((await explained(unskilled, job.id)).mine).toEqual({
      verdict: 'not_eligible',
      reasons: ['The job needs: patrol.'],
      guardsAhead: null,
    });
    expect((await explained(dear, job.id)).mine?.reasons).toEqual(['The job pays less per hour than your rate.']);
    expect((await explained(offDuty, job.id)).mine?.reasons).toContain('The job starts soon and you are not on duty.');
    const { waves, mine } = await explained(last, job.id);
    expect(waves).toEqual([]);
    expect(mine).toEqual({ verdict: 'others_first', reasons: ['4 guards came before you.'], guardsAhead: 4 });
    expect(JSON.stringify(mine)).not.toMatch(new RegExp(others.map(({ id }) => id).join('|')));
  });

  it('is not for a guard far from the area', async () => {
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location: market.newPlace() });
    const guard = await market.verifiedGuard({ at: market.newPlace() });
    const refused = await explained(guard, job.id).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect(refused).toMatchObject({ status: 404 });
  });
});

describe('a replay', () => {
  const replayed = async (jobId: string) => {
    const decisions = new DecisionsRepository(market.application.app.get(Database));
    return Promise.all(
      (await decisions.ofJob(jobId)).map(async (decision) =>
        replay(decision, decision.batchId ? await decisions.ofBatch(decision.batchId) : []),
      ),
    );
  };

  it('gives the stored ranking byte for byte, also after the guards have changed', async () => {
    const location = market.newPlace();
    const guards = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((index) => market.verifiedGuard({ at: metersNorth(location, 777.7 * index) })),
    );
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location });
    await market.told(customer, job, 'offers.sent');
    for (const guard of guards) await guard.client.guards.setAvailability({ body: { status: 'offline' } });
    const [first, ...rest] = await replayed(job.id);
    // The wave goes on when nobody of it is on duty any more.
    expect(rest.map(({ isSame }) => isSame)).toEqual(rest.map(() => true));
    expect(first).toMatchObject({ isSame: true, decision: { offered: 3 } });
    expect(first?.ranking).toBe(first?.decision.ranking);
    expect(JSON.parse(first?.ranking ?? '[]')).toHaveLength(6);
  });

  it('finds out when the stored inputs are others', async () => {
    const { job } = await market.bookedJob();
    const [decision] = await new DecisionsRepository(market.application.app.get(Database)).ofJob(job.id);
    const [candidate] = decision?.inputs.candidates ?? [];
    if (!decision || !candidate) throw new Error('nothing was decided');
    const forged = { ...decision.inputs, candidates: [{ ...candidate, jobsLast7Days: 9 }] };
    expect(replay({ ...decision, inputs: forged }, []).isSame).toBe(false);
  });

  it('covers jobs that were assigned together: each guard is asked for one of them', async () => {
    const location = market.newPlace();
    const guards = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((index) => market.verifiedGuard({ baseLocation: metersNorth(location, 500 * index) })),
    );
    const customer = await market.registerCustomer();
    // The beginning of a window, so that both fall into the same.
    market.clock.set(new Date(Math.ceil(market.now.getTime() / WINDOW_MS) * WINDOW_MS));
    const booked = [1, 2].map(() => market.book(customer, { location, startsIn: DAY_MS }));
    const jobs = await Promise.all(booked);
    const waiting = `SELECT count(*)::int AS jobs FROM deadlines WHERE kind = 'match.batch_closes'`;
    await expect
      .poll(async () => await market.application.dataSource.query<{ jobs: number }[]>(waiting), SOON)
      .toEqual([{ jobs: 2 }]);
    market.clock.move(WINDOW_MS);
    for (const job of jobs) await market.told(customer, job, 'offers.sent');
    const both = (await Promise.all(jobs.map((job) => replayed(job.id)))).flat();
    expect(both.map(({ isSame, decision }) => [isSame, decision.reason])).toEqual([
      [true, 'batch'],
      [true, 'batch'],
    ]);
    const asked = await Promise.all(guards.map(async (guard) => (await guard.client.offers.mine()).items.length));
    expect(asked).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
