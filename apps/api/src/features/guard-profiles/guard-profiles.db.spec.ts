import { instanceToPlain } from 'class-transformer';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { day, Marketplace, type Person, type ProfileForm } from '../../../test/marketplace.js';
import { DAY_MS, shift } from '../../platform/clock/duration.js';
import { GuardProfileEntity } from './guard-profile.entity.js';

let market: Marketplace;
let admin: Person;

beforeAll(async () => {
  market = await Marketplace.open();
  admin = await market.admin();
});
afterAll(() => market.close());

const put = (guard: Person, traits: Partial<ProfileForm> = {}) =>
  guard.client.guards.replaceMe({ body: market.profile(traits) });
const verify = (guard: { id: string }, by = admin, papersVersion = 2) =>
  by.client.admin.verifyGuard({ params: { userId: guard.id }, body: { papersVersion, reason: 'papers seen' } });
const HERE = { lat: 34.05, lng: -118.24 };

describe('the profile of a guard', () => {
  it('is there empty from their first look at it on', async () => {
    const guard = await market.registerGuard();
    expect(await guard.client.guards.me()).toMatchObject({
      userId: guard.id,
      licenseNumber: null,
      licenseVerifiedAt: null,
      skills: [],
      availabilityStatus: 'offline',
      baseLocation: null,
    });
  });

  it('is replaced as a whole', async () => {
    const guard = await market.registerGuard();
    const full = await put(guard, { skills: ['Patrol ', 'cctv'], certifications: ['Guard Card'], licenseState: 'ca' });
    expect(full).toMatchObject({ skills: ['patrol', 'cctv'], certifications: ['Guard Card'], licenseState: 'CA' });
    const bare = await put(guard);
    expect(bare).toMatchObject({ skills: [], certifications: [], baseLocation: HERE, hourlyRateCents: 2000 });
    expect(await guard.client.guards.me()).toEqual(bare);
  });

  it('is there when the first look is at their own card', async () => {
    const guard = await market.registerGuard();
    const card = await guard.client.guards.card({ params: { userId: guard.id } });
    expect(card).toMatchObject({ licenseVerified: false, hasPhoto: false });
  });

  it('is made once by twenty first looks at the same time', async () => {
    const guard = await market.registerGuard();
    const looks = await Promise.all(Array.from({ length: 20 }, () => guard.client.guards.me()));
    expect(new Set(looks.map((profile) => profile.userId))).toEqual(new Set([guard.id]));
  });

  it('refuses a licence that has ended, and takes one that ends today', async () => {
    const guard = await market.registerGuard();
    const ends = (at: Date) => put(guard, { licenseExpiresOn: day(at) });
    await expect(ends(shift(market.now, -DAY_MS))).rejects.toMatchObject({ status: 422, code: 'license_expired' });
    expect((await ends(market.now)).licenseExpiresOn).toBe(day(market.now));
  });

  it.each<[string, Partial<Record<keyof ProfileForm, unknown>>]>([
    ['a day that does not exist', { licenseExpiresOn: '2031-02-29' }],
    ['a time for a day', { licenseExpiresOn: '2031-02-28T00:00:00Z' }],
    ['a state of three letters', { licenseState: 'CAL' }],
    ['a rate under a dollar', { hourlyRateCents: 99 }],
    ['a clearance that is none', { clearanceLevel: 'secret' }],
    ['no licence number', { licenseNumber: undefined }],
    ['a licence number that is a word', { licenseNumber: 'guard' }],
    ['a licence number that is a year', { licenseNumber: '2026' }],
    ['a base off the globe', { baseLocation: { lat: 34, lng: 181 } }],
  ])('refuses %s', async (_, traits) => {
    const guard = await market.registerGuard();
    await expect(put(guard, traits as Partial<ProfileForm>)).rejects.toMatchObject({ status: 400 });
  });

  it('keeps its encrypted parts to itself', async () => {
    const guard = await market.verifiedGuard();
    const where = { userId: guard.id };
    await market.application.dataSource.manager.update(GuardProfileEntity, where, { taxIdEncrypted: 'k1:cipher' });
    const profile = await market.application.dataSource.manager.findOneByOrFail(GuardProfileEntity, where);
    expect(instanceToPlain(profile)).not.toHaveProperty('taxIdEncrypted');
    expect(JSON.stringify(await guard.client.guards.me())).not.toContain('cipher');
  });
});

describe('the verification', () => {
  it('confirms licence and person, and lets the guard work', async () => {
    const guard = await market.registerGuard();
    await put(guard);
    const profile = await verify(guard);
    expect(profile.licenseVerifiedAt).not.toBeNull();
    expect(await guard.client.users.me()).toMatchObject({ status: 'active' });
  });

  it.each<[string, Partial<ProfileForm>, boolean]>([
    ['another number', { licenseNumber: 'G-100002' }, false],
    ['another state', { licenseState: 'NV' }, false],
    ['another end', { licenseExpiresOn: '2039-01-01' }, false],
    ['a higher clearance', { clearanceLevel: 'executive' }, false],
    ['a lower clearance', { clearanceLevel: 'basic' }, true],
    [
      'other skills, rate and base',
      { skills: ['cctv'], hourlyRateCents: 3000, baseLocation: { lat: 1, lng: 1 } },
      true,
    ],
  ])('after a change to %s', async (_, change, stays) => {
    const traits = { clearanceLevel: 'armed' as const };
    const guard = await market.verifiedGuard(traits);
    const changed = await put(guard, { ...traits, ...change });
    expect(changed.licenseVerifiedAt !== null).toBe(stays);
  });

  it('needs a licence to look at, a guard, and an administrator', async () => {
    const [guard, customer] = [await market.registerGuard(), await market.registerCustomer()];
    await expect(verify(guard)).rejects.toMatchObject({ status: 404 });
    await guard.client.guards.me();
    await expect(verify(guard)).rejects.toMatchObject({ status: 422, code: 'nothing_to_verify' });
    await expect(verify(customer)).rejects.toMatchObject({ status: 404, code: 'not_found' });
    await expect(verify(guard, guard)).rejects.toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('is of the papers that were seen, and of no others', async () => {
    const guard = await market.registerGuard();
    const seen = await put(guard);
    await put(guard, { clearanceLevel: 'executive' });
    const late = verify(guard, admin, seen.papersVersion);
    await expect(late).rejects.toMatchObject({ status: 409, code: 'papers_changed' });
    expect(await guard.client.guards.me()).toMatchObject({ licenseVerifiedAt: null, clearanceLevel: 'executive' });
    // Where they start from and what they earn is not looked at.
    const { papersVersion } = await put(guard, { clearanceLevel: 'executive', hourlyRateCents: 3000 });
    await verify(guard, admin, papersVersion);
    expect((await guard.client.guards.me()).licenseVerifiedAt).not.toBeNull();
  });

  const sendPicture = async (guard: Person): Promise<void> => {
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    await guard.client.guards.setLicenseScan({ body: new Uint8Array(picture) });
  };

  const CHANGES: [string, (guard: Person) => Promise<unknown>][] = [
    ['number', (guard) => put(guard, { licenseNumber: 'FAKE-90000' })],
    ['state', (guard) => put(guard, { licenseState: 'NV' })],
    ['end', (guard) => put(guard, { licenseExpiresOn: day(shift(market.now, 900 * DAY_MS)) })],
    ['clearance', (guard) => put(guard, { clearanceLevel: 'executive' })],
    ['picture', sendPicture],
  ];

  it.each(CHANGES)(
    'confirms nothing when another %s has taken the place of the one that was seen',
    async (_, change) => {
      const guard = await market.registerGuard();
      const seen = await put(guard);
      await change(guard);
      const late = verify(guard, admin, seen.papersVersion);
      await expect(late).rejects.toMatchObject({ status: 409, code: 'papers_changed' });
      expect((await guard.client.guards.me()).licenseVerifiedAt).toBeNull();
    },
  );

  it.each(CHANGES)('ends with another %s, and waits for an administrator again', async (_, change) => {
    const guard = await market.verifiedGuard();
    await change(guard);
    const { licenseVerifiedAt } = await guard.client.guards.me();
    expect(licenseVerifiedAt).toBeNull();
    const { items } = await admin.client.admin.pendingGuards({ query: { limit: 100 } });
    expect(items.map(({ userId }) => userId)).toContain(guard.id);
  });

  it('can be refused with a reason that the guard reads, until they send their papers again', async () => {
    const guard = await market.registerGuard();
    const { papersVersion } = await put(guard);
    const reason = 'The number is not in the register.';
    const refuse = (version: number, by = admin) =>
      by.client.admin.refuseGuard({ params: { userId: guard.id }, body: { papersVersion: version, reason } });
    await expect(refuse(papersVersion + 1)).rejects.toMatchObject({ status: 409, code: 'papers_changed' });
    await expect(refuse(papersVersion, guard)).rejects.toMatchObject({ status: 403 });
    await refuse(papersVersion);
    expect(await guard.client.guards.me()).toMatchObject({ licenseVerifiedAt: null, licenseRefusal: { reason } });
    const isWaiting = async () =>
      (await admin.client.admin.pendingGuards({ query: { limit: 100 } })).items.some(
        ({ userId }) => userId === guard.id,
      );
    expect(await isWaiting()).toBe(false);
    await expect(refuse(papersVersion)).rejects.toMatchObject({ status: 409, code: 'papers_changed' });
    expect((await put(guard)).licenseRefusal).toBeNull();
    expect(await isWaiting()).toBe(true);
    expect(await verify(guard, admin, papersVersion)).toMatchObject({ licenseRefusal: null });
    await expect(refuse(papersVersion)).rejects.toMatchObject({ status: 409, code: 'papers_changed' });
  });

  it('is waited for in a list, the longest waiting first, page by page', async () => {
    const waiting: string[] = [];
    for (let index = 0; index < 3; index++) {
      const guard = await market.registerGuard();
      await put(guard);
      waiting.push(guard.id);
    }
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await admin.client.admin.pendingGuards({ query: { limit: 2, cursor } });
      seen.push(...page.items.map((profile) => profile.userId));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => waiting.includes(id))).toEqual(waiting);
    for (const id of waiting) await verify({ id });
    const rest = (await admin.client.admin.pendingGuards({ query: { limit: 100 } })).items;
    expect(rest.filter((profile) => waiting.includes(profile.userId))).toEqual([]);
  });
});

describe('going on duty', () => {
  const goOn = (guard: Person, location?: typeof HERE) =>
    guard.client.guards.setAvailability({ body: { status: 'available', location } });
  const goOff = (guard: Person) => guard.client.guards.setAvailability({ body: { status: 'offline' } });

  it('needs a profile and a position', async () => {
    const guard = await market.registerGuard();
    await expect(goOn(guard, HERE)).rejects.toMatchObject({ status: 422, code: 'profile_incomplete' });
    await put(guard);
    await expect(goOn(guard)).rejects.toMatchObject({ status: 422, code: 'position_needed' });
    expect(await goOn(guard, HERE)).toMatchObject({ availabilityStatus: 'available', currentLocation: HERE });
    expect(await goOff(guard)).toMatchObject({ availabilityStatus: 'offline' });
  });

  it('cannot be said of a guard at work, nor off duty: the check-out ends it', async () => {
    const booking = await market.runningJob();
    const { guard } = booking;
    await expect.poll(async () => (await guard.client.guards.me()).availabilityStatus).toBe('busy');
    await expect(goOff(guard)).rejects.toMatchObject({ status: 409, code: 'on_a_job' });
    await expect(goOn(guard, HERE)).rejects.toMatchObject({ status: 409, code: 'on_a_job' });
    await market.checkOut(booking);
    await expect.poll(async () => (await guard.client.guards.me()).availabilityStatus).toBe('available');
  });

  it('refuses to be called busy, and anybody but a guard', async () => {
    const [guard, customer] = [await market.registerGuard(), await market.registerCustomer()];
    const busy = { status: 'busy' as 'offline' };
    await expect(guard.client.guards.setAvailability({ body: busy })).rejects.toMatchObject({ status: 400 });
    await expect(goOff(customer)).rejects.toMatchObject({ status: 403, code: 'forbidden' });
  });
});

describe('the working hours of a guard', () => {
  const hours = {
    workingWeek: [
      { fromMinute: 540, toMinute: 1020 },
      { fromMinute: 9960, toMinute: 10_080 },
    ],
    daysOff: [{ firstDay: '2031-07-01', lastDay: '2031-07-14' }],
  };

  it('are none at first, then what was set, in the zone of the base, and none again', async () => {
    const guard = await market.registerGuard();
    expect(await guard.client.guards.me()).toMatchObject({ workingWeek: null, daysOff: [], timeZone: null });
    expect(await put(guard)).toMatchObject({ workingWeek: null, daysOff: [], timeZone: 'America/Los_Angeles' });
    const set = await guard.client.guards.setWorkingHours({ body: hours });
    expect(set).toMatchObject({ ...hours, timeZone: 'America/Los_Angeles' });
    const moved = await put(guard, { baseLocation: { lat: 40.71, lng: -74.0 } });
    expect(moved).toMatchObject({ ...hours, timeZone: 'America/New_York' });
    const none = await guard.client.guards.setWorkingHours({ body: { workingWeek: null } });
    expect(none).toMatchObject({ workingWeek: null, daysOff: [] });
  });

  it('join where they touch or overlap', async () => {
    const guard = await market.registerGuard();
    await put(guard);
    const body = {
      workingWeek: [
        { fromMinute: 600, toMinute: 700 },
        { fromMinute: 0, toMinute: 600 },
        { fromMinute: 650, toMinute: 800 },
      ],
      daysOff: [
        { firstDay: '2031-07-03', lastDay: '2031-07-04' },
        { firstDay: '2031-07-01', lastDay: '2031-07-02' },
      ],
    };
    expect(await guard.client.guards.setWorkingHours({ body })).toMatchObject({
      workingWeek: [{ fromMinute: 0, toMinute: 800 }],
      daysOff: [{ firstDay: '2031-07-01', lastDay: '2031-07-04' }],
    });
  });

  it('need a base, and are refused where they make no sense', async () => {
    const guard = await market.registerGuard();
    const set = (body: Partial<typeof hours>) => guard.client.guards.setWorkingHours({ body: { ...hours, ...body } });
    await expect(set({})).rejects.toMatchObject({ status: 422, code: 'profile_incomplete' });
    await put(guard);
    for (const workingWeek of [[], [{ fromMinute: 60, toMinute: 60 }], [{ fromMinute: 0, toMinute: 10_081 }]])
      await expect(set({ workingWeek })).rejects.toMatchObject({ status: 400 });
    for (const firstDay of ['2031-07-15', '2031-02-30'])
      await expect(set({ daysOff: [{ firstDay, lastDay: '2031-07-14' }] })).rejects.toMatchObject({ status: 400 });
  });

  it.each([
    ['in the middle of the sea', { lat: -50, lng: -130 }, /^Etc\/GMT/],
    ['at the pole', { lat: 90, lng: 180 }, /./],
  ])('have a zone %s too', async (_, baseLocation, zone) => {
    expect((await put(await market.registerGuard(), { baseLocation })).timeZone).toMatch(zone);
  });
});

describe('what a first job and its pay need', () => {
  const picture = (): Promise<Buffer> =>
    sharp({ create: { width: 40, height: 30, channels: 3, background: 'white' } })
      .png()
      .toBuffer();

  it('is done step by step, and undone by what takes a step back', async () => {
    const guard = await market.registerGuard();
    const ready = () => guard.client.guards.readiness();
    const nothing = { papersEntered: false, licenseScan: false, licenseVerified: false };
    expect(await ready()).toEqual({ ...nothing, photo: false, taxId: false, payoutAccount: false });
    await put(guard);
    await guard.client.guards.setLicenseScan({ body: new Uint8Array(await picture()) });
    await guard.client.users.setPhoto({ body: new Uint8Array(await picture()) });
    await guard.client.guards.setTaxId({ body: { taxId: '123-45-6789' } });
    const { papersVersion } = await guard.client.guards.me();
    await verify(guard, admin, papersVersion);
    const all = { papersEntered: true, licenseScan: true, licenseVerified: true };
    expect(await ready()).toEqual({ ...all, photo: true, taxId: true, payoutAccount: false });
    await guard.client.users.removePhoto();
    await put(guard, { licenseNumber: 'G-200002' });
    expect(await ready()).toMatchObject({ ...all, licenseVerified: false, photo: false });
  });

  it('is known of the guard alone', async () => {
    const customer = await market.registerCustomer();
    await expect(customer.client.guards.readiness()).rejects.toMatchObject({ status: 403 });
  });
});

describe('the public card', () => {
  it('shows what a customer needs, and no contact, position or licence number', async () => {
    const guard = await market.verifiedGuard({ at: HERE, skills: ['patrol'], licenseNumber: 'G-SECRET-7' });
    const customer = await market.registerCustomer();
    const card = await customer.client.guards.card({ params: { userId: guard.id } });
    expect(card).toEqual({
      userId: guard.id,
      name: 'Kim Lee',
      clearanceLevel: 'basic',
      skills: ['patrol'],
      certifications: [],
      licenseState: 'CA',
      licenseVerified: true,
      averageRating: null,
      totalJobsCompleted: 0,
      hasPhoto: false,
    });
  });

  it('is not found of a customer, nor of a guard who has left', async () => {
    const [customer, guard] = [await market.registerCustomer(), await market.verifiedGuard()];
    await guard.client.users.eraseMe();
    for (const userId of [customer.id, guard.id])
      await expect(customer.client.guards.card({ params: { userId } })).rejects.toMatchObject({ status: 404 });
  });
});
