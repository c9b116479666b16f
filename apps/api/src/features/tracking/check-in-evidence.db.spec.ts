import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Booking, Marketplace, metersNorth } from '../../../test/marketplace.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../platform/clock/duration.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

interface SentFix {
  /** Before the market's now. */
  secondsAgo: number;
  meters?: number;
  accuracyMeters?: number;
}

async function send({ guard, job }: Booking, fixes: SentFix[]): Promise<void> {
  const sent = fixes.map(({ secondsAgo, meters = 0, accuracyMeters = 80 }) => ({
    ...metersNorth(job.location, meters),
    accuracyMeters,
    recordedAt: shift(market.now, -secondsAgo * SECOND_MS).toISOString(),
  }));
  const { rejected } = await guard.client.tracking.upload({ params: { id: job.id }, body: { fixes: sent } });
  expect(rejected).toEqual([]);
}

/** A job accepted two minutes ago: fixes from before acceptance are not the job's. */
async function acceptedJob(): Promise<Booking> {
  const booking = await market.bookedJob();
  market.clock.move(2 * MINUTE_MS);
  return booking;
}

const startedOf = async ({ customer, job }: Booking) => {
  const { items } = await customer.client.jobs.timeline({ params: { id: job.id } });
  return items.find(({ type }) => type === 'job.started');
};

describe('an inexact position at the gate', () => {
  it('is enough with another one thirty seconds before, and both are kept as evidence', async () => {
    const booking = await acceptedJob();
    await expect(market.checkIn(booking, { accuracyMeters: 80 })).rejects.toMatchObject({
      status: 422,
      code: 'stay_a_moment',
      facts: { waitSeconds: 30 },
    });
    await send(booking, [{ secondsAgo: 31, meters: 30 }]);
    expect(await market.checkIn(booking, { accuracyMeters: 80 })).toMatchObject({ status: 'in_progress' });
    expect((await startedOf(booking))?.details).toMatchObject({
      accuracyMeters: 80,
      evidence: [
        { distanceMeters: 30, accuracyMeters: 80 },
        { distanceMeters: 0, accuracyMeters: 80 },
      ],
    });
  });

  it('is not enough with one a moment before, or with one outside', async () => {
    const booking = await acceptedJob();
    await send(booking, [
      { secondsAgo: 60, meters: 400 },
      { secondsAgo: 20, meters: 10 },
    ]);
    await expect(market.checkIn(booking, { accuracyMeters: 80 })).rejects.toMatchObject({ code: 'stay_a_moment' });
  });

  it('is asked for at check-out too', async () => {
    const booking = await acceptedJob();
    await market.checkIn(booking);
    await expect(market.checkOut(booking, { accuracyMeters: 120 })).rejects.toMatchObject({ code: 'stay_a_moment' });
    expect(await market.checkOut(booking)).toMatchObject({ status: 'completed' });
  });
});

describe('a check-in that the phone has kept', () => {
  it('counts from when it was recorded, if the fixes of then prove it', async () => {
    const booking = await acceptedJob();
    const at = market.now;
    market.clock.move(HOUR_MS);
    const recordedAt = at.toISOString();
    await expect(market.checkIn(booking, { recordedAt })).rejects.toMatchObject({ code: 'position_not_current' });
    await send(booking, [
      { secondsAgo: 3600 + 40, meters: 30 },
      { secondsAgo: 3600, meters: 10 },
    ]);
    expect(await market.checkIn(booking, { recordedAt })).toMatchObject({
      status: 'in_progress',
      startedAt: recordedAt,
    });
    expect((await startedOf(booking))?.details).toMatchObject({ recordedAt, offline: true });
  });

  it('is refused when the fixes of then are elsewhere, or of another time', async () => {
    const booking = await acceptedJob();
    const recordedAt = market.now.toISOString();
    market.clock.move(HOUR_MS);
    await send(booking, [
      { secondsAgo: 3600, meters: 900, accuracyMeters: 10 },
      { secondsAgo: 600, accuracyMeters: 10 },
    ]);
    await expect(market.checkIn(booking, { recordedAt })).rejects.toMatchObject({ code: 'position_not_current' });
  });

  it('ends the work when it was recorded, if it is a check-out', async () => {
    const booking = await acceptedJob();
    await market.checkIn(booking);
    // The clock of the test goes on, and a minute that has begun counts.
    market.clock.set(shift(new Date(booking.job.startTime), HOUR_MS - MINUTE_MS / 2));
    const recordedAt = market.now.toISOString();
    market.clock.move(30 * MINUTE_MS);
    await send(booking, [{ secondsAgo: 1800, accuracyMeters: 10 }]);
    expect(await market.checkOut(booking, { recordedAt })).toMatchObject({
      status: 'completed',
      completedAt: recordedAt,
      workedMinutes: 60,
    });
  });

  it('is refused as a check-out before the check-in', async () => {
    const booking = await acceptedJob();
    await send(booking, [{ secondsAgo: 60, accuracyMeters: 10 }]);
    const recordedAt = shift(market.now, -MINUTE_MS).toISOString();
    await market.checkIn(booking);
    market.clock.move(10 * MINUTE_MS);
    await expect(market.checkOut(booking, { recordedAt })).rejects.toMatchObject({ code: 'position_not_current' });
  });
});
