import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Booking, Marketplace, metersNorth, type Person } from '../../../../test/marketplace.js';
import { mailsTo, tokenOfMail } from '../../../../test/outbox.js';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';

const REASON = 'The customer called: they stand at the gate';
const AT_ONCE = 20;

let market: Marketplace;
let admin: Person;

beforeAll(async () => {
  market = await Marketplace.open();
  admin = await market.admin();
});
afterAll(() => market.close());
afterEach(() => {
  market.application.stripe.faults.clear();
  market.clock.set(new Date());
});

const about = ({ job }: Booking, reason = REASON) => ({ params: { id: job.id }, body: { reason } });

const desk = ({ job }: Booking) => admin.client.desk.job({ params: { id: job.id } });

/** The reason on the timeline, and the act in the audit log without it. */
async function expectKept(booking: Booking, act: string, action: string): Promise<void> {
  const { timeline, audit } = await desk(booking);
  expect(timeline.find(({ type }) => type === 'job.on_behalf')).toMatchObject({
    actor: { id: admin.id, role: 'admin' },
    details: { act, reason: REASON },
  });
  expect(audit.map((entry) => entry.action)).toContain(action);
  expect(JSON.stringify(audit)).not.toContain(REASON);
}

describe('a guard at a gate far from the pin', () => {
  it('begins when an administrator says that they are there, with the reason', async () => {
    const booking = await market.bookedJob();
    await expect(market.checkIn(booking, { location: metersNorth(booking.job.location, 320) })).rejects.toMatchObject({
      code: 'outside_geofence',
    });
    expect(await admin.client.desk.confirmArrival(about(booking))).toMatchObject({
      status: 'in_progress',
      checkInProof: 'admin',
    });
    await expectKept(booking, 'arrival_confirmed', 'job.arrival_confirmed');
  });

  it('is confirmed by administrators alone, with a reason, once', async () => {
    const booking = await market.bookedJob();
    for (const { client } of [booking.customer, booking.guard])
      await expect(client.desk.confirmArrival(about(booking))).rejects.toMatchObject({ status: 403 });
    await expect(admin.client.desk.confirmArrival(about(booking, ' '))).rejects.toMatchObject({ status: 400 });
    const tries = await Promise.allSettled(
      Array.from({ length: AT_ONCE }, () => admin.client.desk.confirmArrival(about(booking))),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { timeline } = await desk(booking);
    expect(timeline.filter(({ type }) => type === 'job.on_behalf')).toHaveLength(1);
  });

  it('has the job ended that they forgot to check out of, also in the transaction of an idempotency key', async () => {
    const first = await market.bookedJob({ lasts: 60 * MINUTE_MS });
    const startsIn = Date.parse(first.job.endTime) - market.now.getTime() + 15 * MINUTE_MS;
    const open = await market.book(first.customer, { location: first.job.location, startsIn });
    const next = { ...first, job: await market.accept(first.guard, open) };
    await market.checkIn(first);
    const confirm = () => admin.client.desk.confirmArrival({ ...about(next), idempotencyKey: crypto.randomUUID() });
    market.clock.set(shift(new Date(first.job.endTime), -10 * MINUTE_MS));
    await expect(confirm()).rejects.toMatchObject({ code: 'still_on_a_job', facts: { jobId: first.job.id } });
    market.clock.set(shift(new Date(first.job.endTime), 10 * MINUTE_MS));
    expect(await confirm()).toMatchObject({ status: 'in_progress' });
    expect((await desk(first)).job).toMatchObject({ status: 'completed', endedBy: 'clock' });
  });
});

describe('a guard who is late', () => {
  const fix = ({ guard, job }: Booking, meters: number) =>
    guard.client.tracking.upload({
      params: { id: job.id },
      body: {
        fixes: [{ ...metersNorth(job.location, meters), accuracyMeters: 10, recordedAt: market.now.toISOString() }],
      },
    });

  it.each([
    ['wait', 'matched', 'guard_waited_for'],
    ['replace', 'requested', 'guard_replaced'],
  ] as const)('is answered for by an administrator: %s', async (decision, status, act) => {
    const booking = await market.bookedJob();
    const answer = () =>
      admin.client.desk.answerLate({ params: { id: booking.job.id }, body: { decision, reason: REASON } });
    await expect(answer()).rejects.toMatchObject({ code: 'job_moved_on' });
    for (const [minutes, meters] of [
      [20, 12_000],
      [29, 4000],
    ] as const) {
      market.clock.set(shift(new Date(booking.job.startTime), minutes * MINUTE_MS));
      await fix(booking, meters);
    }
    market.clock.set(shift(new Date(booking.job.startTime), 31 * MINUTE_MS));
    await market.told(booking.customer, booking.job, 'job.wait_or_replace');
    expect(await answer()).toMatchObject({ status });
    await expectKept(booking, act, 'job.late_guard_answered');
  });
});

describe('a card that has refused', () => {
  it('is asked again at once, and not where nothing was refused', async () => {
    const customer = await market.registerCustomer();
    market.application.stripe.faults.add({ kind: 'decline', count: 1 });
    const job = await market.book(customer, { location: market.newPlace() });
    await market.told(customer, job, 'hold.failed');
    const ask = () => admin.client.desk.askCardAgain({ params: { id: job.id }, body: { reason: REASON } });
    await ask();
    await market.told(customer, job, 'hold.placed');
    await expectKept({ customer, guard: customer, job }, 'card_asked_again', 'job.card_asked_again');
    await expect(ask()).rejects.toMatchObject({ status: 409, code: 'nothing_refused' });
    await expect(
      customer.client.desk.askCardAgain({ params: { id: job.id }, body: { reason: REASON } }),
    ).rejects.toMatchObject({ status: 403 });
  });
});

describe('a tip that the card has refused', () => {
  it('is nobody else’s to ask for again', async () => {
    const booking = await market.runningJob();
    const { customer, job } = booking;
    await market.checkOut(booking);
    await market.told(customer, job, 'charge.succeeded');
    market.application.stripe.faults.add({ kind: 'decline', count: 1 });
    const params = { id: job.id };
    await customer.client.payments.tip({ params, body: { amountCents: 500 } });
    const tip = await vi.waitFor(
      async () => {
        const { items } = await customer.client.payments.ofJob({ params });
        const found = items.find(({ purpose }) => purpose === 'tip');
        expect(found?.status).toBe('failed');
        return found;
      },
      { timeout: 20_000, interval: 50 },
    );
    const ask = admin.client.desk.askCardAgain({ params, body: { reason: REASON } });
    await expect(ask).rejects.toMatchObject({ status: 409, code: 'nothing_refused' });
    const { items } = await customer.client.payments.ofJob({ params });
    expect(items.filter(({ purpose }) => purpose === 'tip')).toEqual([tip]);
  });
});

describe('a mistyped e-mail address', () => {
  const ask = (id: string, email: string, by = admin) =>
    by.client.desk.changeEmail({ params: { id }, body: { email, reason: REASON } });

  it('changes when the link to the right one was followed, and the old one is told', async () => {
    const customer = await market.registerCustomer();
    const email = `right-${crypto.randomUUID()}@test.example`;
    await ask(customer.id, email);
    const token = await tokenOfMail(market.application.dataDir, email, /new/i);
    await vi.waitFor(
      () => expect(mailsTo(market.application.dataDir, customer.email).join('\n')).toContain('Our support was asked'),
      { timeout: 20_000, interval: 50 },
    );
    expect((await customer.client.users.me()).email).toBe(customer.email);
    await customer.client.auth.confirmEmailChange({ body: { token } });
    expect((await customer.client.users.me()).email).toBe(email);
    const { items } = await admin.client.admin.auditLog({ query: { limit: 50 } });
    expect(items).toContainEqual(
      expect.objectContaining({ action: 'user.email_change_asked', subjectId: customer.id, actorId: admin.id }),
    );
  });

  it('is not asked for by others, for administrators, or to an address that somebody has', async () => {
    const [customer, other] = [await market.registerCustomer(), await market.registerCustomer()];
    await expect(ask(customer.id, 'x@test.example', other)).rejects.toMatchObject({ status: 403 });
    await expect(ask(customer.id, other.email)).rejects.toMatchObject({ code: 'email_taken' });
    await expect(ask(customer.id, customer.email)).rejects.toMatchObject({ code: 'same_email' });
    await expect(ask((await market.admin()).id, 'y@test.example')).rejects.toMatchObject({
      code: 'administrators_ask_themselves',
    });
    await expect(ask(crypto.randomUUID(), 'z@test.example')).rejects.toMatchObject({ status: 404 });
  });
});
