import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Booking, Marketplace } from '../../../test/marketplace.js';
import { HOUR_MS, MINUTE_MS, shift } from '../../platform/clock/duration.js';

let market: Marketplace;

beforeAll(async () => {
  // A job of later today is offered at once, and not with those of the same few seconds.
  market = await Marketplace.open({ BATCH_WINDOW_SECONDS: '0' });
});
afterAll(() => market.close());

const longerBy = ({ customer, job }: Booking, milliseconds: number) =>
  customer.client.payments.extend({
    params: { id: job.id },
    body: { endTime: shift(new Date(job.endTime), milliseconds).toISOString(), preview: true },
  });

/** Of a job of two hours, whose guard has another one an hour after it. */
async function withNextJob(next: { lasts?: number } = {}): Promise<Booking> {
  const booking = await market.bookedJob({ startsIn: HOUR_MS });
  const { customer, guard, job } = booking;
  await market.accept(guard, await market.book(customer, { location: job.location, startsIn: 4 * HOUR_MS, ...next }));
  return booking;
}

const notFree = { status: 409, code: 'guard_not_free' };

describe('a longer job', () => {
  it('leaves its guard the time to get to their next one', async () => {
    const booking = await withNextJob();
    await expect(longerBy(booking, 90 * MINUTE_MS)).rejects.toMatchObject(notFree);
    await expect(longerBy(booking, 55 * MINUTE_MS)).rejects.toMatchObject(notFree);
    expect(await longerBy(booking, 45 * MINUTE_MS)).toMatchObject({ addedCents: 1875 });
  });

  it('leaves them the rest that an acceptance asks for', async () => {
    const booking = await withNextJob({ lasts: 13.5 * HOUR_MS });
    await expect(longerBy(booking, 45 * MINUTE_MS)).rejects.toMatchObject(notFree);
    expect(await longerBy(booking, 30 * MINUTE_MS)).toMatchObject({ addedCents: 1250 });
  });

  it('is no longer than one guard may work', async () => {
    const booking = await market.bookedJob({ lasts: 15 * HOUR_MS });
    await expect(longerBy(booking, 90 * MINUTE_MS)).rejects.toMatchObject({
      status: 422,
      code: 'too_long_for_one_guard',
      facts: { maximumHours: 16 },
    });
  });

  it('ends while the guard is licensed', async () => {
    const booking = await market.bookedJob();
    await market.application.dataSource.query(
      `UPDATE guard_profiles SET license_expires_on = ($2::timestamptz AT TIME ZONE 'UTC')::date WHERE user_id = $1`,
      [booking.guard.id, booking.job.endTime],
    );
    const nextDay = 24 * HOUR_MS - (Date.parse(booking.job.endTime) % (24 * HOUR_MS));
    const [allowed, refused] = [Math.min(nextDay - 1, HOUR_MS), nextDay + MINUTE_MS];
    expect(await longerBy(booking, allowed)).toMatchObject({ addedCents: expect.any(Number) as number });
    if (refused <= 14 * HOUR_MS) await expect(longerBy(booking, refused)).rejects.toMatchObject(notFree);
  });
});
