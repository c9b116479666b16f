import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Booking, Marketplace, metersNorth } from '../../../../test/marketplace.js';
import { MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ LOCATION_HISTORY_DISTRIBUTED: 'true' });
});
afterAll(() => market.close());

const fix = ({ job }: Booking, meters: number, secondsAgo: number) => ({
  ...metersNorth(job.location, meters),
  accuracyMeters: 10,
  recordedAt: shift(market.now, -secondsAgo * SECOND_MS).toISOString(),
});

const upload = (booking: Booking, fixes: ReturnType<typeof fix>[]) =>
  booking.guard.client.tracking.upload({ params: { id: booking.job.id }, body: { fixes } });

/** On one server, where the answers have to be the same as those of the shared statements. */
describe('where the history is distributed', () => {
  it('uploads of many guards at once are stored for each, and known again', async () => {
    const bookings = await Promise.all(Array.from({ length: 5 }, () => market.bookedJob()));
    market.clock.move(MINUTE_MS);
    const batches = bookings.map((booking) => [30, 20, 10].map((ago) => fix(booking, 200 - ago, ago)));
    const send = () => Promise.all(bookings.map((booking, index) => upload(booking, batches[index] ?? [])));
    expect(await send()).toEqual(bookings.map(() => ({ stored: 3, duplicates: 0, rejected: [] })));
    expect(await send()).toEqual(bookings.map(() => ({ stored: 0, duplicates: 3, rejected: [] })));
  });

  it('speed is measured from the stored fix before', async () => {
    const booking = await market.bookedJob();
    market.clock.move(MINUTE_MS);
    await upload(booking, [fix(booking, 100, 20)]);
    const { stored, rejected } = await upload(booking, [fix(booking, 90_000, 10), fix(booking, 110, 5)]);
    expect([stored, rejected.map(({ index }) => index)]).toEqual([1, [0]]);
  });
});
