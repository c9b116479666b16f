import ICAL from 'ical.js';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Marketplace, type Person } from '../../../../test/marketplace.js';
import { mailsTo } from '../../../../test/outbox.js';
import { sendRaw } from '../../../../test/raw-request.js';
import { MINUTE_MS } from '../../../platform/clock/duration.js';

const SOON = { timeout: 20_000, interval: 25 };

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());

const eventsOf = (text: string): ICAL.Event[] =>
  new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));

const ask = (token: string) =>
  sendRaw(market.application.port, { method: 'GET', path: `/api/v1/calendars/${token}/aegis.ics`, headers: {} });

const tokenOf = async ({ client }: Person): Promise<string> => (await client.calendars.make()).token;
const eventsBy = async (token: string): Promise<ICAL.Event[]> => eventsOf((await ask(token)).text);
const idsIn = (events: readonly ICAL.Event[]): (string | undefined)[] =>
  events.map(({ uid }) => /^job-(.*)@/.exec(uid)?.[1]);

const query = (sql: string, values: unknown[]): Promise<unknown> => market.application.dataSource.query(sql, values);

describe('a secret address for the calendar', () => {
  it('has one person’s jobs alone, and shows what becomes of them', async () => {
    const { customer, guard, job } = await market.bookedJob();
    const [ofCustomer, ofGuard, ofOther] = await Promise.all(
      [customer, guard, await market.registerCustomer()].map(tokenOf),
    );
    for (const token of [ofCustomer ?? '', ofGuard ?? '']) {
      const events = await eventsBy(token);
      expect(idsIn(events)).toEqual([job.id]);
      expect(events[0]?.location).toBe(job.locationAddress);
    }
    expect(await eventsBy(ofOther ?? '')).toEqual([]);
    const [before] = await eventsBy(ofGuard ?? '');
    await customer.client.jobs.cancel({ params: { id: job.id }, body: { reason: 'the gate is closed' } });
    const [after] = await eventsBy(ofGuard ?? '');
    expect(after?.component.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(after?.uid).toBe(before?.uid);
    expect(after?.sequence).toBeGreaterThanOrEqual(before?.sequence ?? Infinity);
  });

  it('has no job that was taken off its guard', async () => {
    const { guard, job } = await market.bookedJob();
    const token = await tokenOf(guard);
    expect(idsIn(await eventsBy(token))).toEqual([job.id]);
    await guard.client.jobs.withdraw({ params: { id: job.id }, body: { reason: 'ill' } });
    expect(await eventsBy(token)).toEqual([]);
  });

  it('is what calendars take, kept by nobody on the way, and says when it was read', async () => {
    const { customer } = await market.bookedJob();
    const token = await tokenOf(customer);
    expect((await customer.client.calendars.mine()).feed).toMatchObject({ readAt: null });
    const { status, headers } = await ask(token);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'private, no-store',
    });
    expect((await customer.client.calendars.mine()).feed?.readAt).not.toBeNull();
    // Of what is secret the database has nothing that could be used.
    const kept = await market.application.dataSource.query<{ row: string }[]>(
      `SELECT f::text AS row FROM calendar_feeds f`,
    );
    expect(kept.length).toBeGreaterThan(0);
    for (const { row } of kept) expect(row).not.toContain(token);
  });

  it('is good no longer when another is made, or it is turned off; and was never guessed', async () => {
    const { customer } = await market.bookedJob();
    const first = await tokenOf(customer);
    const second = await tokenOf(customer);
    expect([(await ask(first)).status, (await ask(second)).status]).toEqual([404, 200]);
    await customer.client.calendars.end();
    expect((await customer.client.calendars.mine()).feed).toBeNull();
    const statuses = await Promise.all(
      [second, `${second}x`, 'x', '%00'].map(async (token) => (await ask(token)).status),
    );
    expect(statuses.every((status) => status === 404 || status === 400)).toBe(true);
    await customer.client.calendars.end();
  });

  it('tells nothing of who is suspended or erased', async () => {
    const [suspended, gone] = await Promise.all([market.bookedJob(), market.bookedJob()]);
    const tokens = await Promise.all([suspended.guard, gone.guard].map(tokenOf));
    await query(`UPDATE users SET status = 'suspended', status_before_suspension = 'active' WHERE id = $1`, [
      suspended.guard.id,
    ]);
    await query(`UPDATE users SET status = 'inactive', deleted_at = now() WHERE id = $1`, [gone.guard.id]);
    expect(await Promise.all(tokens.map(async (token) => (await ask(token)).status))).toEqual([404, 404]);
  });

  it('is not for administrators, who have no jobs', async () => {
    const { client } = await market.admin();
    await expect(client.calendars.make()).rejects.toMatchObject({ status: 403 });
  });
});

describe('one job for the calendar', () => {
  it('is saved by its parties alone', async () => {
    const { customer, guard, job } = await market.bookedJob();
    for (const { client } of [customer, guard]) {
      const { content, fileName } = await client.calendars.ofJob({ params: { id: job.id } });
      expect(fileName).toBe('aegis-job.ics');
      expect(idsIn(eventsOf(Buffer.from(content as Uint8Array).toString()))).toEqual([job.id]);
    }
    const { client } = await market.registerCustomer();
    for (const id of [job.id, randomUUID()])
      await expect(client.calendars.ofJob({ params: { id } })).rejects.toMatchObject({ status: 404 });
  });

  it('comes with the mail that confirms it', async () => {
    const { customer, job } = await market.bookedJob();
    await query(`UPDATE users SET email_verified_at = now() WHERE id = $1`, [customer.id]);
    market.clock.move(10 * MINUTE_MS);
    const mails = (): string[] =>
      mailsTo(market.application.dataDir, customer.email).filter((mail) => mail.includes('List-Unsubscribe: '));
    await vi.waitFor(() => expect(mails()).toHaveLength(1), SOON);
    const [mail = ''] = mails();
    expect(mail).toContain('Subject: Kim Lee has accepted');
    expect(mail).toContain('Content-Type: text/calendar; method=PUBLISH; name=aegis.ics; charset=utf-8');
    const entry = /BEGIN:VCALENDAR[^]*END:VCALENDAR/.exec(mail)?.[0] ?? '';
    expect(idsIn(eventsOf(entry))).toEqual([job.id]);
  });
});
