import { afterAll, beforeAll, beforeEach, afterEach, expect, it, vi } from 'vitest';
import { createClient, readEvents, type StreamedEvent } from '@aegis/client';
import { api } from '@aegis/contract';
import { type Booking, Marketplace, metersNorth } from '../../../../test/marketplace.js';
import { requiresRedis } from '../../../../test/redis.js';
import type { TestApplication } from '../../../../test/test-application.js';

const SOON = { timeout: 20_000, interval: 20 };

requiresRedis('streams and fixes of one job on two processes, over Redis', (redisUrl) => {
  let market: Marketplace;
  let other: TestApplication;
  let open: AbortController;

  beforeAll(async () => {
    market = await Marketplace.open({ REDIS_URL: redisUrl });
    other = await market.application.another({ REDIS_URL: redisUrl });
  });
  afterAll(async () => {
    await other.app.close();
    await market.close();
  });
  beforeEach(() => {
    open = new AbortController();
  });
  afterEach(() => open.abort());

  /** What comes to the customer on the second process. */
  function watch({ customer, job }: Booking): StreamedEvent[] {
    const seen: StreamedEvent[] = [];
    const options = { baseUrl: other.baseUrl, token: customer.token, params: { id: job.id }, signal: open.signal };
    void (async () => {
      for await (const event of readEvents(api.tracking.jobEvents, options)) seen.push(event);
    })().catch((error: unknown) => {
      if (!open.signal.aborted) throw error;
    });
    return seen;
  }

  const namesOf = (seen: StreamedEvent[]): string[] => seen.map(({ event }) => event);

  it('shows on the second what the guard sends to the first', async () => {
    const booking = await market.bookedJob();
    const seen = watch(booking);
    // The stream begins with the last known position: once it is there, the stream is open.
    await sendFix(booking, 300);
    await vi.waitFor(() => expect(namesOf(seen)).toContain('location'), SOON);
    const before = namesOf(seen).filter((name) => name === 'location').length;
    market.clock.move(30_000);
    await sendFix(booking, 290);
    await vi.waitFor(() => {
      expect(namesOf(seen).filter((name) => name === 'location').length).toBeGreaterThan(before);
    }, SOON);
  });

  it('tells on the second what has happened on the first', async () => {
    const booking = await market.bookedJob();
    const seen = watch(booking);
    await market.checkIn(booking);
    await vi.waitFor(
      () => expect(seen.map(({ data }) => (data as { type?: string }).type)).toContain('job.started'),
      SOON,
    );
  });

  it('knows a fix again that was sent to both', async () => {
    const booking = await market.bookedJob();
    const body = { fixes: [fixOf(booking, 100)] };
    const params = { id: booking.job.id };
    const second = createClient({ baseUrl: other.baseUrl, token: booking.guard.token });
    const answers = await Promise.all([
      booking.guard.client.tracking.upload({ params, body }),
      second.tracking.upload({ params, body }),
    ]);
    expect(answers.map(({ stored }) => stored).sort()).toEqual([0, 1]);
    expect(answers.map(({ duplicates }) => duplicates).sort()).toEqual([0, 1]);
  });

  const fixOf = ({ job }: Booking, meters: number) => ({
    ...metersNorth(job.location, meters),
    accuracyMeters: 10,
    recordedAt: market.now.toISOString(),
  });

  const sendFix = (booking: Booking, meters: number) =>
    booking.guard.client.tracking.upload({ params: { id: booking.job.id }, body: { fixes: [fixOf(booking, meters)] } });
});
