import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Booking, Marketplace, type Person } from '../../../test/marketplace.js';
import { HOUR_MS, MINUTE_MS, shift } from '../../platform/clock/duration.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const cancel = ({ client }: Person, { job }: Pick<Booking, 'job'>, preview?: true) =>
  client.jobs.cancel({ params: { id: job.id }, body: { reason: 'changed my mind', preview } });

const MOVED_ON = { status: 409, code: 'job_moved_on' };

describe('cancelling by the customer', () => {
  it('costs by the time left, which is shown before and charged after', async () => {
    const booking = await market.bookedJob({ startsIn: 48 * HOUR_MS });
    const start = new Date(booking.job.startTime);
    for (const [hoursLeft, fee] of [
      [47, 0],
      [24.01, 0],
      [23.99, 1250],
      [12.01, 1250],
      [11.99, 2500],
      [2.01, 2500],
      [1.99, 5000],
      [0.01, 5000],
    ] as const) {
      market.clock.set(shift(start, -hoursLeft * HOUR_MS));
      expect((await cancel(booking.customer, booking, true)).feeCents, `${hoursLeft} h before`).toBe(fee);
    }
    market.clock.set(shift(start, -6 * HOUR_MS));
    const { feeCents, job } = await cancel(booking.customer, booking);
    expect(feeCents).toBe(2500);
    expect(job).toMatchObject({ status: 'cancelled', dueAmountCents: 2500, cancelledBy: booking.customer.id });
    expect(job).toMatchObject({ cancellationReason: 'changed my mind', workedMinutes: null });
  });

  it('costs what was shown, or nothing is cancelled: time passes while one reads it', async () => {
    const booking = await market.bookedJob({ startsIn: 48 * HOUR_MS });
    const start = new Date(booking.job.startTime);
    const { client } = booking.customer;
    const press = (shownFeeCents: number) =>
      client.jobs.cancel({ params: { id: booking.job.id }, body: { reason: 'changed my mind', shownFeeCents } });
    market.clock.set(shift(start, -24 * HOUR_MS + MINUTE_MS));
    await expect(press(0)).rejects.toMatchObject({ status: 409, code: 'fee_changed', facts: { feeCents: 1250 } });
    expect(await client.jobs.get({ params: { id: booking.job.id } })).toMatchObject({ status: 'matched' });
    expect(await press(1250)).toMatchObject({ feeCents: 1250, job: { status: 'cancelled' } });
  });

  it('is free when the guard is late', async () => {
    const booking = await market.bookedJob();
    market.clock.set(shift(new Date(booking.job.startTime), 3 * MINUTE_MS));
    expect(await cancel(booking.customer, booking, true)).toMatchObject({ percent: 100, because: 'time_left' });
    market.clock.move(13 * MINUTE_MS);
    expect(await cancel(booking.customer, booking)).toMatchObject({ feeCents: 0, because: 'guard_late' });
  });

  it('is free while nobody has accepted', async () => {
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location: market.newPlace() });
    expect(await cancel(customer, { job })).toMatchObject({
      feeCents: 0,
      job: { status: 'cancelled', dueAmountCents: 0 },
    });
  });

  it('only looks when it is a preview', async () => {
    const booking = await market.bookedJob();
    expect((await cancel(booking.customer, booking, true)).job).toEqual(booking.job);
    expect(await booking.customer.client.jobs.get({ params: { id: booking.job.id } })).toEqual(booking.job);
  });

  it('ends the offers that are out', async () => {
    const location = market.newPlace();
    const [customer, guard] = [await market.registerCustomer(), await market.verifiedGuard({ at: location })];
    const job = await market.book(customer, { location });
    const offer = await market.offerOf(guard, job);
    await cancel(customer, { job });
    expect((await guard.client.offers.mine()).items).toEqual([]);
    const accept = guard.client.offers.accept({ params: { id: offer.id } });
    await expect(accept).rejects.toMatchObject({ status: 409, code: 'offer_gone' });
  });
});

describe('cancelling is refused', () => {
  it('twice, and after the work', async () => {
    const cancelled = await market.bookedJob();
    await cancel(cancelled.customer, cancelled);
    const done = await market.runningJob();
    await market.checkOut(done);
    for (const booking of [cancelled, done])
      for (const preview of [true, undefined] as const)
        await expect(cancel(booking.customer, booking, preview)).rejects.toMatchObject(MOVED_ON);
  });

  it('to the customer while the guard works; the administrator ends it for the time worked', async () => {
    const booking = await market.runningJob();
    const refusal = { status: 409, code: 'only_admin_ends_running_job' };
    await expect(cancel(booking.customer, booking)).rejects.toMatchObject(refusal);
    market.clock.set(shift(new Date(booking.job.startTime), 80 * MINUTE_MS - 5000));
    const { feeCents, job } = await cancel(await market.admin(), booking);
    expect(feeCents).toBe(3125);
    expect(job).toMatchObject({ status: 'cancelled', workedMinutes: 80, dueAmountCents: 3125 });
    await expect.poll(async () => (await booking.guard.client.guards.me()).availabilityStatus).toBe('available');
  });

  it('to guards, and to customers of other jobs', async () => {
    const booking = await market.bookedJob();
    await expect(cancel(booking.guard, booking)).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    const stranger = await market.registerCustomer();
    await expect(cancel(stranger, booking)).rejects.toMatchObject({ status: 404, code: 'not_found' });
    await expect(cancel(stranger, booking, true)).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  it('without a reason', async () => {
    const { customer, job } = await market.bookedJob();
    const silent = customer.client.jobs.cancel({ params: { id: job.id }, body: { reason: ' ' } });
    await expect(silent).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
  });
});

it('an administrator cancels free of charge for the customer, and the record says who', async () => {
  const booking = await market.bookedJob();
  const admin = await market.admin();
  expect(await cancel(admin, booking)).toMatchObject({ feeCents: 0, job: { cancelledBy: admin.id } });
});

it('cancelling twenty times at once cancels once', async () => {
  const booking = await market.bookedJob();
  const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => cancel(booking.customer, booking)));
  const refusals = attempts.filter((attempt) => attempt.status === 'rejected').map(({ reason }) => reason as unknown);
  expect(refusals).toHaveLength(19);
  for (const refusal of refusals) expect(refusal).toMatchObject(MOVED_ON);
});

describe('a guard who gives a job back', () => {
  const withdraw = ({ guard, job }: Pick<Booking, 'guard' | 'job'>, idempotencyKey?: string) =>
    guard.client.jobs.withdraw({
      params: { id: job.id },
      body: { reason: 'ill' },
      ...(idempotencyKey && { idempotencyKey }),
    });

  it('is not asked again; somebody else is', async () => {
    const booking = await market.bookedJob();
    const other = await market.verifiedGuard({ at: booking.job.location });
    await withdraw(booking);
    const offer = await market.offerOf(other, booking.job);
    expect((await booking.guard.client.offers.mine()).items).toEqual([]);
    const { items } = await (await market.admin()).client.jobs.candidates({ params: { id: booking.job.id } });
    expect(items.map(({ guard }) => guard?.userId)).toEqual([other.id]);
    const job = await other.client.offers.accept({ params: { id: offer.id } });
    expect(job).toMatchObject({ status: 'matched', guard: { id: other.id } });
  });

  it('has no further look at it, and it is open again for the customer', async () => {
    const booking = await market.bookedJob();
    await withdraw(booking);
    const see = (by: Person) => by.client.jobs.get({ params: { id: booking.job.id } });
    expect(await see(booking.customer)).toMatchObject({ status: 'requested', guard: null, matchedAt: null });
    await expect(see(booking.guard)).rejects.toMatchObject({ status: 404 });
    await expect(withdraw(booking)).rejects.toMatchObject({ status: 404 });
  });

  it('cannot after the check-in, nor another guard at any time', async () => {
    const running = await market.runningJob();
    await expect(withdraw(running)).rejects.toMatchObject(MOVED_ON);
    const booking = await market.bookedJob();
    const stranger = await market.verifiedGuard();
    await expect(withdraw({ ...booking, guard: stranger }, randomUUID())).rejects.toMatchObject({ status: 404 });
  });
});
