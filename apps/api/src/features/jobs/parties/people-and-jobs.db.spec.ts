import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Booking, day, Marketplace, type Person } from '../../../../test/marketplace.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { LicenseEnds } from '../../guard-profiles/license-ends.js';

let market: Marketplace;
let admin: Person;

beforeAll(async () => {
  market = await Marketplace.open({ SOON_HOURS: '48' });
  admin = await market.admin();
});
afterAll(() => market.close());

const because = { reason: 'because of the test' };
const suspend = (person: Person) => admin.client.admin.suspendUser({ params: { id: person.id }, body: because });
const reinstate = (person: Person) => admin.client.admin.reinstateUser({ params: { id: person.id }, body: because });
const jobOf = ({ job }: Pick<Booking, 'job'>) => admin.client.jobs.get({ params: { id: job.id } });
const timelineOf = async ({ job }: Pick<Booking, 'job'>) =>
  (await admin.client.jobs.timeline({ params: { id: job.id } })).items;
const query = <Row>(text: string, values: unknown[]): Promise<Row[]> =>
  market.application.dataSource.query<Row[]>(text, values);
const offersOf = async (jobId: string): Promise<string[]> =>
  (await query<{ status: string }>(`SELECT status FROM offers WHERE job_id = $1 ORDER BY status`, [jobId])).map(
    ({ status }) => status,
  );
const replace = (guard: Person, traits: Parameters<Marketplace['profile']>[0]) =>
  guard.client.guards.replaceMe({ body: market.profile(traits) });
const signIn = (person: Person) =>
  market.application.client().auth.login({ body: { email: person.email, password: 'a password of the tests' } });

describe('a guard who is suspended', () => {
  it('loses the jobs that have not begun in that moment, and is not asked for them again', async () => {
    const booking = await market.bookedJob({ startsIn: 40 * HOUR_MS });
    await suspend(booking.guard);
    expect(await jobOf(booking)).toMatchObject({ status: 'requested', guard: null });
    expect(await offersOf(booking.job.id)).toEqual(['given_back']);
    const reopened = (await timelineOf(booking)).find(({ type }) => type === 'job.reopened');
    expect(reopened).toMatchObject({ actor: { role: 'system' }, details: { reason: expect.any(String) as string } });
    expect(JSON.stringify(reopened)).not.toContain(because.reason);
  });

  it('at work is paid the hours so far, and at work no more', async () => {
    const booking = await market.runningJob();
    // From ten minutes ahead; the clock of the test goes on.
    market.clock.move(69.5 * MINUTE_MS);
    await suspend(booking.guard);
    const hours = { endedBy: 'admin', workedMinutes: 60, dueAmountCents: 2500 };
    expect(await jobOf(booking)).toMatchObject({ status: 'completed', ...hours });
    const completed = (await timelineOf(booking)).find(({ type }) => type === 'job.completed');
    expect(completed).toMatchObject({ actor: { role: 'system' }, details: { reason: expect.any(String) as string } });
    expect(JSON.stringify(completed)).not.toContain(because.reason);
  });

  it('checked in before the start costs nothing: the job goes back to dispatch', async () => {
    const booking = await market.runningJob();
    await suspend(booking.guard);
    expect(await jobOf(booking)).toMatchObject({ status: 'requested', guard: null });
    expect(await offersOf(booking.job.id)).toEqual(['given_back']);
  });

  it('is no longer offered anything', async () => {
    const location = market.newPlace();
    const [customer, guard] = await Promise.all([market.registerCustomer(), market.verifiedGuard({ at: location })]);
    const job = await market.book(customer, { location });
    await market.offerOf(guard, job);
    await suspend(guard);
    expect(await offersOf(job.id)).toEqual(['superseded']);
  });

  it('is again what they were when it is lifted, with both on the audit log', async () => {
    const guard = await market.verifiedGuard();
    const newcomer = await market.registerGuard();
    for (const person of [guard, newcomer]) await suspend(person);
    expect(await reinstate(guard)).toMatchObject({ status: 'active' });
    expect(await reinstate(newcomer)).toMatchObject({ status: 'pending_verification' });
    expect((await signIn(guard)).user.status).toBe('active');
    const rows = await query<{ action: string }>(
      `SELECT action, facts FROM audit_log WHERE subject_id = $1 AND action LIKE 'user.%' ORDER BY position`,
      [newcomer.id],
    );
    expect(rows).toEqual([
      { action: 'user.suspended', facts: { from: 'pending_verification', to: 'suspended' } },
      { action: 'user.reinstated', facts: { from: 'suspended', to: 'pending_verification' } },
    ]);
  });

  it('cannot be suspended twice nor reinstated twice, and neither by anybody but an administrator', async () => {
    const guard = await market.registerGuard();
    const customer = await market.registerCustomer();
    await suspend(guard);
    await expect(suspend(guard)).rejects.toMatchObject({ status: 409, code: 'already_suspended' });
    await reinstate(guard);
    await expect(reinstate(guard)).rejects.toMatchObject({ status: 409, code: 'not_suspended' });
    const call = customer.client.admin.reinstateUser({ params: { id: guard.id }, body: because });
    await expect(call).rejects.toMatchObject({ status: 403 });
  });

  it('comes back active when their papers were confirmed meanwhile', async () => {
    const guard = await market.registerGuard();
    const { papersVersion } = await replace(guard, {});
    await suspend(guard);
    await admin.client.admin.verifyGuard({ params: { userId: guard.id }, body: { ...because, papersVersion } });
    expect(await reinstate(guard)).toMatchObject({ status: 'active' });
  });
});

describe('a customer who is suspended', () => {
  it('is searched no guard for until it is lifted; then the search goes on by itself', async () => {
    const location = market.newPlace();
    const [customer, guard] = await Promise.all([market.registerCustomer(), market.verifiedGuard({ at: location })]);
    const job = await market.book(customer, { location, startsIn: 20 * HOUR_MS });
    await market.offerOf(guard, job);
    await suspend(customer);
    expect((await guard.client.offers.mine()).items).toEqual([]);
    market.clock.move(10 * MINUTE_MS);
    await guard.client.guards.setAvailability({ body: { status: 'available', location } });
    market.clock.move(3 * MINUTE_MS);
    expect((await guard.client.offers.mine()).items).toEqual([]);
    await reinstate(customer);
    market.clock.move(3 * MINUTE_MS);
    expect((await market.offerOf(guard, job)).job.id).toBe(job.id);
    const types = (await timelineOf({ job })).map(({ type }) => type);
    expect(types).toContain('job.search_paused');
    expect(types).toContain('job.search_resumed');
  });

  it('keeps a job that a guard has taken', async () => {
    const booking = await market.bookedJob();
    await suspend(booking.customer);
    expect(await jobOf(booking)).toMatchObject({ status: 'matched' });
  });
});

describe('an account that is closed', () => {
  it('takes the jobs with it that nobody has taken, free of charge', async () => {
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location: market.newPlace() });
    await customer.client.users.eraseMe();
    expect(await jobOf({ job })).toMatchObject({ status: 'cancelled', dueAmountCents: 0 });
    await vi.waitFor(
      async () => {
        const rows = await query<{ status: string }>(`SELECT status FROM payments WHERE job_id = $1`, [job.id]);
        expect(rows.filter(({ status }) => status !== 'cancelled')).toEqual([]);
      },
      { timeout: 20_000, interval: 50 },
    );
  });

  it("gives a guard's future jobs back", async () => {
    const booking = await market.bookedJob();
    await booking.guard.client.users.eraseMe();
    expect(await jobOf(booking)).toMatchObject({ status: 'requested', guard: null });
    expect(await offersOf(booking.job.id)).toEqual(['given_back']);
  });

  it('is refused to a guard at work, and to a customer whose guard is on the way', async () => {
    const running = await market.runningJob();
    await expect(running.guard.client.users.eraseMe()).rejects.toMatchObject({ status: 409, code: 'account_busy' });
    const booked = await market.bookedJob();
    await expect(booked.customer.client.users.eraseMe()).rejects.toMatchObject({ status: 409, code: 'account_busy' });
    expect(await jobOf(booked)).toMatchObject({ status: 'matched' });
  });
});

describe('papers that change after an acceptance', () => {
  const traits = { clearanceLevel: 'armed' as const, skills: ['patrol'] };
  const armed = { requiredClearanceLevel: 'armed' as const, requiredSkills: ['patrol'] };

  async function booked(changes: Parameters<Marketplace['draft']>[0] = {}): Promise<Booking> {
    const location = market.newPlace();
    const guard = await market.verifiedGuard({ at: location, ...traits });
    const customer = await market.registerCustomer();
    const open = await market.book(customer, { location, ...armed, ...changes });
    return { customer, guard, job: await market.accept(guard, open) };
  }

  it.each<[string, Parameters<Marketplace['profile']>[0]]>([
    ['another licence', { ...traits, licenseNumber: 'G-100002' }],
    ['a lower clearance', { ...traits, clearanceLevel: 'basic' }],
    ['a skill less', { ...traits, skills: [] }],
  ])('to %s send the job back to dispatch', async (_, change) => {
    const booking = await booked();
    await replace(booking.guard, change);
    expect(await jobOf(booking)).toMatchObject({ status: 'requested', guard: null });
    await expect(market.checkIn(booking)).rejects.toMatchObject({ status: 404 });
  });

  it('by another picture of the licence send the job back to dispatch', async () => {
    const booking = await booked();
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    await booking.guard.client.guards.setLicenseScan({ body: new Uint8Array(picture) });
    expect(await jobOf(booking)).toMatchObject({ status: 'requested', guard: null });
  });

  it('to what still fits change nothing', async () => {
    const booking = await booked();
    await replace(booking.guard, { ...traits, skills: ['patrol', 'cctv'], hourlyRateCents: 2400 });
    expect(await jobOf(booking)).toMatchObject({ status: 'matched' });
  });

  it('let a job under way go on, and tell the administrator', async () => {
    const booking = await booked();
    await market.checkIn(booking);
    await replace(booking.guard, { ...traits, licenseNumber: 'G-100002' });
    expect(await jobOf(booking)).toMatchObject({ status: 'in_progress' });
    const told = (await timelineOf(booking)).find(({ type }) => type === 'job.guard_unfit');
    expect(told).toMatchObject({ details: { objections: ['Your licence has not been verified yet.'] } });
  });

  it('by their end are verified no more, and the guard reads why', async () => {
    const booking = await booked({ startsIn: 40 * HOUR_MS });
    await query(`UPDATE guard_profiles SET license_expires_on = $2, license_verified_at = now() WHERE user_id = $1`, [
      booking.guard.id,
      day(market.now),
    ]);
    const ends = market.application.app.get(LicenseEnds);
    expect(await ends.run()).toMatchObject({ ended: 0 });
    market.clock.move(36 * HOUR_MS);
    expect(await ends.run()).toMatchObject({ failed: 0 });
    expect(await jobOf(booking)).toMatchObject({ status: 'requested', guard: null });
    const profile = await booking.guard.client.guards.me();
    expect(profile).toMatchObject({
      licenseVerifiedAt: null,
      licenseRefusal: { reason: expect.any(String) as string },
    });
    const waiting = (await admin.client.admin.pendingGuards({ query: { limit: 100 } })).items;
    expect(waiting.map(({ userId }) => userId)).not.toContain(booking.guard.id);
    await replace(booking.guard, { ...traits, licenseExpiresOn: day(shift(market.now, 400 * DAY_MS)) });
    expect((await booking.guard.client.guards.me()).licenseRefusal).toBeNull();
  });
});
