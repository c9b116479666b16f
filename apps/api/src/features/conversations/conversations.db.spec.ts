import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Booking, Marketplace, type Person } from '../../../test/marketplace.js';
import { DAY_MS, HOUR_MS } from '../../platform/clock/duration.js';
import { RetentionTasks } from '../privacy/retention/retention-tasks.js';

const SOON = { timeout: 20_000, interval: 25 };

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({
    RATE_LIMITS: 'on',
    RATE_USER_PER_MINUTE: '10000',
    RATE_ANONYMOUS_PER_MINUTE: '10000',
  });
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

type Of = Pick<Booking, 'job'>;

const write = ({ client }: Person, { job }: Of, words: string, clientId = randomUUID()) =>
  client.conversations.write({ params: { id: job.id }, body: { clientId, words } });
const read = ({ client }: Person, { job }: Of) => client.conversations.ofJob({ params: { id: job.id } });
const wordsOf = async (person: Person, of: Of): Promise<string[]> =>
  (await read(person, of)).items.map(({ words }) => words);
const kindsOf = async ({ client }: Person): Promise<string[]> =>
  (await client.notifications.list()).items.map(({ kind }) => kind);

const takeOff = async ({ job, guard }: Booking): Promise<void> => {
  const admin = await market.admin();
  await admin.client.desk.takeOff({ params: { id: job.id }, body: { guardId: guard.id, reason: 'asked by phone' } });
};

describe('the parties of a job', () => {
  it('write to each other, are told of it, and see what was read', async () => {
    const booking = await market.bookedJob();
    const { customer, guard } = booking;
    const said = await write(customer, booking, ' Please use the side gate.\nThe code is on the job. ');
    expect(said).toMatchObject({ from: 'customer', isMine: true, readAt: null, isWithFormerGuard: false });
    expect(said.words).toBe('Please use the side gate.\nThe code is on the job.');
    await write(guard, booking, '<b>I am</b> there at 8 & ready');
    const ofGuard = await read(guard, booking);
    expect(ofGuard.items).toMatchObject([
      { from: 'customer', isMine: false },
      { from: 'guard', isMine: true, words: '<b>I am</b> there at 8 & ready' },
    ]);
    expect(ofGuard.openUntil).not.toBeNull();
    await vi.waitFor(async () => expect(await kindsOf(guard)).toContain('written_by_customer'), SOON);
    expect(await kindsOf(customer)).toContain('written_by_guard');
    expect(await kindsOf(customer)).not.toContain('written_by_customer');
    await guard.client.conversations.read({ params: { id: booking.job.id } });
    const [first, second] = (await read(customer, booking)).items;
    expect(first?.readAt).not.toBeNull();
    expect(second?.readAt).toBeNull();
    // Who wrote is told, and not again when there is nothing new.
    await guard.client.conversations.read({ params: { id: booking.job.id } });
    const told = await market.told(customer, booking.job, 'conversation.read');
    expect(told.filter((type) => type === 'conversation.read')).toHaveLength(1);
  });

  it('have one message of what a phone sends again, also at once', async () => {
    const booking = await market.bookedJob();
    const clientId = randomUUID();
    const sent = await Promise.all([1, 2, 3].map(() => write(booking.guard, booking, 'On the way', clientId)));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(await wordsOf(booking.customer, booking)).toEqual(['On the way']);
    const timeline = await market.told(booking.customer, booking.job, 'conversation.written');
    expect(timeline.filter((type) => type === 'conversation.written')).toHaveLength(1);
  });

  it('cannot write before the acceptance, nor later than a day after the end', async () => {
    const customer = await market.registerCustomer();
    const open = { job: await market.book(customer, { location: market.newPlace() }) };
    expect((await read(customer, open)).openUntil).toBeNull();
    await expect(write(customer, open, 'Hello?')).rejects.toMatchObject({ code: 'conversation_closed' });
    const booking = await market.runningJob();
    await market.checkOut(booking);
    await write(booking.guard, booking, 'The keys are at the desk');
    market.clock.move(DAY_MS + HOUR_MS);
    await expect(write(booking.customer, booking, 'Where?')).rejects.toMatchObject({ code: 'conversation_closed' });
    expect(await wordsOf(booking.customer, booking)).toEqual(['The keys are at the desk']);
  });

  it('are the only ones, and what they write has a length', async () => {
    const booking = await market.bookedJob();
    const strangers = await Promise.all([market.registerCustomer(), market.registerGuard()]);
    for (const stranger of strangers) {
      await expect(read(stranger, booking)).rejects.toMatchObject({ status: 404 });
      await expect(write(stranger, booking, 'Hello')).rejects.toMatchObject({ status: 404 });
      await expect(stranger.client.conversations.read({ params: { id: booking.job.id } })).rejects.toMatchObject({
        status: 404,
      });
    }
    for (const words of ['', '   ', 'a'.repeat(1001)])
      await expect(write(booking.guard, booking, words)).rejects.toMatchObject({ status: 400 });
    const most = 'a'.repeat(1000);
    expect((await write(booking.guard, booking, most)).words).toBe(most);
  });

  it('are held back when they write without end', async () => {
    const booking = await market.bookedJob();
    for (let count = 0; count < 20; count++) await write(booking.guard, booking, String(count));
    await expect(write(booking.guard, booking, 'more')).rejects.toMatchObject({ status: 429 });
    await write(booking.customer, booking, 'Please stop');
  });

  it('reach nobody who is suspended', async () => {
    const booking = await market.bookedJob();
    const admin = await market.admin();
    await admin.client.admin.suspendUser({ params: { id: booking.customer.id }, body: { reason: 'complaints' } });
    await expect(write(booking.guard, booking, 'Hello')).rejects.toMatchObject({ code: 'other_party_gone' });
  });
});

describe('a guard who was replaced', () => {
  it('keeps what was written in their own time, and sees nothing of what comes after; nor does the next one see theirs', async () => {
    const booking = await market.bookedJob();
    const { customer, guard, job } = booking;
    await write(guard, booking, 'I am stuck');
    await takeOff(booking);
    const next = await market.verifiedGuard({ at: job.location });
    await market.accept(next, job);
    await write(customer, booking, 'Thank you for coming');
    expect(await wordsOf(guard, booking)).toEqual(['I am stuck']);
    expect((await read(guard, booking)).openUntil).toBeNull();
    await expect(write(guard, booking, 'Who is it?')).rejects.toMatchObject({ code: 'conversation_closed' });
    expect(await wordsOf(next, booking)).toEqual(['Thank you for coming']);
    const all = (await read(customer, booking)).items;
    expect(all.map(({ words, isWithFormerGuard }) => [words, isWithFormerGuard])).toEqual([
      ['I am stuck', true],
      ['Thank you for coming', false],
    ]);
    await guard.client.conversations.read({ params: { id: job.id } });
    expect((await read(customer, booking)).items[1]?.readAt).toBeNull();
  });
});

describe('an administrator', () => {
  it('reads it for a reason that is in the audit log first, and not without one', async () => {
    const booking = await market.bookedJob();
    await write(booking.guard, booking, 'At the gate');
    const admin = await market.admin();
    const params = { id: booking.job.id };
    const { items } = await admin.client.conversations.onDesk({ params, body: { reason: 'complaint' } });
    expect(items).toMatchObject([{ from: 'guard', isMine: false, words: 'At the gate' }]);
    const kept = await market.application.dataSource.query<object[]>(
      `SELECT actor_id, facts FROM audit_log WHERE action = 'conversation.read' AND subject_id = $1`,
      [booking.job.id],
    );
    expect(kept).toEqual([{ actor_id: admin.id, facts: { reason: 'complaint' } }]);
    const none = { reason: 'curious' } as unknown as { reason: 'complaint' };
    await expect(admin.client.conversations.onDesk({ params, body: none })).rejects.toMatchObject({ status: 400 });
    for (const party of [booking.customer, booking.guard])
      await expect(party.client.conversations.onDesk({ params, body: { reason: 'complaint' } })).rejects.toMatchObject({
        status: 403,
      });
  });
});

describe('what was written', () => {
  const run = (): Promise<unknown> => {
    const tasks = market.application.app.get(RetentionTasks, { strict: false }).all;
    return (
      tasks.find(({ name }) => name === 'job-messages')?.run() ?? Promise.reject(new Error('there is no such task'))
    );
  };

  it('is kept for thirty days after the end, and as long as the job has none', async () => {
    const [ended, ahead] = await Promise.all([market.runningJob(), market.bookedJob({ startsIn: 60 * DAY_MS })]);
    await write(ended.guard, ended, 'The keys are at the desk');
    await write(ahead.guard, ahead, 'Until August');
    await market.checkOut(ended);
    market.clock.move(29 * DAY_MS);
    // Their sessions are over by then, so the rows are asked.
    const kept = async (): Promise<string[]> => {
      const rows = await market.application.dataSource.query<{ words: string }[]>(
        `SELECT words FROM job_messages WHERE job_id = ANY ($1) ORDER BY written_at`,
        [[ended.job.id, ahead.job.id]],
      );
      return rows.map(({ words }) => words);
    };
    await run();
    expect(await kept()).toEqual(['The keys are at the desk', 'Until August']);
    market.clock.move(2 * DAY_MS);
    await run();
    expect(await kept()).toEqual(['Until August']);
  });
});
