import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Booking, Marketplace, type Person } from '../../../../test/marketplace.js';
import { SECOND_MS } from '../../../platform/clock/duration.js';

const SOON = { timeout: 20_000, interval: 25 };

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

type Of = Pick<Booking, 'job'>;
const HERE = { location: { lat: 34.05, lng: -118.24 }, accuracyMeters: 12 };

const raise = ({ client }: Person, { job }: Of, form: object = HERE) =>
  client.alarms.raise({
    params: { id: job.id },
    body: { clientId: randomUUID(), pressedAt: market.now.toISOString(), ...form },
  });
const alarmsOf = async ({ client }: Person, { job }: Of) =>
  (await client.alarms.ofJob({ params: { id: job.id } })).items;
const kindsOf = async ({ client }: Person): Promise<string[]> =>
  (await client.notifications.list()).items.map(({ kind }) => kind);

/** The seconds to take it back are over. */
async function goOut(booking: Booking): Promise<void> {
  market.clock.move(11 * SECOND_MS);
  await market.told(booking.customer, booking.job, 'alarm.raised');
}

describe('a call for help', () => {
  it('goes out after ten seconds to the desk, on top of the board, and to the other party, with the position', async () => {
    const admin = await market.admin();
    const booking = await market.runningJob();
    const { customer, guard, job } = booking;
    const alarm = await raise(guard, booking);
    expect(alarm).toMatchObject({ state: 'held', raisedBy: 'guard', isMine: true, ...HERE });
    expect(await alarmsOf(customer, booking)).toEqual([]);
    expect(await kindsOf(customer)).not.toContain('alarm_of_guard');
    await goOut(booking);
    await vi.waitFor(async () => expect(await kindsOf(admin)).toContain('desk_alarm'), SOON);
    expect(await kindsOf(customer)).toContain('alarm_of_guard');
    expect(await kindsOf(guard)).not.toContain('alarm_of_customer');
    expect(await alarmsOf(customer, booking)).toMatchObject([{ id: alarm.id, state: 'open', isMine: false, ...HERE }]);
    const { rows, counts } = await admin.client.desk.board();
    expect(rows[0]).toMatchObject({ kind: 'alarm', subject: { type: 'job', id: job.id } });
    expect(counts.alarm).toBeGreaterThan(0);
    await admin.client.alarms.acknowledge({ params: { id: alarm.id } });
    await expect(admin.client.alarms.acknowledge({ params: { id: alarm.id } })).rejects.toMatchObject({
      code: 'alarm_moved_on',
    });
    expect(await kindsOf(guard)).toContain('alarm_in_hand_guard');
    await admin.client.alarms.resolve({
      params: { id: alarm.id },
      body: { reason: 'Police were there; all are well' },
    });
    expect(await alarmsOf(guard, booking)).toMatchObject([
      { state: 'resolved', resolution: 'Police were there; all are well' },
    ]);
    expect((await admin.client.desk.board()).rows.filter(({ kind }) => kind === 'alarm')).toEqual([]);
  });

  it('that is taken back in time was told to nobody, and later is told as a false one', async () => {
    const booking = await market.runningJob();
    const early = await raise(booking.guard, booking);
    await booking.guard.client.alarms.withdraw({ params: { id: early.id } });
    market.clock.move(11 * SECOND_MS);
    await market.runDeadlines();
    expect(await alarmsOf(booking.customer, booking)).toEqual([]);
    const late = await raise(booking.guard, booking);
    await goOut(booking);
    await booking.guard.client.alarms.withdraw({ params: { id: late.id } });
    const types = await market.told(booking.customer, booking.job, 'alarm.withdrawn');
    expect(types.filter((type) => type.startsWith('alarm.'))).toEqual(['alarm.raised', 'alarm.withdrawn']);
    await expect(booking.guard.client.alarms.withdraw({ params: { id: late.id } })).rejects.toMatchObject({
      code: 'alarm_moved_on',
    });
  });

  it('is one alarm however often a phone sends it, and says where the guard was last seen when their phone does not', async () => {
    const booking = await market.runningJob();
    await market.sendFix(booking, 0);
    const clientId = randomUUID();
    const sent = await Promise.all([1, 2].map(() => raise(booking.guard, booking, { clientId })));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(sent[0]?.location?.lat).toBeCloseTo(booking.job.location.lat, 4);
    expect((await raise(booking.customer, booking, {})).location).toBeNull();
  });

  it('is one however many keys a phone invents while it is not answered, and rings once', async () => {
    const admin = await market.admin();
    const booking = await market.runningJob();
    const many = await Promise.all(Array.from({ length: 20 }, () => raise(booking.guard, booking)));
    expect(new Set(many.map(({ id }) => id)).size).toBe(1);
    const ofCustomer = await raise(booking.customer, booking);
    expect(ofCustomer.id).not.toBe(many[0]?.id);
    await booking.customer.client.alarms.withdraw({ params: { id: ofCustomer.id } });
    await goOut(booking);
    const there = { location: { lat: 34.06, lng: -118.25 }, accuracyMeters: 5 };
    expect(await raise(booking.guard, booking, there)).toMatchObject({ id: many[0]?.id, state: 'open', ...there });
    const told = await market.told(booking.customer, booking.job, 'alarm.raised');
    expect(told.filter((type) => type === 'alarm.raised')).toHaveLength(1);
    // Who has been answered and needs help again is heard again.
    await admin.client.alarms.acknowledge({ params: { id: many[0]?.id ?? '' } });
    expect((await raise(booking.guard, booking)).id).not.toBe(many[0]?.id);
  });

  it('from before a guard had the job is not theirs to see: neither who called, nor where they were, nor the words', async () => {
    const admin = await market.admin();
    const booking = await market.bookedJob();
    const { customer, guard, job } = booking;
    for (const person of [guard, customer]) await raise(person, booking);
    await goOut(booking);
    await admin.client.desk.takeOff({ params: { id: job.id }, body: { guardId: guard.id, reason: 'asked by phone' } });
    const next = await market.verifiedGuard({ at: job.location });
    await market.accept(next, job);
    expect(await alarmsOf(next, booking)).toEqual([]);
    expect(await alarmsOf(customer, booking)).toHaveLength(2);
    expect(await alarmsOf(admin, booking)).toHaveLength(2);
    const own = await raise(next, booking);
    expect(await alarmsOf(next, booking)).toMatchObject([{ id: own.id, isMine: true }]);
  });

  it('is raised and seen by the parties of a job under way alone', async () => {
    const booking = await market.runningJob();
    const stranger = await market.registerGuard();
    await expect(raise(stranger, booking)).rejects.toMatchObject({ status: 404 });
    await expect(alarmsOf(stranger, booking)).rejects.toMatchObject({ status: 404 });
    const alarm = await raise(booking.customer, booking);
    await expect(booking.guard.client.alarms.withdraw({ params: { id: alarm.id } })).rejects.toMatchObject({
      status: 404,
    });
    await market.checkOut(booking);
    await expect(raise(booking.guard, booking)).rejects.toMatchObject({ code: 'not_under_way' });
  });
});
