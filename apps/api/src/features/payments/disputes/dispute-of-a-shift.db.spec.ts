import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Booking, Marketplace, type Person } from '../../../../test/marketplace.js';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';

const SHIFT_MINUTES = 60;
const A_MINUTE_MS = 60_000;

let market: Marketplace;
let admin: Person;

beforeAll(async () => {
  market = await Marketplace.open();
  admin = await market.admin();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const paymentsOf = ({ job }: Booking) => admin.client.payments.ofJob({ params: { id: job.id } });

/** Worked with a phone that sends its position every five minutes, checked out of, and paid. */
async function provedShift(): Promise<Booking> {
  const booking = await market.bookedJob({ lasts: SHIFT_MINUTES * MINUTE_MS });
  const soon = { timeout: 20_000, interval: 50 };
  await vi.waitFor(async () => expect((await paymentsOf(booking)).sum.heldCents).toBe(2500), soon);
  const at = (minutes: number): void => market.clock.set(shift(new Date(booking.job.startTime), minutes * MINUTE_MS));
  at(0);
  await market.checkIn(booking);
  for (let minute = 5; minute < SHIFT_MINUTES; minute += 5) {
    at(minute);
    await market.sendFix(booking, 10);
  }
  at(SHIFT_MINUTES - 0.5);
  await market.checkOut(booking);
  await vi.waitFor(async () => expect((await paymentsOf(booking)).sum.chargedCents).toBe(2500), soon);
  return booking;
}

async function disputeOf({ job }: Booking) {
  const found = (await admin.client.disputes.list()).items.find(({ jobId }) => jobId === job.id);
  if (!found) throw new Error('it is not on the desk yet');
  return found;
}

describe('a dispute of a shift whose phone has shown all of it', () => {
  it('is won within a minute of the bank’s word, on positions that were really sent', async () => {
    const booking = await provedShift();
    const charge = market.application.stripe.books().charges.find(({ transfer_group: job }) => job === booking.job.id);
    const begun = performance.now();
    market.application.stripe.contestCharge(charge?.id ?? '', 'product_not_received');
    const within = { timeout: A_MINUTE_MS, interval: 50 };
    const open = await vi.waitFor(() => disputeOf(booking), within);
    expect(open).toMatchObject({ status: 'needs_answer', provedPercent: 100 });
    await admin.client.disputes.answer({ params: { id: open.id } });
    await vi.waitFor(async () => expect((await disputeOf(booking)).status).toBe('won'), within);
    expect(performance.now() - begun).toBeLessThan(A_MINUTE_MS);
    expect((await paymentsOf(booking)).items[0]?.status).toBe('succeeded');
    const { evidence } = market.application.stripe.books().disputes.at(-1) ?? {};
    expect(evidence).toMatchObject({
      customer_name: expect.any(String) as string,
      receipt: expect.stringMatching(/^file_/) as string,
    });
    expect(evidence?.uncategorized_text).toContain('60 minutes of proved presence');
    expect(evidence?.access_activity_log).toContain('The guard arrived and began the work');
  }, 120_000);
});
