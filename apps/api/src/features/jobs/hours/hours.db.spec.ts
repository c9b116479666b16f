import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Booking, Marketplace, type Person } from '../../../../test/marketplace.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';

let market: Marketplace;
let admin: Person;

beforeAll(async () => {
  market = await Marketplace.open();
  admin = await market.admin();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const at = (time: string, minutes: number): void => market.clock.set(shift(new Date(time), minutes * MINUTE_MS));
const hoursOf = ({ customer, job }: Booking) => customer.client.hours.ofJob({ params: { id: job.id } });
const paymentsOf = ({ job }: Booking) => admin.client.payments.ofJob({ params: { id: job.id } });
const timelineOf = async ({ job }: Booking) =>
  (await admin.client.jobs.timeline({ params: { id: job.id } })).items.map(({ type }) => type);
const ask = (
  { job }: Booking,
  by: Person,
  workedMinutes: number,
  kind: 'minutes' | 'break' | 'beyond_end' = 'minutes',
) => by.client.hours.ask({ params: { id: job.id }, body: { kind, workedMinutes, reason: 'So it was' } });
const agree = (by: Person, id: string) => by.client.hours.agree({ params: { id } });

/** Until the money says so. */
const paid = (booking: Booking, sum: Record<string, number>): Promise<unknown> =>
  vi.waitFor(async () => expect((await paymentsOf(booking)).sum).toMatchObject(sum), { timeout: 20_000, interval: 50 });

/** Booked for so many minutes at 25.00, held, and begun at its start. */
async function begun(minutes: number): Promise<Booking> {
  const booking = await market.bookedJob({ lasts: minutes * MINUTE_MS });
  const { onboardingUrl } = await booking.guard.client.guards.payoutAccount();
  await fetch(onboardingUrl ?? '', { method: 'POST', redirect: 'manual' });
  await paid(booking, { heldCents: Math.round((minutes * 2500) / 60) });
  at(booking.job.startTime, 0);
  await market.checkIn(booking);
  return booking;
}

/** Begun, and checked out of after so many minutes. */
async function worked(booked: number, minutes: number): Promise<Booking> {
  const booking = await begun(booked);
  // An hour after the end the clock would end it first.
  await market.withoutDeadlines(async () => {
    // The clock of the test goes on, and a minute that has begun counts.
    at(booking.job.startTime, minutes - 0.5);
    await market.checkOut(booking);
  });
  return booking;
}

describe('the record of a shift', () => {
  it('is made at the end, and shown to both and the administrator, and to nobody else', async () => {
    const booking = await begun(120);
    expect(await hoursOf(booking)).toMatchObject({ record: null, workedMinutes: null, canAskUntil: null });
    for (let minute = 5; minute <= 55; minute += 5) {
      at(booking.job.startTime, minute);
      await market.sendFix(booking, 10);
    }
    at(booking.job.startTime, 119.5);
    await market.checkOut(booking);
    const hours = await hoursOf(booking);
    expect(hours).toMatchObject({ bookedMinutes: 120, workedMinutes: 120, billedMinutes: 120, why: 'as_worked' });
    expect(hours.record?.intervals.map(({ kind }) => kind)).toEqual(['present', 'unknown']);
    expect(hours.record).toMatchObject({ awayMinutes: 0, breakMinutes: 0, workedMinutes: 120, dueAmountCents: 5000 });
    for (const reader of [booking.guard, admin])
      expect(await reader.client.hours.ofJob({ params: { id: booking.job.id } })).toEqual(hours);
    const stranger = await market.registerCustomer();
    await expect(stranger.client.hours.ofJob({ params: { id: booking.job.id } })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('does not pay three hours away from the post', async () => {
    const booking = await begun(360);
    const steps: [from: number, until: number, meters: number][] = [
      [5, 60, 10],
      [65, 245, 6000],
      [249.5, 355, 10],
    ];
    for (const [from, until, meters] of steps)
      for (let minute = from; minute <= until; minute += 5) {
        at(booking.job.startTime, minute);
        await market.sendFix(booking, meters);
      }
    at(booking.job.startTime, 359.25);
    await market.checkOut(booking);
    const { record, workedMinutes, dueAmountCents } = await hoursOf(booking);
    expect(record?.intervals.map(({ kind }) => kind)).toEqual(['present', 'unknown', 'away', 'present']);
    expect({ away: record?.awayMinutes, workedMinutes, dueAmountCents }).toEqual({
      ...{ away: 185, workedMinutes: 175, dueAmountCents: 7500 },
    });
    await paid(booking, { chargedCents: 7500 });
  }, 60_000);

  it('costs no quarter more for twelve seconds', async () => {
    const booking = await begun(120);
    market.clock.set(shift(new Date(booking.job.startTime), 105 * MINUTE_MS + 12 * SECOND_MS));
    await market.checkOut(booking);
    expect(await hoursOf(booking)).toMatchObject({ workedMinutes: 106, billedMinutes: 105, dueAmountCents: 4375 });
  });

  it('explains the first hour, and what the booked price cuts off', async () => {
    expect(await hoursOf(await worked(120, 20))).toMatchObject({ billedMinutes: 60, why: 'first_hour' });
    expect(await hoursOf(await worked(60, 130))).toMatchObject({ dueAmountCents: 2500, why: 'booked_price' });
  });

  it('leaves out breaks, which end with the job', async () => {
    const booking = await begun(120);
    const { guard, job, customer } = booking;
    const call = { params: { id: job.id } };
    at(job.startTime, 20);
    const begunAt = market.now;
    expect(Date.parse((await guard.client.hours.beginBreak(call)).onBreakSince ?? '')).toBeGreaterThanOrEqual(+begunAt);
    await expect(guard.client.hours.beginBreak(call)).rejects.toMatchObject({ status: 409, code: 'on_break' });
    await expect(customer.client.hours.endBreak(call)).rejects.toMatchObject({ status: 403 });
    at(job.startTime, 49.75);
    expect((await guard.client.hours.endBreak(call)).onBreakSince).toBeNull();
    await expect(guard.client.hours.endBreak(call)).rejects.toMatchObject({ status: 409, code: 'not_on_break' });
    at(job.startTime, 110);
    await guard.client.hours.beginBreak(call);
    at(job.startTime, 119.5);
    await market.checkOut(booking);
    expect((await hoursOf(booking)).record).toMatchObject({ workedMinutes: 81, breakMinutes: 40 });
    await expect(guard.client.hours.beginBreak(call)).rejects.toMatchObject({ status: 409, code: 'job_moved_on' });
  });
});

describe('positions that a phone sends after the end', () => {
  it('change no record, and are evidence for whoever asks for other hours or decides', async () => {
    const booking = await begun(240);
    const { guard, job } = booking;
    at(job.startTime, 239.5);
    await market.checkOut(booking);
    const before = await hoursOf(booking);
    expect(before).toMatchObject({ workedMinutes: 240, lateEvidence: null });
    const [site, away] = [booking.job.location, 0.05];
    const fixes = Array.from({ length: 46 }, (_, index) => ({
      lat: site.lat + (index >= 12 && index < 36 ? away : 0),
      lng: site.lng,
      accuracyMeters: 10,
      recordedAt: shift(new Date(job.startTime), (5 + index * 5) * MINUTE_MS).toISOString(),
    }));
    at(job.startTime, 300);
    await guard.client.tracking.upload({ params: { id: job.id }, body: { fixes } });
    const after = await hoursOf(booking);
    expect(after).toMatchObject({ record: before.record, workedMinutes: 240, dueAmountCents: 10_000 });
    expect(after.lateEvidence).toMatchObject({ awayMinutes: 120, workedMinutes: 120, dueAmountCents: 5000 });
    const asked = await ask(booking, booking.customer, 120);
    await guard.client.hours.decline({ params: { id: asked.id }, body: {} });
    expect((await hoursOf(booking)).lateEvidence).toMatchObject({ awayMinutes: 120 });
    const body = { workedMinutes: 120, reason: 'The positions that came later show it' };
    await admin.client.hours.decide({ params: { id: asked.id }, body });
    expect(await hoursOf(booking)).toMatchObject({ workedMinutes: 120, dueAmountCents: 5000, lateEvidence: null });
  });
});

describe('a correction', () => {
  it('of 150 minutes worked where 60 were booked charges the rest, to the cent', async () => {
    const booking = await worked(60, 150);
    await paid(booking, { chargedCents: 2500 });
    const asked = await ask(booking, booking.guard, 150, 'beyond_end');
    expect(asked).toMatchObject({ status: 'asked', askedBy: 'guard', fromCents: 2500, toMinutes: 150, toCents: 6250 });
    expect(await agree(booking.customer, asked.id)).toMatchObject({ status: 'agreed' });
    await paid(booking, { chargedCents: 6250, platformCents: 1250, paidOutCents: 5000 });
    expect(await hoursOf(booking)).toMatchObject({ workedMinutes: 150, dueAmountCents: 6250, why: 'as_worked' });
    const { items } = await paymentsOf(booking);
    expect(items.map(({ type, purpose }) => `${type} ${purpose}`).sort()).toEqual([
      ...['charge booking', 'charge hours', 'payout booking', 'payout hours'],
    ]);
  });

  it('of 150 minutes that the clock has ended at 120 is taken all the same', async () => {
    const booking = await begun(60);
    for (let minute = 4.5; minute < 75; minute += 5) {
      at(booking.job.startTime, minute);
      await market.sendFix(booking, 10);
    }
    at(booking.job.startTime, 120.5);
    await vi.waitFor(
      async () => {
        await market.runDeadlines();
        expect(await hoursOf(booking)).toMatchObject({ dueAmountCents: 2500 });
      },
      { timeout: 20_000, interval: 100 },
    );
    at(booking.job.startTime, 149.5);
    await expect(market.checkOut(booking)).rejects.toMatchObject({ status: 409 });
    expect(await hoursOf(booking)).toMatchObject({ mostMinutes: 150 });
    await expect(ask(booking, booking.guard, 152, 'beyond_end')).rejects.toMatchObject({
      code: 'more_than_was_possible',
    });
    const asked = await ask(booking, booking.guard, 150, 'beyond_end');
    await agree(booking.customer, asked.id);
    await paid(booking, { chargedCents: 6250, platformCents: 1250, paidOutCents: 5000 });
    expect(await hoursOf(booking)).toMatchObject({ workedMinutes: 150, dueAmountCents: 6250, why: 'as_worked' });
  });

  it('of a shift whose phone died gives the guard the hours that the customer confirms', async () => {
    const booking = await begun(240);
    for (let minute = 4.5; minute < 120; minute += 5) {
      at(booking.job.startTime, minute);
      await market.sendFix(booking, 10);
    }
    at(booking.job.endTime, 61);
    await market.told(booking.customer, booking.job, 'job.completed');
    expect((await hoursOf(booking)).workedMinutes).toBe(120);
    const asked = await ask(booking, booking.guard, 240);
    await agree(booking.customer, asked.id);
    await paid(booking, { chargedCents: 10_000, paidOutCents: 8000 });
  });

  it('downwards gives back, and takes the guard’s part from them', async () => {
    const booking = await worked(120, 120);
    await paid(booking, { chargedCents: 5000, paidOutCents: 4000 });
    const asked = await ask(booking, booking.customer, 90, 'break');
    await agree(booking.guard, asked.id);
    await paid(booking, { refundedCents: 1250, platformCents: 750, paidOutCents: 3000 });
    const again = await ask(booking, booking.guard, 120);
    await agree(booking.customer, again.id);
    await paid(booking, { chargedCents: 6250, refundedCents: 1250, platformCents: 1000, paidOutCents: 4000 });
  });

  it('that is declined is decided on the evidence, and is final', async () => {
    const booking = await worked(120, 120);
    const { guard, customer } = booking;
    const asked = await ask(booking, customer, 60);
    const call = { params: { id: asked.id } };
    await expect(agree(customer, asked.id)).rejects.toMatchObject({ status: 409, code: 'own_correction' });
    await expect(agree(await market.registerGuard(), asked.id)).rejects.toMatchObject({ status: 404 });
    const decision = { workedMinutes: 105, reason: 'The positions show it' };
    await expect(admin.client.hours.decide({ ...call, body: decision })).rejects.toMatchObject({ status: 409 });
    await guard.client.hours.decline({ ...call, body: { reason: 'I was there' } });
    expect(await agree(guard, asked.id).catch((error: unknown) => error)).toMatchObject({ code: 'correction_gone' });
    expect((await admin.client.desk.board()).rows).toContainEqual(
      expect.objectContaining({
        kind: 'correction',
        subject: expect.objectContaining({ id: booking.job.id }) as unknown,
      }),
    );
    await expect(
      admin.client.hours.decide({ ...call, body: { ...decision, workedMinutes: 121 } }),
    ).rejects.toMatchObject({ status: 422, code: 'more_than_was_possible' });
    expect(await admin.client.hours.decide({ ...call, body: decision })).toMatchObject({
      ...{ status: 'decided', decidedMinutes: 105, decidedCents: 4375 },
    });
    await paid(booking, { refundedCents: 625 });
    expect(await hoursOf(booking)).toMatchObject({ workedMinutes: 105, canAskUntil: null });
    await expect(ask(booking, guard, 120)).rejects.toMatchObject({ status: 409, code: 'hours_decided' });
  });

  it('is never decided above what the customer has booked', async () => {
    const booking = await worked(60, 120);
    const asked = await ask(booking, booking.guard, 120, 'beyond_end');
    await booking.customer.client.hours.decline({ params: { id: asked.id }, body: {} });
    const body = { workedMinutes: 120, reason: 'The guard was there' };
    const decided = await admin.client.hours.decide({ params: { id: asked.id }, body });
    expect(decided).toMatchObject({ decidedMinutes: 120, decidedCents: 2500 });
  });

  it('that nobody answers goes to the administrator after two days', async () => {
    const booking = await worked(120, 120);
    const asked = await ask(booking, booking.guard, 100);
    market.clock.set(shift(new Date(asked.answerBy), -MINUTE_MS));
    await market.runDeadlines();
    expect((await hoursOf(booking)).corrections[0]?.status).toBe('asked');
    market.clock.set(shift(new Date(asked.answerBy), MINUTE_MS));
    await market.told(booking.customer, booking.job, 'hours.unanswered');
    expect((await hoursOf(booking)).corrections[0]).toMatchObject({ status: 'to_decide', answeredAt: null });
  });

  it('is refused when it asks for the impossible, for nothing, too late, or beside another', async () => {
    const booking = await worked(120, 90);
    const { customer, guard } = booking;
    await expect(ask(booking, guard, 91)).rejects.toMatchObject({ status: 422, code: 'more_than_was_possible' });
    await expect(ask(booking, guard, 90)).rejects.toMatchObject({ status: 422, code: 'nothing_to_correct' });
    await expect(ask(booking, guard, -1)).rejects.toMatchObject({ status: 400 });
    await expect(ask(booking, await market.registerCustomer(), 60)).rejects.toMatchObject({ status: 404 });
    const asked = await ask(booking, guard, 80);
    await expect(ask(booking, customer, 60)).rejects.toMatchObject({ status: 409, code: 'correction_open' });
    const call = { params: { id: asked.id } };
    await expect(customer.client.hours.withdraw(call)).rejects.toMatchObject({ status: 404 });
    expect(await guard.client.hours.withdraw(call)).toMatchObject({ status: 'withdrawn' });
    market.clock.move(72 * HOUR_MS);
    await expect(ask(booking, customer, 60)).rejects.toMatchObject({ status: 409, code: 'correction_too_late' });
    const running = await begun(60);
    await expect(ask(running, running.guard, 60)).rejects.toMatchObject({ status: 409, code: 'job_moved_on' });
  });

  it('asked for by both at once is one, and agreed to twenty times counts once', async () => {
    const booking = await worked(60, 120);
    const { customer, guard } = booking;
    await paid(booking, { chargedCents: 2500 });
    const asks = await Promise.allSettled([
      ...Array.from({ length: 5 }, () => ask(booking, guard, 120, 'beyond_end')),
      ...Array.from({ length: 5 }, () => ask(booking, customer, 110, 'beyond_end')),
    ]);
    const [asked, ...others] = asks.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(others).toEqual([]);
    const other = asked?.askedBy === 'guard' ? customer : guard;
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => agree(other, asked?.id ?? '')));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await paid(booking, { chargedCents: asked?.toCents ?? 0 });
    expect((await timelineOf(booking)).filter((type) => type === 'hours.agreed')).toHaveLength(1);
  });
});

describe('a tip', () => {
  it('is all the guard’s', async () => {
    const booking = await worked(60, 60);
    const { customer, guard, job } = booking;
    const tip = (amountCents: number, by = customer) =>
      by.client.payments.tip({ params: { id: job.id }, body: { amountCents } });
    await paid(booking, { chargedCents: 2500, paidOutCents: 2000 });
    await expect(tip(0)).rejects.toMatchObject({ status: 400 });
    await expect(tip(50_001)).rejects.toMatchObject({ status: 422, code: 'tip_too_large' });
    await expect(tip(500, guard)).rejects.toMatchObject({ status: 403 });
    expect(await tip(700)).toMatchObject({ purpose: 'tip', amountCents: 700, platformFeeCents: 0 });
    await paid(booking, { chargedCents: 3200, platformCents: 500, paidOutCents: 2700 });
    market.clock.move(72 * HOUR_MS);
    await expect(tip(700)).rejects.toMatchObject({ status: 409, code: 'tip_too_late' });
  });

  it('of one press that is sent twenty times at once is taken once', async () => {
    const booking = await worked(60, 60);
    const { customer, job } = booking;
    await paid(booking, { chargedCents: 2500 });
    const call = { params: { id: job.id }, body: { amountCents: 700 }, idempotencyKey: randomUUID() };
    const sent = await Promise.allSettled(Array.from({ length: 20 }, () => customer.client.payments.tip(call)));
    const taken = sent.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []));
    expect(new Set(taken).size).toBe(1);
    for (const one of sent) if (one.status === 'rejected') expect(one.reason).toMatchObject({ status: 409 });
    await paid(booking, { chargedCents: 3200 });
    expect((await customer.client.payments.tip(call)).id).toBe(taken[0]);
    const { items } = await paymentsOf(booking);
    expect(items.filter(({ type, purpose }) => type === 'charge' && purpose === 'tip')).toHaveLength(1);
  });

  it('is not taken for a job that is not paid', async () => {
    const { customer, job } = await begun(60);
    await expect(
      customer.client.payments.tip({ params: { id: job.id }, body: { amountCents: 500 } }),
    ).rejects.toMatchObject({ status: 409, code: 'nothing_charged' });
  });
});
