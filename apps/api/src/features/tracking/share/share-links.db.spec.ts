import { afterAll, afterEach, beforeAll, describe, expect, it, type MockInstance, vi } from 'vitest';
import { type Booking, Marketplace, type Person } from '../../../../test/marketplace.js';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import { sha256 } from '../../../platform/crypto/tokens.js';

let market: Marketplace;
let written: MockInstance<typeof process.stdout.write>;

beforeAll(async () => {
  market = await Marketplace.open({ LOG_LEVEL: 'info' });
  written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterAll(async () => {
  written.mockRestore();
  await market.close();
});
afterEach(() => market.clock.set(new Date()));

const make = ({ client }: Person, { job }: Pick<Booking, 'job'>) => client.sharing.make({ params: { id: job.id } });
const linksOf = async ({ client }: Person, { job }: Pick<Booking, 'job'>) =>
  (await client.sharing.links({ params: { id: job.id } })).items;
const look = (token: string) => market.application.client().sharing.look({ body: { token } });
const NOT_VALID = { status: 404, code: 'link_not_valid' };

describe('a link of a job', () => {
  it('shows whoever has it a distance in whole miles and the site roughly until the arrival, and then where the guard is', async () => {
    const booking = await market.bookedJob();
    const { location } = booking.job;
    const { token } = await make(booking.customer, booking);
    expect(await look(token)).toMatchObject({ state: 'booked', awayMiles: null, guard: null, arrivedAt: null });
    await market.sendFix(booking, 4200);
    const coming = await look(token);
    expect(coming).toMatchObject({ guardFirstName: 'Kim', awayMiles: 2, guard: null });
    expect(coming.site).toEqual({
      lat: Math.round(location.lat * 100) / 100,
      lng: Math.round(location.lng * 100) / 100,
    });
    // No name beyond the first, no words of the customer, and of the position nothing but the band.
    expect(JSON.stringify(coming)).not.toMatch(/Lee|Gate|Spring|"lat":[^,]{8}/);
    market.clock.move(8 * MINUTE_MS);
    await market.checkIn(booking);
    const { recordedAt } = await market.sendFix(booking, 20);
    expect(await look(token)).toMatchObject({
      ...{ state: 'on_site', awayMiles: null, site: location },
      guard: { accuracyMeters: 8, seenAt: recordedAt },
    });
  });

  it('ends with the job, for the guard who is replaced, and when either party takes it back', async () => {
    const [ended, replaced, taken] = await Promise.all([market.runningJob(), market.bookedJob(), market.bookedJob()]);
    const tokens = await Promise.all(
      [ended, replaced].map(async (booking) => (await make(booking.customer, booking)).token),
    );
    await market.checkOut(ended);
    const { id } = replaced.job;
    await replaced.guard.client.jobs.withdraw({ params: { id }, body: { reason: 'I am ill' } });
    const next = await market.verifiedGuard({ at: replaced.job.location });
    await market.accept(next, replaced.job);
    for (const token of tokens) await expect(look(token)).rejects.toMatchObject(NOT_VALID);
    const mine = await make(taken.customer, taken);
    const theirs = await make(taken.guard, taken);
    await taken.guard.client.sharing.end({ params: { id: mine.id } });
    await taken.customer.client.sharing.end({ params: { id: theirs.id } });
    for (const { token } of [mine, theirs]) await expect(look(token)).rejects.toMatchObject(NOT_VALID);
    await expect(look('A'.repeat(43))).rejects.toMatchObject(NOT_VALID);
  });

  it('ends for whoever follows by it when the one who made it is suspended', async () => {
    const [admin, booking] = await Promise.all([market.admin(), market.runningJob()]);
    const [ofCustomer, ofGuard] = [await make(booking.customer, booking), await make(booking.guard, booking)];
    const person = { params: { id: booking.customer.id }, body: { reason: 'follows guards' } };
    await admin.client.admin.suspendUser(person);
    await expect(look(ofCustomer.token)).rejects.toMatchObject(NOT_VALID);
    // The guard's family goes on to see that they are well.
    expect((await look(ofGuard.token)).state).toBe('on_site');
    expect(await linksOf(booking.guard, booking)).toMatchObject([{ id: ofGuard.id }]);
  });

  it('counts no more when it has ended with its guard', async () => {
    const booking = await market.bookedJob();
    const { customer, guard, job } = booking;
    for (let count = 0; count < 10; count++) await make(customer, booking);
    await guard.client.jobs.withdraw({ params: { id: job.id }, body: { reason: 'I am ill' } });
    await market.accept(await market.verifiedGuard({ at: job.location }), job);
    expect((await make(customer, booking)).id).toBeDefined();
  });

  it('is seen by both parties, on the timeline too, and by nobody else', async () => {
    const booking = await market.bookedJob();
    const link = await make(booking.guard, booking);
    expect(await linksOf(booking.customer, booking)).toMatchObject([{ id: link.id, madeBy: 'guard', isMine: false }]);
    expect(await linksOf(booking.guard, booking)).toMatchObject([{ id: link.id, madeBy: 'guard', isMine: true }]);
    expect(await market.told(booking.customer, booking.job, 'share.made')).toContain('share.made');
    const stranger = await market.registerCustomer();
    await expect(linksOf(stranger, booking)).rejects.toMatchObject({ status: 404 });
    await expect(make(stranger, booking)).rejects.toMatchObject({ status: 404 });
    await expect(stranger.client.sharing.end({ params: { id: link.id } })).rejects.toMatchObject({ status: 404 });
    expect((await look(link.token)).state).toBe('booked');
  });

  it('is made of a job under way alone, ten times at most', async () => {
    const customer = await market.registerCustomer();
    const open = { job: await market.book(customer, { location: market.newPlace() }) };
    await expect(make(customer, open)).rejects.toMatchObject({ code: 'not_under_way' });
    const booking = await market.bookedJob();
    for (let count = 0; count < 10; count++) await make(booking.customer, booking);
    await expect(make(booking.guard, booking)).rejects.toMatchObject({ code: 'too_many_links' });
  });

  it('is kept as a hash, and its token stands in no log', async () => {
    const booking = await market.bookedJob();
    const { id, token } = await make(booking.customer, booking);
    await look(token);
    await expect(look(`${token}x`)).rejects.toMatchObject(NOT_VALID);
    const kept = await market.application.dataSource.query<{ token_hash: Buffer }[]>(
      `SELECT token_hash FROM share_links WHERE id = $1`,
      [id],
    );
    expect(kept[0]?.token_hash.equals(sha256(token))).toBe(true);
    const log = (): string => written.mock.calls.map(([text]) => String(text)).join('');
    await vi.waitFor(() => expect(log().split('"/api/v1/shared"').length).toBeGreaterThan(2), {
      timeout: 20_000,
      interval: 50,
    });
    expect(log()).not.toContain(token);
  });
});
