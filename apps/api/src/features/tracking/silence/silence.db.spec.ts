import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Booking, Marketplace } from '../../../../test/marketplace.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { SilenceWatch } from './silence-watch.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const watch = (): Promise<void> => market.application.app.get(SilenceWatch, { strict: false }).look();

const told = async ({ customer, job }: Booking): Promise<string[]> => {
  const { items } = await customer.client.jobs.timeline({ params: { id: job.id } });
  return items.map(({ type }) => type).filter((type) => /silent|heard/.test(type));
};

const send = ({ guard, job }: Booking, secondsAgo = 0) =>
  guard.client.tracking.upload({
    params: { id: job.id },
    body: {
      fixes: [
        {
          ...job.location,
          accuracyMeters: 10,
          recordedAt: shift(market.now, -secondsAgo * SECOND_MS).toISOString(),
        },
      ],
    },
  });

describe('a guard who is not heard of on the job', () => {
  it('is silent after ten minutes, once however many look, and heard again with their next fix', async () => {
    const booking = await market.runningJob();
    await send(booking);
    const lastHeardAt = market.now;
    market.clock.move(10 * MINUTE_MS - SECOND_MS);
    await watch();
    expect(await told(booking)).toEqual([]);
    market.clock.move(2 * SECOND_MS);
    await Promise.all(Array.from({ length: 5 }, watch));
    expect(await told(booking)).toEqual(['job.silent']);
    const { silentSince } = await booking.customer.client.tracking.latest({ params: { id: booking.job.id } });
    expect(Math.abs(Date.parse(silentSince ?? '') - lastHeardAt.getTime())).toBeLessThan(SECOND_MS);
    await send(booking);
    await vi.waitFor(async () => expect(await told(booking)).toEqual(['job.silent', 'job.heard_again']), {
      timeout: 20_000,
    });
    await watch();
    expect(await told(booking)).toHaveLength(2);
    const latest = await booking.customer.client.tracking.latest({ params: { id: booking.job.id } });
    expect(latest.silentSince).toBeNull();
  });

  it('is silent without any fix ten minutes after the check-in, and not by fixes of long ago', async () => {
    const booking = await market.runningJob();
    market.clock.move(11 * MINUTE_MS);
    await watch();
    await send(booking, 10.5 * 60);
    await watch();
    expect(await told(booking)).toEqual(['job.silent']);
  });

  it('is no more silent when the job is over, and nothing is told of it', async () => {
    const booking = await market.runningJob();
    market.clock.move(HOUR_MS);
    await watch();
    await market.checkOut(booking);
    market.clock.move(HOUR_MS);
    await watch();
    expect(await told(booking)).toEqual(['job.silent']);
    const rows = await market.application.dataSource.query<unknown[]>(`SELECT FROM silent_jobs WHERE job_id = $1`, [
      booking.job.id,
    ]);
    expect(rows).toEqual([]);
  });
});
