import type { ApiError } from '@aegis/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JobAnswer, Marketplace, type OfferAnswer, type Person } from '../../../../test/marketplace.js';
import { HOUR_MS } from '../../../platform/clock/duration.js';

const AT_ONCE = 20;

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ OFFERS_FIRST_WAVE: String(AT_ONCE) });
});
afterAll(() => market.close());

const accept = ({ client }: Person, { id }: OfferAnswer) => client.offers.accept({ params: { id } });

/** Codes of what was refused; fails on anything that is no refusal. */
function refusedOf(attempts: PromiseSettledResult<unknown>[]): string[] {
  const errors = attempts.filter((attempt) => attempt.status === 'rejected').map(({ reason }) => reason as ApiError);
  expect(errors.filter(({ status }) => status !== 409)).toEqual([]);
  return errors.map(({ code }) => code);
}

const typesOf = async ({ client }: Person, { id }: { id: string }): Promise<string[]> =>
  (await client.jobs.timeline({ params: { id } })).items.map(({ type }) => type);

describe('at the same moment', () => {
  it('twenty guards accept one job: one has it, nineteen are too late', async () => {
    const location = market.newPlace();
    const guards: Person[] = [];
    for (let index = 0; index < AT_ONCE; index++) guards.push(await market.verifiedGuard({ at: location }));
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location });
    const offers = await Promise.all(guards.map((guard) => market.offerOf(guard, job)));

    const attempts = await Promise.allSettled(
      guards.map((guard, index) => accept(guard, offers[index] as OfferAnswer)),
    );

    expect(refusedOf(attempts)).toEqual(Array(AT_ONCE - 1).fill('offer_gone'));
    const winner = guards[attempts.findIndex(({ status }) => status === 'fulfilled')];
    const now = await customer.client.jobs.get({ params: { id: job.id } });
    expect(now).toMatchObject({ status: 'matched', guard: { id: winner?.id } });
    expect((await typesOf(customer, job)).filter((type) => type === 'job.matched')).toHaveLength(1);
    for (const guard of guards) expect((await guard.client.offers.mine()).items).toEqual([]);
  });

  it('one guard accepts two jobs that overlap: they have one', async () => {
    const location = market.newPlace();
    const [customer, guard] = [await market.registerCustomer(), await market.verifiedGuard({ at: location })];
    const jobs: JobAnswer[] = [];
    for (const startsIn of [HOUR_MS, 1.5 * HOUR_MS]) jobs.push(await market.book(customer, { location, startsIn }));
    const offers = await Promise.all(jobs.map((job) => market.offerOf(guard, job)));

    const attempts = await Promise.allSettled(offers.map((offer) => accept(guard, offer)));

    expect(refusedOf(attempts)).toEqual(['overlapping_job']);
    const states = await Promise.all(jobs.map(({ id }) => customer.client.jobs.get({ params: { id } })));
    expect(states.map(({ status }) => status).sort()).toEqual(['matched', 'requested']);
  });

  it('twenty overlapping jobs for two guards, crosswise: each has one, nothing hangs', async () => {
    const location = market.newPlace();
    const customer = await market.registerCustomer();
    const guards = [await market.verifiedGuard({ at: location }), await market.verifiedGuard({ at: location })];
    const jobs = await Promise.all(Array.from({ length: 10 }, () => market.book(customer, { location })));
    const offersOf = (guard: Person) => Promise.all(jobs.map((job) => market.offerOf(guard, job)));
    const [mine = [], theirs = []] = await Promise.all(guards.map(offersOf));

    const crosswise = guards.flatMap((guard, turn) =>
      (turn ? theirs.toReversed() : mine).map((offer) => accept(guard, offer)),
    );
    const attempts = await Promise.allSettled(crosswise);

    expect(refusedOf(attempts)).toHaveLength(18);
    const held = await Promise.all(guards.map(({ client }) => client.jobs.list({ query: { status: 'matched' } })));
    expect(held.map(({ items }) => items.length)).toEqual([1, 1]);
  });

  it('the guard accepts and the customer cancels: the job ends cancelled, for the fee of what came first', async () => {
    for (let round = 0; round < 5; round++) {
      const location = market.newPlace();
      const [customer, guard] = [await market.registerCustomer(), await market.verifiedGuard({ at: location })];
      const job = await market.book(customer, { location });
      const offer = await market.offerOf(guard, job);

      const [accepted, cancelled] = await Promise.allSettled([
        accept(guard, offer),
        customer.client.jobs.cancel({ params: { id: job.id }, body: { reason: 'rain' } }),
      ]);

      const wasMatched = accepted.status === 'fulfilled';
      if (!wasMatched) expect(accepted.reason).toMatchObject({ status: 409, code: 'offer_gone' });
      const fee = wasMatched ? 5000 : 0;
      expect(cancelled).toMatchObject({ status: 'fulfilled', value: { feeCents: fee, job: { status: 'cancelled' } } });
      const life = (await typesOf(customer, job)).filter((type) => type.startsWith('job.'));
      expect(life).toEqual(['job.requested', ...(wasMatched ? ['job.matched'] : []), 'job.cancelled']);
    }
  });

  it('the guard gives the job back and checks in: one of the two happens', async () => {
    const booking = await market.bookedJob();
    const { customer, guard, job } = booking;
    const attempts = await Promise.allSettled([
      market.checkIn(booking),
      guard.client.jobs.withdraw({ params: { id: job.id }, body: { reason: 'ill' } }),
    ]);
    expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refusal = attempts.find((attempt) => attempt.status === 'rejected')?.reason as ApiError;
    // 404: the job that was given back is not theirs any more.
    expect([404, 409]).toContain(refusal.status);
    const { status } = await customer.client.jobs.get({ params: { id: job.id } });
    expect(status).toBe(attempts[0]?.status === 'fulfilled' ? 'in_progress' : 'requested');
  });
});
