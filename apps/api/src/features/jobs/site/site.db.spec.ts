import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Booking, Marketplace, metersNorth } from '../../../../test/marketplace.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const MOVED_ON = { status: 409, code: 'job_moved_on' };
const stateOf = async ({ customer, job }: Booking) =>
  (await customer.client.jobs.get({ params: { id: job.id } })).status;

describe('checking in', () => {
  it('is possible from thirty minutes before the start', async () => {
    const booking = await market.bookedJob({ startsIn: 3 * HOUR_MS });
    const opens = shift(new Date(booking.job.startTime), -30 * MINUTE_MS);
    market.clock.set(shift(opens, -30 * SECOND_MS));
    await expect(market.checkIn(booking)).rejects.toMatchObject({
      status: 422,
      code: 'too_early',
      facts: { opensAt: opens.toISOString() },
    });
    market.clock.set(opens);
    expect(await market.checkIn(booking)).toMatchObject({ status: 'in_progress', matchedAt: booking.job.matchedAt });
  });

  it('is possible late, until the booked end', async () => {
    const [late, over] = [await market.bookedJob(), await market.bookedJob()];
    // Else the guard who does not come may lose the job first, which is a matter of half a second.
    await market.withoutDeadlines(async () => {
      market.clock.set(shift(new Date(late.job.endTime), -MINUTE_MS));
      expect(await market.checkIn(late)).toMatchObject({ status: 'in_progress' });
      market.clock.set(new Date(over.job.endTime));
      await expect(market.checkIn(over)).rejects.toMatchObject({ status: 422, code: 'job_over' });
      market.clock.set(new Date());
    });
  });

  it('is refused five kilometres away, with the distance', async () => {
    const booking = await market.bookedJob();
    const refusal = await market
      .checkIn(booking, { location: metersNorth(booking.job.location, 5000) })
      .catch((error: unknown) => error as { facts: { distanceMeters: number } });
    expect(refusal).toMatchObject({ status: 422, code: 'outside_geofence', facts: { allowedMeters: 160 } });
    const { distanceMeters } = (refusal as { facts: { distanceMeters: number } }).facts;
    // A degree of latitude is 110.6 to 111.7 km: the metres of the test are its middle.
    expect(Math.abs(distanceMeters - 5000)).toBeLessThan(30);
    expect(await stateOf(booking)).toBe('matched');
  });

  it('allows for the accuracy of the fix, up to a limit', async () => {
    const booking = await market.bookedJob();
    const at = (meters: number, accuracyMeters: number) =>
      market.checkIn(booking, { location: metersNorth(booking.job.location, meters), accuracyMeters });
    await expect(at(175, 10)).rejects.toMatchObject({ code: 'outside_geofence', facts: { allowedMeters: 160 } });
    await expect(at(210, 100)).rejects.toMatchObject({ code: 'outside_geofence', facts: { allowedMeters: 200 } });
    expect(await at(175, 40)).toMatchObject({ status: 'in_progress' });
  });

  it('is refused with a position that is too inexact, of earlier, or of a clock gone wrong', async () => {
    const booking = await market.bookedJob();
    const recorded = (ms: number) => ({ recordedAt: shift(market.now, ms).toISOString() });
    const poor = { code: 'position_too_poor', facts: { accuracyMeters: 201, allowedMeters: 200 } };
    await expect(market.checkIn(booking, { accuracyMeters: 201 })).rejects.toMatchObject(poor);
    for (const ms of [-6 * MINUTE_MS, 2 * MINUTE_MS])
      await expect(market.checkIn(booking, recorded(ms))).rejects.toMatchObject({ code: 'position_not_current' });
    expect(await market.checkIn(booking, recorded(-4 * MINUTE_MS))).toMatchObject({ status: 'in_progress' });
  });

  it('is refused to another guard, and to this one in any other state', async () => {
    const booking = await market.bookedJob();
    const stranger = await market.verifiedGuard();
    await expect(market.checkIn({ ...booking, guard: stranger })).rejects.toMatchObject({
      status: 404,
      code: 'not_found',
    });
    await market.checkIn(booking);
    await expect(market.checkIn(booking)).rejects.toMatchObject(MOVED_ON);
    await market.checkOut(booking);
    await expect(market.checkIn(booking)).rejects.toMatchObject(MOVED_ON);
    const cancelled = await market.bookedJob();
    await cancelled.customer.client.jobs.cancel({ params: { id: cancelled.job.id }, body: { reason: 'x' } });
    await expect(market.checkIn(cancelled)).rejects.toMatchObject(MOVED_ON);
  });

  it('twenty times at once starts the job once', async () => {
    const booking = await market.bookedJob();
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => market.checkIn(booking)));
    const refusals = attempts.filter((attempt) => attempt.status === 'rejected').map(({ reason }) => reason as unknown);
    expect(refusals).toHaveLength(19);
    for (const refusal of refusals) expect(refusal).toMatchObject(MOVED_ON);
    const { items } = await booking.customer.client.jobs.timeline({ params: { id: booking.job.id } });
    expect(items.filter(({ type }) => type === 'job.started')).toHaveLength(1);
  });
});

describe('checking out', () => {
  it('records the work and what is due: the first hour at least', async () => {
    const booking = await market.runningJob();
    market.clock.set(shift(new Date(booking.job.startTime), 20 * MINUTE_MS - 5 * SECOND_MS));
    const done = await market.checkOut(booking);
    expect(done).toMatchObject({ status: 'completed', workedMinutes: 20, dueAmountCents: 2500 });
  });

  it('never charges more than was booked, however late', async () => {
    const booking = await market.runningJob();
    market.clock.set(shift(new Date(booking.job.endTime), 5 * HOUR_MS));
    expect(await market.checkOut(booking)).toMatchObject({ dueAmountCents: 5000 });
  });

  it('is refused away from the site', async () => {
    const booking = await market.runningJob();
    const location = metersNorth(booking.job.location, 5000);
    await expect(market.checkOut(booking, { location })).rejects.toMatchObject({
      status: 422,
      code: 'outside_geofence',
    });
    expect(await stateOf(booking)).toBe('in_progress');
  });

  it('is refused before the check-in, twice, and to another guard', async () => {
    const booking = await market.bookedJob();
    await expect(market.checkOut(booking)).rejects.toMatchObject(MOVED_ON);
    await market.checkIn(booking);
    const stranger = await market.verifiedGuard();
    await expect(market.checkOut({ ...booking, guard: stranger })).rejects.toMatchObject({ status: 404 });
    await market.checkOut(booking);
    await expect(market.checkOut(booking)).rejects.toMatchObject(MOVED_ON);
  });

  it('against the administrator who ends the job: one of them does', async () => {
    const booking = await market.runningJob();
    const admin = await market.admin();
    const [out, cancelled] = await Promise.allSettled([
      market.checkOut(booking),
      admin.client.jobs.cancel({ params: { id: booking.job.id }, body: { reason: 'complaint' } }),
    ]);
    expect([out.status, cancelled.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(await stateOf(booking)).toBe(out.status === 'fulfilled' ? 'completed' : 'cancelled');
  });
});
