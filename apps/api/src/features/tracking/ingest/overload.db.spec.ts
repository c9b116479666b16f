import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Booking, Marketplace, metersNorth } from '../../../../test/marketplace.js';
import { type RawAnswer, sendRaw } from '../../../../test/raw-request.js';
import { SECOND_MS, shift } from '../../../platform/clock/duration.js';

const FIXES = 40;

let market: Marketplace;

beforeAll(async () => {
  // The first of a group waits for two seconds: what comes meanwhile finds the room taken, however fast the machine is.
  market = await Marketplace.open({ INGEST_WAITING_FIXES: '60', INGEST_LINGER_MS: '2000' });
});
afterAll(() => market.close());

const batchOf = ({ job }: Booking): object[] =>
  Array.from({ length: FIXES }, (_, index) => ({
    ...metersNorth(job.location, 100),
    accuracyMeters: 10,
    recordedAt: shift(market.now, -index * SECOND_MS).toISOString(),
  }));

const post = ({ guard, job }: Booking, fixes: object[]): Promise<RawAnswer> =>
  sendRaw(market.application.port, {
    method: 'POST',
    path: `/api/v1/jobs/${job.id}/locations`,
    headers: { authorization: `Bearer ${guard.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ fixes }),
  });

it('of uploads is answered 503 with a time to come back, and nothing refused is stored', async () => {
  const bookings = [await market.bookedJob(), await market.bookedJob(), await market.bookedJob()];
  market.clock.move(60 * SECOND_MS);
  const batches = bookings.map(batchOf);
  const answers = await Promise.all(bookings.map((booking, index) => post(booking, batches[index] ?? [])));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 503]);

  const index = answers.findIndex(({ status }) => status === 503);
  const [booking, refused, batch] = [bookings[index], answers[index], batches[index]];
  if (!booking || !refused || !batch) throw new Error('nothing was refused');
  expect(JSON.parse(refused.text)).toMatchObject({ status: 503, code: 'overloaded' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  const rows = await market.application.dataSource.query<object[]>(`SELECT 1 FROM location_history WHERE job_id = $1`, [
    booking.job.id,
  ]);
  expect(rows).toEqual([]);

  const again = await post(booking, batch);
  expect([again.status, JSON.parse(again.text)]).toEqual([200, { stored: FIXES, duplicates: 0, rejected: [] }]);
});
