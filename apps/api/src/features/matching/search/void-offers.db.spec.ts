import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Position } from '@aegis/contract';
import { type JobAnswer, Marketplace, metersNorth, type Person } from '../../../../test/marketplace.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../platform/clock/duration.js';
import { Deadlines } from '../../../platform/queue/deadlines.js';

const SOON = { timeout: 20_000, interval: 25 };

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ BATCH_WINDOW_SECONDS: '0', OFFERS_FIRST_WAVE: '1', OFFERS_SECOND_WAVE: '1' });
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const isAsked = async (guard: Person, job: JobAnswer): Promise<boolean> =>
  (await guard.client.offers.mine()).items.some((offer) => offer.job.id === job.id);

/** The nearer one is asked first, and the other only when it is their turn. */
async function nearAndFar(location: Position): Promise<{ near: Person; far: Person }> {
  const near = await market.verifiedGuard({ at: location });
  const far = await market.verifiedGuard({ at: metersNorth(location, 9000) });
  return { near, far };
}

describe('an offer that its guard can no longer take', () => {
  it('ends when they go off duty, and the next is asked at once', async () => {
    const location = market.newPlace();
    const { near, far } = await nearAndFar(location);
    const job = await market.book(await market.registerCustomer(), { location });
    await market.offerOf(near, job);
    expect(await isAsked(far, job)).toBe(false);
    await near.client.guards.setAvailability({ body: { status: 'offline' } });
    await market.offerOf(far, job);
    expect(await isAsked(near, job)).toBe(false);
  });

  it('ends when they take another job at that time, and the next is asked at once', async () => {
    const location = market.newPlace();
    const { near, far } = await nearAndFar(location);
    const customer = await market.registerCustomer();
    const [first, second] = [await market.book(customer, { location }), await market.book(customer, { location })];
    await market.offerOf(near, second);
    await market.accept(near, first);
    await market.offerOf(far, second);
    expect(await isAsked(near, second)).toBe(false);
  });

  it('ends when their licence is another one', async () => {
    const location = market.newPlace();
    const { near, far } = await nearAndFar(location);
    const job = await market.book(await market.registerCustomer(), { location });
    await market.offerOf(near, job);
    const changed = market.profile({ baseLocation: location, licenseNumber: 'G-100002' });
    await near.client.guards.replaceMe({ body: changed });
    await market.offerOf(far, job);
    expect(await isAsked(near, job)).toBe(false);
  });

  it('stays, of a scheduled job, when they go off duty', async () => {
    const location = market.newPlace();
    const { near } = await nearAndFar(location);
    const job = await market.book(await market.registerCustomer(), { location, startsIn: DAY_MS });
    await market.offerOf(near, job);
    await near.client.guards.setAvailability({ body: { status: 'offline' } });
    const waiting = `SELECT count(*)::int AS events FROM queued_events WHERE event = 'guard.changed'`;
    await expect.poll(() => market.application.dataSource.query(waiting), SOON).toEqual([{ events: 0 }]);
    expect(await isAsked(near, job)).toBe(true);
  });
});

describe('an offer', () => {
  it('to a guard who comes on duty lasts as long as the waves of the job do', async () => {
    const location = market.newPlace();
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location, startsIn: DAY_MS });
    await market.told(customer, job, 'offers.nobody_found');
    const { expiresAt } = await market.offerOf(await market.verifiedGuard({ at: location }), job);
    expect(new Date(expiresAt).getTime() - market.now.getTime()).toBeGreaterThan(250 * SECOND_MS);
  });

  it('is seen when a page of the guard shows it', async () => {
    const location = market.newPlace();
    const guard = await market.verifiedGuard({ at: location });
    const job = await market.book(await market.registerCustomer(), { location });
    const seen = `SELECT seen_at IS NOT NULL AS seen FROM offers WHERE job_id = $1`;
    await expect.poll(() => market.application.dataSource.query(seen, [job.id]), SOON).toEqual([{ seen: false }]);
    await guard.client.offers.mine();
    expect(await market.application.dataSource.query(seen, [job.id])).toEqual([{ seen: true }]);
  });
});

it('a guard who was to be on the way for longer is not late before', async () => {
  const location = market.newPlace();
  // 20 km take 25 minutes.
  const guard = await market.verifiedGuard({ at: metersNorth(location, 20_000) });
  const customer = await market.registerCustomer();
  const job = await market.book(customer, { location, startsIn: 0, lasts: 4 * HOUR_MS });
  await market.accept(guard, job);
  const statusAfter = async (milliseconds: number): Promise<string> => {
    market.clock.move(milliseconds);
    await market.application.app.get(Deadlines).runDue();
    return (await customer.client.jobs.get({ params: { id: job.id } })).status;
  };
  expect(await statusAfter(50 * MINUTE_MS)).toBe('matched');
  market.clock.move(6 * MINUTE_MS);
  // The process may have the deadline in hand at that moment.
  await expect.poll(() => statusAfter(0)).toBe('requested');
});
