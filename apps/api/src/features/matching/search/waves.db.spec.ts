import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Position } from '@aegis/contract';
import { type JobAnswer, Marketplace, metersNorth, type Person } from '../../../../test/marketplace.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { Deadlines } from '../../../platform/queue/deadlines.js';
import { EventQueue } from '../../../platform/queue/event-queue.js';
import { jobEvents } from '../../jobs/jobs.events.js';

/** A deadline is noticed within half a second; the rest is for a machine that has other things to do. */
const SOON = { timeout: 20_000, interval: 50 };
const MILE_METERS = 1609;

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ BATCH_WINDOW_SECONDS: '0' });
});
afterAll(() => market.close());

/** Everything that is due by then has been done. */
const timePasses = async (milliseconds: number): Promise<void> => {
  market.clock.move(milliseconds);
  await market.application.app.get(Deadlines).runDue();
};

const guardsAt = (location: Position, meters: number[]): Promise<Person[]> =>
  Promise.all(meters.map((far) => market.verifiedGuard({ at: metersNorth(location, far) })));

const isAsked = async (guard: Person, job: JobAnswer): Promise<boolean> =>
  (await guard.client.offers.mine()).items.some((offer) => offer.job.id === job.id);

/** Which of the guards, by their place in the list, can take the job now. */
const asked = async (guards: readonly Person[], job: JobAnswer): Promise<number[]> => {
  const answers = await Promise.all(guards.map((guard) => isAsked(guard, job)));
  return answers.flatMap((yes, index) => (yes ? [index] : []));
};

const statusOf = async (customer: Person, job: JobAnswer): Promise<string> =>
  (await customer.client.jobs.get({ params: { id: job.id } })).status;

describe('waves', () => {
  it('ask the best three, after a minute the next five, after another all in the radius', async () => {
    const location = market.newPlace();
    // A thousand metres apart is 1.7 points: the order of the score is that of the distance, ties by the longest wait.
    const guards = await guardsAt(
      location,
      [...Array(10).keys()].map((index) => 10 + index * 2000),
    );
    const job = await market.book(await market.registerCustomer(), { location });
    await expect.poll(() => asked(guards, job), SOON).toHaveLength(3);
    const first = await asked(guards, job);
    market.clock.move(61 * SECOND_MS);
    await expect.poll(() => asked(guards, job), SOON).toHaveLength(5);
    const second = await asked(guards, job);
    expect(second.filter((index) => first.includes(index))).toEqual([]);
    market.clock.move(61 * SECOND_MS);
    await expect.poll(() => asked(guards, job), SOON).toHaveLength(2);
    const third = await asked(guards, job);
    expect([...first, ...second, ...third].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('go on at once when everybody asked has said no, and never ask them again', async () => {
    const location = market.newPlace();
    const guards = await guardsAt(location, [10, 20, 30, 5000]);
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location });
    await expect.poll(() => asked(guards, job), SOON).toHaveLength(3);
    const unwilling = await asked(guards, job);
    for (const index of unwilling) {
      const guard = guards[index];
      if (!guard) throw new Error('there is no such guard');
      await guard.client.offers.decline({ params: { id: (await market.offerOf(guard, job)).id } });
    }
    await expect.poll(() => asked(guards, job), SOON).toHaveLength(1);
    for (let minutes = 0; minutes < 6; minutes++) {
      await timePasses(61 * SECOND_MS);
      expect((await asked(guards, job)).filter((index) => unwilling.includes(index))).toEqual([]);
    }
  });

  it.each([
    ['15', 14],
    ['25', 24],
    ['40', 39],
  ])('find a guard within %s miles without waiting where nobody is nearer', async (_, miles) => {
    const location = market.newPlace();
    const [guard] = await guardsAt(location, [miles * MILE_METERS]);
    const job = await market.book(await market.registerCustomer(), { location });
    if (!guard) throw new Error('there is no guard');
    expect((await market.offerOf(guard, job)).distanceMeters).toBeGreaterThan((miles - 1) * MILE_METERS);
  });

  it('do not go beyond 40 miles', async () => {
    const location = market.newPlace();
    const [guard] = await guardsAt(location, [41 * MILE_METERS]);
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location });
    await market.told(customer, job, 'offers.nobody_found');
    expect(guard && (await isAsked(guard, job))).toBe(false);
  });

  it('reach a guard who comes on duty at once', async () => {
    const location = market.newPlace();
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location });
    await market.told(customer, job, 'offers.nobody_found');
    const guard = await market.verifiedGuard({ at: location });
    expect(await market.accept(guard, job)).toMatchObject({ status: 'matched', guard: { id: guard.id } });
  });

  it('leave who gave the job back in peace, and begin anew with the others', async () => {
    const location = market.newPlace();
    const [first, second] = await guardsAt(location, [10, 9000]);
    if (!first || !second) throw new Error('there are no guards');
    const job = await market.book(await market.registerCustomer(), { location, startsIn: HOUR_MS });
    await market.accept(first, job);
    await first.client.jobs.withdraw({ params: { id: job.id }, body: { reason: 'ill' } });
    expect(await market.accept(second, job)).toMatchObject({ guard: { id: second.id } });
    expect(await isAsked(first, job)).toBe(false);
  });

  it('keep the second acceptance when the news of the first withdrawal come again', async () => {
    const location = market.newPlace();
    const [first, second] = await guardsAt(location, [10, 20]);
    if (!first || !second) throw new Error('there are no guards');
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location, startsIn: HOUR_MS });
    await market.accept(first, job);
    await first.client.jobs.withdraw({ params: { id: job.id }, body: { reason: 'ill' } });
    await market.accept(second, job);
    await market.application.app.get(EventQueue).publish(jobEvents['job.reopened'], { jobId: job.id });
    const count = `SELECT count(*)::int AS waiting FROM queued_events WHERE event = 'job.reopened'`;
    await expect
      .poll(async () => (await market.application.dataSource.query<{ waiting: number }[]>(count))[0]?.waiting, SOON)
      .toBe(0);
    const [offer] = await market.application.dataSource.query<{ status: string }[]>(
      `SELECT status FROM offers WHERE job_id = $1 AND guard_id = $2 ORDER BY offered_at DESC LIMIT 1`,
      [job.id, second.id],
    );
    expect(offer).toEqual({ status: 'accepted' });
  });
});

describe('a job that nobody takes', () => {
  it('ends when its search does, with the hold released and nothing charged', async () => {
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location: market.newPlace(), startsIn: 20 * MINUTE_MS });
    await market.told(customer, job, 'offers.nobody_found');
    await timePasses(19 * MINUTE_MS);
    expect(await statusOf(customer, job)).toBe('requested');
    market.clock.move(2 * MINUTE_MS);
    await expect.poll(() => statusOf(customer, job), SOON).toBe('cancelled');
    const ended = await customer.client.jobs.get({ params: { id: job.id } });
    expect(ended).toMatchObject({ cancelledBy: null, dueAmountCents: 0 });
    expect(ended.cancellationReason).toMatch(/No guard/);
    await expect
      .poll(async () => (await customer.client.payments.ofJob({ params: { id: job.id } })).sum, SOON)
      .toMatchObject({ heldCents: 0 });
  });

  it('is searched for a quarter of an hour when it is to start now', async () => {
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location: market.newPlace(), startsIn: 0 });
    await market.told(customer, job, 'offers.nobody_found');
    await timePasses(14 * MINUTE_MS);
    expect(await statusOf(customer, job)).toBe('requested');
    market.clock.move(2 * MINUTE_MS);
    await expect.poll(() => statusOf(customer, job), SOON).toBe('cancelled');
  });
});

describe('a guard who does not come', () => {
  it('is told of after 15 minutes and loses the job after 30; cancelling is free then', async () => {
    const { customer, guard, job } = await market.bookedJob();
    market.clock.set(shift(new Date(job.startTime), 14 * MINUTE_MS));
    await timePasses(0);
    const early = await customer.client.jobs.timeline({ params: { id: job.id } });
    expect(early.items.map((item) => item.type)).not.toContain('job.guard_late');
    market.clock.move(2 * MINUTE_MS);
    await market.told(customer, job, 'job.guard_late');
    expect(await statusOf(customer, job)).toBe('matched');
    market.clock.move(15 * MINUTE_MS);
    await market.told(customer, job, 'job.reopened');
    expect(await statusOf(customer, job)).toBe('requested');
    const other = await market.verifiedGuard({ at: job.location });
    await market.offerOf(other, job);
    expect(await isAsked(guard, job)).toBe(false);
    const { feeCents } = await customer.client.jobs.cancel({
      params: { id: job.id },
      body: { reason: 'nobody came', preview: true },
    });
    expect(feeCents).toBe(0);
  });

  it('is nobody who has checked in', async () => {
    const { customer, job } = await market.runningJob();
    market.clock.set(shift(new Date(job.startTime), 31 * MINUTE_MS));
    await timePasses(0);
    expect(await statusOf(customer, job)).toBe('in_progress');
    const { items } = await customer.client.jobs.timeline({ params: { id: job.id } });
    expect(items.map((item) => item.type)).not.toContain('job.guard_late');
  });
});
