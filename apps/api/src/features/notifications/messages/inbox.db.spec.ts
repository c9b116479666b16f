import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Marketplace, type Person } from '../../../../test/marketplace.js';
import { mailsTo } from '../../../../test/outbox.js';
import { MINUTE_MS } from '../../../platform/clock/duration.js';

const SOON = { timeout: 20_000, interval: 25 };

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const kindsOf = async ({ client }: Person): Promise<string[]> =>
  (await client.notifications.list()).items.map(({ kind }) => kind);

const unreadOf = async ({ client }: Person): Promise<number> => (await client.notifications.unread()).unread;

const query = <Row extends object>(sql: string, values: unknown[]): Promise<Row[]> =>
  market.application.dataSource.query<Row[]>(sql, values);

const confirmAddress = ({ id }: Person): Promise<object[]> =>
  query(`UPDATE users SET email_verified_at = now() WHERE id = $1`, [id]);

/** Messages alone: the mail that confirms an address has no such header. */
const mails = ({ email }: Person): string[] =>
  mailsTo(market.application.dataDir, email).filter((mail) => mail.includes('\r\nList-Unsubscribe: '));

describe('the inbox', () => {
  it('has what happens to a job, for both sides, and not what they did themselves', async () => {
    const booking = await market.runningJob();
    await market.checkOut(booking);
    const { customer, guard } = booking;
    await vi.waitFor(async () => expect(await kindsOf(customer)).toContain('receipt'), SOON);
    const told = await kindsOf(customer);
    expect(told.filter((kind) => kind !== 'receipt')).toEqual(['shift_ended', 'guard_arrived', 'guard_accepted']);
    const toldGuard = await kindsOf(guard);
    expect(toldGuard).toContain('offer');
    for (const kind of ['guard_arrived', 'shift_ended_for_you', 'job_given']) expect(toldGuard).not.toContain(kind);
  });

  it('counts what is true and not read, by jobs, one by one and as a whole', async () => {
    const booking = await market.runningJob();
    const { customer, job } = booking;
    // The acceptance is no news any more once the guard is there.
    expect(await unreadOf(customer)).toBe(1);
    const { items } = await customer.client.notifications.list();
    expect(items.map(({ kind, isCurrent, readAt }) => ({ kind, isCurrent, readAt }))).toEqual([
      { kind: 'guard_arrived', isCurrent: true, readAt: null },
      { kind: 'guard_accepted', isCurrent: false, readAt: null },
    ]);
    expect(items[0]).toMatchObject({ title: 'Kim Lee is on site', body: 'Gate has begun.', link: `/jobs/${job.id}` });
    const other = await market.registerCustomer();
    await other.client.notifications.read({ body: { jobId: job.id } });
    expect(await unreadOf(customer)).toBe(1);
    expect(await customer.client.notifications.read({ body: { jobId: job.id } })).toEqual({ unread: 0 });
    await market.checkOut(booking);
    await vi.waitFor(async () => expect(await unreadOf(customer)).toBe(2), SOON);
    const [newest] = (await customer.client.notifications.list()).items;
    await customer.client.notifications.read({ body: { ids: [newest?.id ?? ''] } });
    expect(await unreadOf(customer)).toBe(1);
    await customer.client.notifications.read({ body: { all: true } });
    expect(await unreadOf(customer)).toBe(0);
  });

  it('is read by pages', async () => {
    const { customer } = await market.runningJob();
    const first = await customer.client.notifications.list({ query: { limit: 1 } });
    const second = await customer.client.notifications.list({ query: { limit: 1, cursor: first.nextCursor ?? '' } });
    expect([...first.items, ...second.items].map(({ kind }) => kind)).toEqual(['guard_arrived', 'guard_accepted']);
    expect(second.nextCursor).toBeNull();
  });

  it('forgets an offer when its time is over', async () => {
    const location = market.newPlace();
    const guard = await market.verifiedGuard({ at: location });
    await market.book(await market.registerCustomer(), { location });
    await vi.waitFor(async () => expect(await kindsOf(guard)).toContain('offer'), SOON);
    await market.withoutDeadlines(async () => {
      market.clock.move(2 * MINUTE_MS);
      const [offer] = (await guard.client.notifications.list()).items.filter(({ kind }) => kind === 'offer');
      expect(offer?.isCurrent).toBe(false);
    });
  });

  it('tells administrators of what needs somebody, and shows them who was told what', async () => {
    const admin = await market.admin();
    const booking = await market.bookedJob();
    const { customer, guard, job } = booking;
    await admin.client.desk.takeOff({ params: { id: job.id }, body: { guardId: guard.id, reason: 'asked by phone' } });
    const { items } = await admin.client.notifications.ofJob({ params: { id: job.id } });
    const told = items.map(({ kind, person }) => `${kind} to ${person.id}`);
    expect(told).toEqual(
      expect.arrayContaining([`guard_gave_back to ${customer.id}`, `job_taken_off to ${guard.id}`]) as string[],
    );
    expect(items.find(({ kind }) => kind === 'guard_gave_back')).toMatchObject({ shownAt: null, deliveries: [] });
    await customer.client.notifications.list();
    const again = await admin.client.notifications.ofJob({ params: { id: job.id } });
    expect(again.items.find(({ kind }) => kind === 'guard_gave_back')?.shownAt).not.toBeNull();
    await expect(customer.client.notifications.ofJob({ params: { id: job.id } })).rejects.toMatchObject({
      status: 403,
    });
  });
});

describe('what nobody has seen', () => {
  it('goes by e-mail after ten minutes, once, with a link and a way to end it', async () => {
    const booking = await market.bookedJob();
    const { customer, job } = booking;
    await confirmAddress(customer);
    market.clock.move(10 * MINUTE_MS);
    await vi.waitFor(() => expect(mails(customer)).toHaveLength(1), SOON);
    const [mail = ''] = mails(customer);
    expect(mail).toContain('Subject: Kim Lee has accepted');
    expect(mail).toContain(`/jobs/${job.id}`);
    expect(mail).toContain('Content-Type: text/html; charset=utf-8');
    expect(mail).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    const url = /^List-Unsubscribe: <(.*)>\r$/m.exec(mail)?.[1] ?? '';
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const ended = await fetch(url.replace(/^https?:\/\/[^/]+/, market.application.baseUrl), {
      method: 'POST',
      headers: form,
      body: 'List-Unsubscribe=One-Click',
    });
    expect(ended.status).toBe(204);
    const { categories } = await customer.client.notifications.preferences();
    expect(categories).toMatchObject({ shift: { push: true, email: false, sms: true }, money: { email: true } });
    await market.checkIn(booking);
    market.clock.move(11 * MINUTE_MS);
    // Of those who are still told by e-mail somebody comes after them in the same queue.
    const next = await market.bookedJob();
    await confirmAddress(next.customer);
    market.clock.move(10 * MINUTE_MS);
    await vi.waitFor(() => expect(mails(next.customer)).toHaveLength(1), SOON);
    expect(mails(customer)).toHaveLength(1);
  });

  it('stays in the inbox when it was shown there, or is no longer true', async () => {
    const [seen, replaced] = await Promise.all([market.bookedJob(), market.bookedJob()]);
    await confirmAddress(seen.customer);
    await confirmAddress(replaced.customer);
    await seen.customer.client.notifications.list();
    await market.checkIn(replaced);
    market.clock.move(10 * MINUTE_MS);
    await vi.waitFor(() => expect(mails(replaced.customer)).toHaveLength(1), SOON);
    expect(mails(replaced.customer)[0]).toContain('Subject: Kim Lee is on site');
    expect(mails(seen.customer)).toEqual([]);
  });

  it('goes to nobody who is blocked meanwhile, and to no address that nobody has confirmed', async () => {
    const [blocked, unknown, told] = await Promise.all([market.bookedJob(), market.bookedJob(), market.bookedJob()]);
    await confirmAddress(blocked.customer);
    await confirmAddress(told.customer);
    await query(`UPDATE users SET status = 'suspended', status_before_suspension = 'active' WHERE id = $1`, [
      blocked.customer.id,
    ]);
    market.clock.move(10 * MINUTE_MS);
    await vi.waitFor(() => expect(mails(told.customer)).toHaveLength(1), SOON);
    expect([...mails(blocked.customer), ...mails(unknown.customer)]).toEqual([]);
  });
});

describe('preferences', () => {
  it('are kept, and end by a link of a mail alone', async () => {
    const { client } = await market.registerGuard();
    const before = await client.notifications.preferences();
    expect(Object.keys(before.categories)).toEqual(['offers', 'shift', 'money', 'account']);
    const quietHours = { fromMinute: 1320, untilMinute: 420, timeZone: 'America/Los_Angeles' };
    const wanted = { push: true, email: false, sms: false };
    const after = await client.notifications.setPreferences({ body: { categories: { shift: wanted }, quietHours } });
    expect(after).toMatchObject({ categories: { shift: wanted }, quietHours });
    expect(await client.notifications.setPreferences({ body: { quietHours: null } })).toMatchObject({
      categories: { shift: wanted },
      quietHours: null,
    });
    const anybody = market.application.client();
    const wrong = { token: 'not-a-token', category: 'shift' as const };
    await expect(anybody.notifications.unsubscribe({ body: wrong })).rejects.toMatchObject({ status: 404 });
  });

  it('refuse hours that are none, and a zone that is not one', async () => {
    const { client } = await market.registerGuard();
    for (const quietHours of [
      { fromMinute: 1440, untilMinute: 0, timeZone: 'UTC' },
      { fromMinute: 0, untilMinute: 60, timeZone: 'Mars/Olympus' },
    ])
      await expect(client.notifications.setPreferences({ body: { quietHours } })).rejects.toMatchObject({
        status: 400,
      });
  });
});
