import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Pushed, PushService } from '@aegis/push-double';
import { day, Marketplace, type Person } from '../../../../test/marketplace.js';
import { mailsTo } from '../../../../test/outbox.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { newVapidKeys } from '../../../platform/crypto/embedded-keys.js';
import { LicenseEnds } from '../../guard-profiles/license-ends.js';
import { Digest } from './digest.js';

const SOON = { timeout: 20_000, interval: 25 };

let service: PushService;
let market: Marketplace;

beforeAll(async () => {
  service = await PushService.start();
  market = await Marketplace.open({ ...service.settings, VAPID_KEYS: newVapidKeys() });
});
afterAll(async () => {
  await market.close();
  await service.close();
});
afterEach(() => market.clock.set(new Date()));

/** What their one device was pushed; newest last. */
async function phoneOf({ client }: Person): Promise<() => Pushed['message'][]> {
  const form = service.subscribe();
  await client.notifications.subscribe({ body: form });
  return () => service.pushed(form).map(({ message }) => message);
}

const kinds = (phone: () => Pushed['message'][]): string[] => phone().map(({ kind }) => kind);
const pushed = (phone: () => Pushed['message'][], kind: string) =>
  vi.waitFor(() => expect(kinds(phone)).toContain(kind), SOON);

const confirmAddress = ({ id }: Person): Promise<unknown> =>
  market.application.dataSource.query(`UPDATE users SET email_verified_at = now() WHERE id = $1`, [id]);
const mails = ({ email }: Person): string[] =>
  mailsTo(market.application.dataDir, email).filter((mail) => mail.includes('\r\nList-Unsubscribe: '));

/** Of a job far enough ahead that both reminders are to come. */
const BOOKED_AHEAD = { startsIn: 30 * HOUR_MS };

describe('the guard of a shift', () => {
  it('is reminded a day and two hours ahead, each once', async () => {
    const { guard, job } = await market.bookedJob(BOOKED_AHEAD);
    const phone = await phoneOf(guard);
    market.clock.move(5 * HOUR_MS);
    await market.runDeadlines();
    expect(kinds(phone)).toEqual([]);
    market.clock.move(HOUR_MS + MINUTE_MS);
    await pushed(phone, 'reminder_tomorrow');
    expect(phone()[0]).toMatchObject({ tag: `reminder:${job.id}`, link: `/jobs/${job.id}`, expiresAt: job.startTime });
    market.clock.move(22 * HOUR_MS);
    await pushed(phone, 'reminder_soon');
    expect(phone().at(-1)?.title).toMatch(/^Your shift begins at \d+:\d\d [AP]M$/);
    await market.runDeadlines();
    expect(kinds(phone)).toEqual(['reminder_tomorrow', 'reminder_soon']);
  });

  it('who takes it an hour ahead is reminded of nothing', async () => {
    const { guard, customer, job } = await market.bookedJob({ startsIn: HOUR_MS });
    const phone = await phoneOf(guard);
    market.clock.move(50 * MINUTE_MS);
    await market.runDeadlines();
    await customer.client.jobs.cancel({ params: { id: job.id }, body: { reason: 'Not needed' } });
    await pushed(phone, 'job_cancelled');
    expect(kinds(phone).filter((kind) => kind.startsWith('reminder'))).toEqual([]);
  });

  it('is reminded of the new start when it was moved, and of none when it was cancelled', async () => {
    const [moved, cancelled] = await Promise.all([market.bookedJob(BOOKED_AHEAD), market.bookedJob(BOOKED_AHEAD)]);
    const [phone, other] = [await phoneOf(moved.guard), await phoneOf(cancelled.guard)];
    const [startTime, endTime] = [40, 42].map((hours) => shift(market.now, hours * HOUR_MS).toISOString());
    const { proposal } = await moved.customer.client.jobEdits.edit({
      params: { id: moved.job.id },
      body: { version: moved.job.version, startTime, endTime },
    });
    await moved.guard.client.jobEdits.accept({ params: { id: proposal?.id ?? '' } });
    await market.told(moved.customer, moved.job, 'job.terms_changed');
    await cancelled.customer.client.jobs.cancel({ params: { id: cancelled.job.id }, body: { reason: 'Not needed' } });
    market.clock.move(7 * HOUR_MS);
    await market.runDeadlines();
    expect(kinds(phone)).not.toContain('reminder_tomorrow');
    market.clock.move(10 * HOUR_MS);
    await pushed(phone, 'reminder_tomorrow');
    expect(kinds(other).filter((kind) => kind.startsWith('reminder'))).toEqual([]);
  });

  it('has the reminder no longer in the inbox as news once the job is cancelled', async () => {
    const { customer, guard, job } = await market.bookedJob(BOOKED_AHEAD);
    market.clock.move(7 * HOUR_MS);
    await market.runDeadlines();
    await customer.client.jobs.cancel({ params: { id: job.id }, body: { reason: 'Not needed' } });
    const { items } = await guard.client.notifications.list();
    const isCurrent = Object.fromEntries(items.map((item) => [item.kind, item.isCurrent]));
    expect(isCurrent).toMatchObject({ job_cancelled: true, reminder_tomorrow: false });
  });
});

describe('the customer', () => {
  it('learns at half of the time to the start that nobody was found, by push and e-mail, once', async () => {
    const customer = await market.registerCustomer();
    await confirmAddress(customer);
    const phone = await phoneOf(customer);
    const job = await market.book(customer, { location: market.newPlace(), startsIn: 10 * HOUR_MS });
    market.clock.move(5 * HOUR_MS - MINUTE_MS);
    await market.runDeadlines();
    expect(kinds(phone)).not.toContain('nobody_yet');
    market.clock.move(2 * MINUTE_MS);
    await pushed(phone, 'nobody_yet');
    await vi.waitFor(() => expect(mails(customer)).toHaveLength(1), SOON);
    expect(mails(customer)[0]).toContain('Subject: No guard has accepted yet');
    await market.runDeadlines();
    expect(kinds(phone).filter((kind) => kind === 'nobody_yet')).toHaveLength(1);
    expect((await customer.client.jobs.get({ params: { id: job.id } })).status).toBe('requested');
  });

  it('is not told so when a guard has accepted', async () => {
    const { customer, job } = await market.bookedJob({ startsIn: 10 * HOUR_MS });
    market.clock.move(6 * HOUR_MS);
    await market.runDeadlines();
    const { items } = await customer.client.jobs.timeline({ params: { id: job.id } });
    expect(items.map(({ type }) => type)).not.toContain('job.nobody_yet');
  });

  it('learns once that the guard is on the way, when their positions come nearer', async () => {
    const booking = await market.bookedJob();
    const phone = await phoneOf(booking.customer);
    const walk = async (...way: number[]): Promise<void> => {
      for (const meters of way) {
        market.clock.move(MINUTE_MS);
        await market.sendFix(booking, meters);
      }
    };
    await walk(3000, 3100, 2700);
    expect(kinds(phone)).not.toContain('guard_on_the_way');
    await walk(2400);
    await pushed(phone, 'guard_on_the_way');
    expect(phone().at(-1)).toMatchObject({ title: 'Kim Lee is on the way', tag: `job:${booking.job.id}` });
    await walk(3500, 1900);
    await market.checkIn(booking);
    await pushed(phone, 'guard_arrived');
    expect(kinds(phone).filter((kind) => kind === 'guard_on_the_way')).toHaveLength(1);
  });
});

describe('a licence', () => {
  const run = () => market.application.app.get(LicenseEnds, { strict: false }).run();

  it('that ends is told 60, 30 and 7 days ahead, each once, and anew for a renewed one', async () => {
    // A day more where the guard's evening is the next day of the world.
    const guard = await market.verifiedGuard({ licenseExpiresOn: day(shift(market.now, 62 * DAY_MS)) });
    const phone = await phoneOf(guard);
    const ahead = async (): Promise<number> => {
      await run();
      const told = await market.application.dataSource.query<{ count: string }[]>(
        `SELECT count(*) FROM timeline WHERE user_id = $1 AND type = 'user.license_ends'`,
        [guard.id],
      );
      return Number(told[0]?.count);
    };
    expect(await ahead()).toBe(0);
    market.clock.move(3 * DAY_MS);
    expect(await ahead()).toBe(1);
    await pushed(phone, 'license_ends');
    expect(phone()[0]).toMatchObject({ tag: 'papers', link: '/profile' });
    expect(await ahead()).toBe(1);
    market.clock.move(30 * DAY_MS);
    expect(await ahead()).toBe(2);
    market.clock.move(23 * DAY_MS);
    expect(await ahead()).toBe(3);
    expect(await ahead()).toBe(3);
    // Renewed for a short time; the session of the guard is over by now.
    const renew = (isVerified: boolean) =>
      market.application.dataSource.query(
        `UPDATE guard_profiles SET license_expires_on = $2, license_verified_at = CASE WHEN $3 THEN now() END WHERE user_id = $1`,
        [guard.id, day(shift(market.now, 20 * DAY_MS)), isVerified],
      );
    await renew(false);
    expect(await ahead()).toBe(3);
    await renew(true);
    expect(await ahead()).toBe(4);
  });
});

describe('the desk', () => {
  const digest = () => market.application.app.get(Digest, { strict: false }).run();

  it('has papers that wait and corrections that were declined in its inbox and its hourly e-mail', async () => {
    const admin = await market.admin();
    await confirmAddress(admin);
    const booking = await market.runningJob();
    const phone = await phoneOf(admin);
    const guard = await market.registerGuard();
    await guard.client.guards.replaceMe({ body: market.profile() });
    await pushed(phone, 'desk_papers');
    // Changed while it waits: nothing new to look at.
    await guard.client.guards.replaceMe({ body: market.profile({ licenseNumber: 'G-100002' }) });
    market.clock.move(70 * MINUTE_MS);
    await market.checkOut(booking);
    const correction = await booking.customer.client.hours.ask({
      params: { id: booking.job.id },
      body: { kind: 'minutes', workedMinutes: 30, reason: 'They left for an hour' },
    });
    await booking.guard.client.hours.decline({ params: { id: correction.id }, body: { reason: 'I was there' } });
    await pushed(phone, 'desk_correction_declined');
    expect(kinds(phone).filter((kind) => kind === 'desk_papers')).toHaveLength(1);
    await digest();
    const [mail = '', ...more] = mailsTo(market.application.dataDir, admin.email);
    expect(more).toEqual([]);
    expect(mail).toContain('A licence waits for you');
    expect(mail).toContain('/admin/guards');
    expect(mail).toContain('Hours to decide: Gate');
  });
});
