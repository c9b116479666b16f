import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Booking, Marketplace, metersNorth, type Person } from '../../../../test/marketplace.js';
import { onServerOnly } from '../../../../test/test-database.js';
import { HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';

let market: Marketplace;
let admin: Person;

beforeAll(async () => {
  market = await Marketplace.open();
  admin = await market.admin();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const jobOf = ({ job }: Pick<Booking, 'job'>) => admin.client.jobs.get({ params: { id: job.id } });
const timelineOf = async ({ job }: Pick<Booking, 'job'>) =>
  (await admin.client.jobs.timeline({ params: { id: job.id } })).items;
const typesOf = async (booking: Pick<Booking, 'job'>) => (await timelineOf(booking)).map(({ type }) => type);
const at = (time: string, minutes: number): void => market.clock.set(shift(new Date(time), minutes * MINUTE_MS));

/** Running since its start, with the guard seen on site until `minutes` after it; the time of the last fix. */
async function workedUntil(minutes: number): Promise<Booking & { seenAt: string | null }> {
  const booking = await market.bookedJob();
  let seenAt: string | null = null;
  at(booking.job.startTime, 0);
  await market.checkIn(booking);
  for (let minute = 5; minute <= minutes; minute += 5) {
    at(booking.job.startTime, minute);
    seenAt = (await market.sendFix(booking, 10)).recordedAt;
  }
  return { ...booking, seenAt };
}

describe('a job that nobody checks out of', () => {
  it('is ended by the clock an hour after its end, with the hours up to the last proof on site', async () => {
    const booking = await workedUntil(90);
    at(booking.job.endTime, 1);
    await market.told(booking.customer, booking.job, 'job.check_out_due');
    at(booking.job.endTime, 16);
    await expect
      .poll(async () => (await typesOf(booking)).filter((type) => type === 'job.check_out_due').length)
      .toBe(2);
    at(booking.job.endTime, 59);
    expect((await jobOf(booking)).status).toBe('in_progress');
    at(booking.job.endTime, 61);
    await market.told(booking.customer, booking.job, 'job.completed');
    expect(await jobOf(booking)).toMatchObject({ status: 'completed', endedBy: 'clock', workedMinutes: 90 });
    const ended = (await timelineOf(booking)).find(({ type }) => type === 'job.completed');
    const details = { endedBy: 'clock', provedUntil: booking.seenAt };
    expect(ended).toMatchObject({ actor: { role: 'system' }, details });
  });

  it('costs the first hour when nothing was heard after the check-in', async () => {
    const booking = await workedUntil(0);
    at(booking.job.endTime, 61);
    await market.told(booking.customer, booking.job, 'job.completed');
    expect(await jobOf(booking)).toMatchObject({ workedMinutes: 0, dueAmountCents: 2500 });
  });

  it('is over for the clock only when the extended end has passed', async () => {
    const booking = await workedUntil(5);
    const endTime = shift(new Date(booking.job.endTime), HOUR_MS).toISOString();
    await market.application.dataSource.query(
      `UPDATE jobs SET end_time = $2, total_amount_cents = 7500, platform_fee_cents = 1500, guard_payout_cents = 6000
       WHERE id = $1`,
      [booking.job.id, endTime],
    );
    at(booking.job.endTime, 62);
    await market.runDeadlines();
    expect((await jobOf(booking)).status).toBe('in_progress');
  });

  it('and a check-out at that moment: one of them ends it', async () => {
    for (let round = 0; round < 5; round++) {
      const booking = await workedUntil(10);
      await market.withoutDeadlines(async () => {
        at(booking.job.endTime, 61);
        const outs = Array.from({ length: 10 }, () => market.checkOut(booking));
        const results = await Promise.allSettled([...outs, market.runDeadlines()]);
        const done = results.slice(0, 10).filter(({ status }) => status === 'fulfilled').length;
        const { status, endedBy } = await jobOf(booking);
        expect({ status, endedBy }).toEqual({ status: 'completed', endedBy: done === 0 ? 'clock' : 'guard' });
        expect(done).toBeLessThanOrEqual(1);
        expect((await typesOf(booking)).filter((type) => type === 'job.completed')).toHaveLength(1);
      });
    }
  }, 60_000);

  it('can be ended by an administrator with the hours that were found out, and no more than were possible', async () => {
    const booking = await workedUntil(30);
    at(booking.job.startTime, 100);
    const end = (workedMinutes: number, by = admin) =>
      by.client.admin.endJob({ params: { id: booking.job.id }, body: { workedMinutes, reason: 'The phone broke' } });
    await expect(end(50, booking.customer)).rejects.toMatchObject({ status: 403 });
    await expect(end(110)).rejects.toMatchObject({ status: 422, code: 'more_than_was_possible' });
    expect(await end(95)).toMatchObject({ status: 'completed', endedBy: 'admin', workedMinutes: 95 });
    await expect(end(95)).rejects.toMatchObject({ status: 409, code: 'job_moved_on' });
  });
});

describe('a second job', () => {
  /** Two jobs of one guard, back to back. */
  async function two(): Promise<[Booking, Booking]> {
    const first = await market.bookedJob({ lasts: HOUR_MS });
    const { guard, customer } = first;
    const startsIn = new Date(first.job.endTime).getTime() - market.now.getTime() + 15 * MINUTE_MS;
    const open = await market.book(customer, { location: first.job.location, startsIn, lasts: HOUR_MS });
    return [first, { customer, guard, job: await market.accept(guard, open) }];
  }

  it('is not begun while the first has time left', async () => {
    const [first, second] = await two();
    at(first.job.startTime, 0);
    await market.checkIn(first);
    at(first.job.endTime, -10);
    await expect(market.checkIn(second)).rejects.toMatchObject({
      status: 409,
      code: 'still_on_a_job',
      facts: { jobId: first.job.id },
    });
    expect((await jobOf(first)).status).toBe('in_progress');
  });

  it('ends the first that was forgotten, with its proved hours', async () => {
    const [first, second] = await two();
    at(first.job.startTime, 0);
    await market.checkIn(first);
    at(first.job.startTime, 40);
    await market.sendFix(first, 10);
    at(second.job.startTime, 0);
    expect(await market.checkIn(second)).toMatchObject({ status: 'in_progress' });
    expect(await jobOf(first)).toMatchObject({ status: 'completed', endedBy: 'clock', workedMinutes: 40 });
  });
});

describe('a check-out', () => {
  const out = ({ guard, job }: Booking, reason?: string) =>
    guard.client.jobs.checkOut({
      params: { id: job.id },
      body: { location: job.location, accuracyMeters: 8, ...(reason !== undefined && { reason }) },
    });

  it('before the start sends the job back to dispatch, and nothing is charged', async () => {
    const booking = await market.runningJob();
    await out(booking);
    expect(await jobOf(booking)).toMatchObject({
      status: 'requested',
      guard: null,
      startedAt: null,
      dueAmountCents: null,
    });
    const statuses = await market.application.dataSource.query<{ status: string }[]>(
      `SELECT status FROM offers WHERE job_id = $1`,
      [booking.job.id],
    );
    expect(statuses).toEqual([{ status: 'given_back' }]);
    await expect.poll(async () => (await booking.guard.client.guards.me()).availabilityStatus).toBe('available');
  });

  it('before the end says why, and the customer may book the rest', async () => {
    const booking = await workedUntil(0);
    at(booking.job.startTime, 30);
    await expect(out(booking)).rejects.toMatchObject({ status: 422, code: 'reason_needed' });
    expect(await out(booking, 'I am ill')).toMatchObject({ status: 'completed', endedBy: 'guard' });
    const ended = (await timelineOf(booking)).find(({ type }) => type === 'job.completed');
    expect(ended?.details).toMatchObject({ leftEarly: true, reason: 'I am ill' });
    const params = { id: booking.job.id };
    const { jobs } = booking.customer.client;
    const { startTime, totalAmountCents, bookedAs } = await jobs.quoteRest({ params });
    expect(bookedAs).toBeNull();
    at(booking.job.startTime, 33);
    const agreed = { startTime, quotedAmountCents: totalAmountCents };
    const other = { ...agreed, quotedAmountCents: totalAmountCents + 1 };
    await expect(jobs.rest({ params, body: other })).rejects.toMatchObject({
      ...{ status: 409, code: 'price_changed', facts: { totalAmountCents } },
    });
    const rest = await jobs.rest({ params, body: agreed });
    expect(rest).toMatchObject({ status: 'requested', endTime: booking.job.endTime, location: booking.job.location });
    expect(rest).toMatchObject({ startTime, totalAmountCents });
    // In another tab, a minute later: under another price it is another request.
    const again = await jobs.quoteRest({ params });
    expect(again.bookedAs).toBe(rest.id);
    const once = { startTime: again.startTime, quotedAmountCents: again.totalAmountCents };
    await expect(jobs.rest({ params, body: once })).rejects.toMatchObject({
      ...{ status: 409, code: 'rest_is_booked', facts: { bookedAs: rest.id } },
    });
    await jobs.cancel({ params: { id: rest.id }, body: { reason: 'not needed' } });
    expect(await jobs.rest({ params, body: once })).toMatchObject({ status: 'requested' });
  });

  it('before the end lets nobody book a rest that has run out, or of a job of somebody else', async () => {
    const booking = await workedUntil(0);
    const params = { id: booking.job.id };
    const { jobs } = booking.customer.client;
    await expect(jobs.quoteRest({ params })).rejects.toMatchObject({ code: 'job_moved_on' });
    at(booking.job.startTime, 30);
    await out(booking, 'I am ill');
    const stranger = await market.registerCustomer();
    await expect(stranger.client.jobs.quoteRest({ params })).rejects.toMatchObject({ status: 404 });
    at(booking.job.endTime, -20);
    await expect(jobs.quoteRest({ params })).rejects.toMatchObject({ code: 'job_too_short' });
    await expect(jobs.rest({ params, body: {} })).rejects.toMatchObject({ code: 'job_too_short' });
  });

  it('at the end needs no reason', async () => {
    const booking = await workedUntil(0);
    at(booking.job.endTime, -4);
    expect(await out(booking)).toMatchObject({ status: 'completed' });
  });

  it('that was kept for the minute in which it can be undone counts from when it was pressed', async () => {
    const booking = await workedUntil(0);
    const pressed = shift(new Date(booking.job.startTime), 60 * MINUTE_MS);
    market.clock.set(shift(pressed, MINUTE_MS));
    const body = {
      location: booking.job.location,
      accuracyMeters: 8,
      recordedAt: pressed.toISOString(),
      reason: 'Ill',
    };
    const call = { params: { id: booking.job.id }, body };
    expect(await booking.guard.client.jobs.checkOut(call)).toMatchObject({ workedMinutes: 60, dueAmountCents: 2500 });
  });

  it('of a phone whose clock is wrong ends no job before it began, and none later than now', async () => {
    for (const [wrong, worked] of [
      [-4, 0],
      [1, 3],
    ] as const) {
      const booking = await workedUntil(0);
      at(booking.job.startTime, 2.5);
      const recordedAt = shift(market.now, wrong * MINUTE_MS).toISOString();
      const body = { location: booking.job.location, accuracyMeters: 8, recordedAt, reason: 'Ill' };
      const out = await booking.guard.client.jobs.checkOut({ params: { id: booking.job.id }, body });
      expect(out).toMatchObject({ status: 'completed', workedMinutes: worked });
    }
  });

  it('leaves a guard off duty who was off duty', async () => {
    const booking = await market.bookedJob();
    await booking.guard.client.guards.setAvailability({ body: { status: 'offline' } });
    at(booking.job.startTime, 0);
    await market.checkIn(booking);
    const duty = async () => (await booking.guard.client.guards.me()).availabilityStatus;
    await expect.poll(duty).toBe('busy');
    at(booking.job.endTime, 0);
    await out(booking);
    await expect.poll(duty).toBe('offline');
  });
});

describe('an arrival without a good position', () => {
  const withCode = ({ guard, job }: Booking, code: string) =>
    guard.client.jobs.checkIn({ params: { id: job.id }, body: { code } });
  const codeOf = ({ customer, job }: Booking) => customer.client.jobs.arrivalCode({ params: { id: job.id } });
  const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');

  it('is shown by the code that the customer sees, and the guard does not', async () => {
    const booking = await market.bookedJob();
    const { code, triesLeft } = await codeOf(booking);
    expect([code, triesLeft]).toEqual([expect.stringMatching(/^\d{6}$/), 5]);
    const call = booking.guard.client.jobs.arrivalCode({ params: { id: booking.job.id } });
    await expect(call).rejects.toMatchObject({ status: 403 });
    expect(await withCode(booking, code)).toMatchObject({ status: 'in_progress', checkInProof: 'code' });
    const started = (await timelineOf(booking)).find(({ type }) => type === 'job.started');
    expect(started?.details).toEqual({ proof: 'code' });
  });

  it('can be guessed five times', async () => {
    const booking = await market.bookedJob();
    const { code } = await codeOf(booking);
    for (let left = 4; left >= 0; left--)
      await expect(withCode(booking, wrong(code))).rejects.toMatchObject({
        status: 422,
        code: 'wrong_code',
        facts: { triesLeft: left },
      });
    await expect(withCode(booking, code)).rejects.toMatchObject({ status: 422, code: 'code_used_up' });
  });

  it('can be guessed five times by twenty at once', async () => {
    const booking = await market.bookedJob();
    const { code } = await codeOf(booking);
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => withCode(booking, wrong(code))));
    const codes = results.map((result) => result.status === 'rejected' && (result.reason as { code: string }).code);
    expect(codes.filter((each) => each === 'wrong_code')).toHaveLength(5);
    expect(codes.filter((each) => each === 'code_used_up')).toHaveLength(15);
  });

  it('has another code for the next guard', async () => {
    const booking = await market.bookedJob();
    const { code } = await codeOf(booking);
    await booking.guard.client.jobs.withdraw({ params: { id: booking.job.id }, body: { reason: 'ill' } });
    const next = await market.verifiedGuard({ at: booking.job.location });
    await market.accept(next, booking.job);
    expect((await codeOf(booking)).code).not.toBe(code);
  });

  it('is confirmed by the customer, and by nobody else without a reason', async () => {
    const booking = await market.bookedJob();
    const confirm = (person: Person) => person.client.jobs.confirmArrival({ params: { id: booking.job.id } });
    await expect(confirm(booking.guard)).rejects.toMatchObject({ status: 403 });
    await expect(confirm(admin)).rejects.toMatchObject({ status: 403 });
    await expect(confirm(await market.registerCustomer())).rejects.toMatchObject({ status: 404 });
    expect(await confirm(booking.customer)).toMatchObject({ checkInProof: 'customer' });
  });

  it('is as large as its site', async () => {
    const booking = await market.bookedJob({ siteRadiusMeters: 350 });
    expect(await market.checkIn(booking, { location: metersNorth(booking.job.location, 320) })).toMatchObject({
      status: 'in_progress',
    });
  });
});

describe('a guard who is late', () => {
  const answer = ({ customer, job }: Booking, decision: 'wait' | 'replace') =>
    customer.client.jobs.answerLate({ params: { id: job.id }, body: { decision } });

  it('and comes nearer is waited for or replaced as the customer says', async () => {
    for (const decision of ['wait', 'replace'] as const) {
      const booking = await market.bookedJob();
      at(booking.job.startTime, 20);
      await market.sendFix(booking, 12_000);
      at(booking.job.startTime, 29);
      await market.sendFix(booking, 4000);
      at(booking.job.startTime, 31);
      await market.told(booking.customer, booking.job, 'job.wait_or_replace');
      expect(await jobOf(booking)).toMatchObject({ status: 'matched', waitAskedAt: expect.any(String) as string });
      expect(await answer(booking, decision)).toMatchObject({ status: decision === 'wait' ? 'matched' : 'requested' });
      await expect(answer(booking, decision)).rejects.toMatchObject({ status: 409, code: 'job_moved_on' });
    }
  });

  it('loses the job when nobody answers', async () => {
    const booking = await market.bookedJob();
    at(booking.job.startTime, 20);
    await market.sendFix(booking, 12_000);
    at(booking.job.startTime, 29);
    await market.sendFix(booking, 4000);
    at(booking.job.startTime, 31);
    await market.told(booking.customer, booking.job, 'job.wait_or_replace');
    market.clock.move(11 * MINUTE_MS);
    await market.told(booking.customer, booking.job, 'job.reopened');
  });

  it('and does not come nearer loses the job at once', async () => {
    const booking = await market.bookedJob();
    at(booking.job.startTime, 20);
    await market.sendFix(booking, 12_000);
    at(booking.job.startTime, 31);
    await market.told(booking.customer, booking.job, 'job.reopened');
    expect(await typesOf(booking)).not.toContain('job.wait_or_replace');
  });

  it.each<[string, (booking: Booking) => Promise<unknown>]>([
    ['at a gate 320 m away, sending fixes', (booking) => market.sendFix(booking, 320)],
    [
      'in a basement, refused for an accuracy of 300 m',
      (booking) => market.checkIn(booking, { accuracyMeters: 300 }).catch(() => undefined),
    ],
  ])('%s, keeps it until somebody says otherwise', async (_, shows) => {
    const booking = await market.bookedJob();
    for (const minute of [22, 30, 38, 46, 54]) {
      at(booking.job.startTime, minute);
      await shows(booking);
      await market.runDeadlines();
    }
    expect((await jobOf(booking)).status).toBe('matched');
    expect((await typesOf(booking)).filter((type) => type === 'job.wait_or_replace')).toHaveLength(1);
    const { code } = await booking.customer.client.jobs.arrivalCode({ params: { id: booking.job.id } });
    const arrived = booking.guard.client.jobs.checkIn({ params: { id: booking.job.id }, body: { code } });
    expect(await arrived).toMatchObject({ status: 'in_progress' });
  });

  it('and never begins has no job any more after its end', async () => {
    const booking = await market.bookedJob({ lasts: HOUR_MS });
    for (const minute of [22, 30, 38, 46, 54, 60, 61]) {
      at(booking.job.startTime, minute);
      if (minute < 60) await market.sendFix(booking, 320);
      await market.runDeadlines();
    }
    await market.told(booking.customer, booking.job, 'job.cancelled');
    expect(await jobOf(booking)).toMatchObject({ dueAmountCents: 0 });
  });
});

describe('a guard at work', () => {
  it('who leaves the post, and comes back, is seen by all', async () => {
    const booking = await workedUntil(10);
    for (const minute of [12, 14, 16, 18]) {
      at(booking.job.startTime, minute);
      await market.sendFix(booking, 600);
    }
    await market.told(booking.customer, booking.job, 'job.left_post');
    const left = shift(new Date(booking.job.startTime), 12 * MINUTE_MS).toISOString();
    expect((await jobOf(booking)).leftPostAt).toBe(left);
    market.clock.move(MINUTE_MS);
    await market.sendFix(booking, 20);
    await market.told(booking.guard, booking.job, 'job.back_on_post');
    expect((await jobOf(booking)).leftPostAt).toBeNull();
  });

  it('is followed until a quarter of an hour after the booked end, and found by nobody after the end of the job', async () => {
    const booking = await workedUntil(10);
    const latest = () => booking.customer.client.tracking.latest({ params: { id: booking.job.id } });
    at(booking.job.endTime, 14);
    expect(await market.sendFix(booking, 10)).toMatchObject({ stored: 1 });
    expect(await latest()).toMatchObject({ grade: 'good' });
    at(booking.job.endTime, 16);
    expect(await market.sendFix(booking, 10)).toMatchObject({ stored: 0 });
    await expect(latest()).rejects.toMatchObject({ status: 409, code: 'not_tracked' });
    await market.checkOut(booking);
    await expect(latest()).rejects.toMatchObject({ status: 409, code: 'not_tracked' });
  });
});

onServerOnly('the embedded engine has one session', () => {
  it('twenty arrivals at two jobs of one guard begin one of them', async () => {
    const first = await market.bookedJob({ lasts: HOUR_MS });
    const { guard, customer } = first;
    const startsIn = new Date(first.job.endTime).getTime() - market.now.getTime() + 15 * MINUTE_MS;
    const open = await market.book(customer, { location: first.job.location, startsIn, lasts: HOUR_MS });
    const second: Booking = { customer, guard, job: await market.accept(guard, open) };
    at(second.job.startTime, -20);
    const calls = Array.from({ length: 20 }, (_, index) => market.checkIn(index % 2 === 0 ? first : second));
    await Promise.allSettled(calls);
    const states = await Promise.all([jobOf(first), jobOf(second)]);
    expect(states.filter(({ status }) => status === 'in_progress')).toHaveLength(1);
  });
});
