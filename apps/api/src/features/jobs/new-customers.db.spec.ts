import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiError } from '@aegis/client';
import { Marketplace, type Person } from '../../../test/marketplace.js';
import { DAY_MS, HOUR_MS } from '../../platform/clock/duration.js';

const MOST = 3;

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ NEW_CUSTOMER_OPEN_JOBS: String(MOST) });
});
afterAll(() => market.close());

const bookMany = (customer: Person, count: number) =>
  Promise.allSettled(
    Array.from({ length: count }, () =>
      market.book(customer, { location: { lat: 10, lng: 10 }, startsIn: 3 * DAY_MS }),
    ),
  );

const refusals = (booked: PromiseSettledResult<unknown>[]): unknown[] =>
  booked.flatMap((one) => (one.status === 'rejected' ? [(one.reason as ApiError).code] : []));

it('a customer for whom nobody has worked yet has only so many open jobs, also when they book twenty at once', async () => {
  const customer = await market.registerCustomer();
  const booked = await bookMany(customer, 20);
  expect(refusals(booked)).toEqual(Array.from({ length: 20 - MOST }, () => 'too_many_open_jobs'));
  const { items } = await customer.client.jobs.list();
  expect(items).toHaveLength(MOST);
  // One that has ended makes room for another.
  await customer.client.jobs.cancel({ params: { id: items[0]?.id ?? '' }, body: { reason: 'rain' } });
  expect(refusals(await bookMany(customer, 2))).toHaveLength(1);
});

it('who has had a guard books as many as they like, and an administrator books for anybody', async () => {
  const booking = await market.runningJob();
  market.clock.move(HOUR_MS);
  await market.checkOut(booking);
  expect(refusals(await bookMany(booking.customer, 2 * MOST))).toEqual([]);

  const newcomer = await market.registerCustomer();
  await bookMany(newcomer, MOST);
  const admin = await market.admin();
  const draft = market.draft({ location: { lat: 10, lng: 10 }, startsIn: 3 * DAY_MS });
  const body = { customerId: newcomer.id, reason: 'By phone', job: draft };
  await admin.client.desk.book({ body });
  expect((await newcomer.client.jobs.list()).items).toHaveLength(MOST + 1);
});
