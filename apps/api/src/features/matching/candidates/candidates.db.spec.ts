import type { Position } from '@aegis/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { day, type GuardTraits, Marketplace, metersNorth, type Person } from '../../../../test/marketplace.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { guardsOnDuty } from '../spec-support/crowd.js';
import { WALK_LIMIT } from './candidates.statements.js';

let market: Marketplace;
let customer: Person;
let admin: Person;
let here: Position;

beforeAll(async () => {
  market = await Marketplace.open();
  customer = await market.registerCustomer();
  admin = await market.admin();
});
afterAll(() => market.close());
beforeEach(() => {
  here = market.newPlace();
});
afterEach(() => market.clock.set(new Date()));

type Wishes = NonNullable<Parameters<Marketplace['draft']>[0]>;

/** Who is found for a job at `here`, best first. */
async function found(wishes: Wishes = {}): Promise<string[]> {
  const { id } = await market.book(customer, { location: here, ...wishes });
  return (await candidatesOf(id)).map(({ guard }) => guard?.userId ?? '');
}

/** As administrators see them: with who they are. */
const candidatesOf = async (id: string) => (await admin.client.jobs.candidates({ params: { id } })).items;

/** Only the guard with `fitting` traits is found; without the rule the other would be too. */
async function tellsApart(fitting: GuardTraits, unfitting: GuardTraits, wishes: Wishes = {}): Promise<void> {
  const fits = await market.verifiedGuard({ at: here, ...fitting });
  await market.verifiedGuard({ at: here, ...unfitting });
  expect(await found(wishes)).toEqual([fits.id]);
}

const RADIUS_METERS = 24_140;

describe('a guard is eligible when', () => {
  it('their licence is verified', async () => {
    const guard = await market.registerGuard();
    await guard.client.guards.replaceMe({ body: market.profile({ baseLocation: here }) });
    await guard.client.guards.setAvailability({ body: { status: 'available', location: here } });
    expect(await found()).toEqual([]);
    await market.verify(guard);
    expect(await found()).toEqual([guard.id]);
  });

  it('their licence is valid for seven more days after the end', async () => {
    const end = shift(market.now, 10 * MINUTE_MS + 2 * HOUR_MS);
    const ends = (days: number): GuardTraits => ({ licenseExpiresOn: day(shift(end, days * DAY_MS)) });
    await tellsApart(ends(7), ends(6));
  });

  it('their clearance is at least what is asked', async () => {
    const wish = { requiredClearanceLevel: 'armed' } as const;
    await tellsApart({ clearanceLevel: 'executive' }, { clearanceLevel: 'basic' }, wish);
    const armed = await market.verifiedGuard({ at: here, clearanceLevel: 'armed' });
    expect(await found(wish)).toContain(armed.id);
  });

  it('they have all the skills that are asked, to the letter', async () => {
    const wish = { requiredSkills: ['patrol', 'cctv'] };
    await tellsApart({ skills: ['cctv', 'first aid', 'patrol'] }, { skills: ['patrol', 'cctv systems'] }, wish);
  });

  it('the payout of an hour is at least their own rate', async () => {
    await tellsApart({ hourlyRateCents: 2000 }, { hourlyRateCents: 2001 }, { hourlyRateCents: 2500 });
  });

  it('they are on duty', async () => {
    const guard = await market.verifiedGuard({ at: here });
    expect(await found()).toEqual([guard.id]);
    await guard.client.guards.setAvailability({ body: { status: 'offline' } });
    expect(await found()).toEqual([]);
  });

  it('their position is younger than fifteen minutes', async () => {
    const guard = await market.verifiedGuard({ at: here });
    market.clock.move(14 * MINUTE_MS);
    expect(await found()).toEqual([guard.id]);
    market.clock.move(2 * MINUTE_MS);
    expect(await found()).toEqual([]);
  });

  it('they are inside of the radius', async () => {
    await tellsApart(
      { at: metersNorth(here, RADIUS_METERS - 200) },
      { at: metersNorth(here, RADIUS_METERS + 200), baseLocation: here },
    );
  });

  it.each([
    ['at the equator', 0, 24_100, 1],
    ['at the equator', 0, 24_180, 0],
    ['at 84 degrees north', 84, 24_100, 1],
    ['at 84 degrees north', 84, 24_200, 0],
  ])('they are inside of it on the spheroid: %s', async (_, lat, meters, count) => {
    here = { lat, lng: (here.lng + here.lat) / 2 };
    const guard = await market.verifiedGuard({ at: here });
    await market.application.dataSource.query(
      `UPDATE guard_profiles SET current_location = ST_Project(current_location, $2::float8, 0) WHERE user_id = $1`,
      [guard.id, meters],
    );
    expect(await found()).toEqual(count === 1 ? [guard.id] : []);
  });

  it('a scheduled job is within their hours and on no day off; what starts soon is asked of who is on duty', async () => {
    const guard = await market.verifiedGuard({ at: here });
    const set = (body: Parameters<typeof guard.client.guards.setWorkingHours>[0]['body']) =>
      guard.client.guards.setWorkingHours({ body });
    const start = shift(market.now, 3 * DAY_MS);
    const { timeZone } = await set({
      workingWeek: null,
      daysOff: [{ firstDay: day(start), lastDay: day(shift(start, DAY_MS)) }],
    });
    expect(timeZone).not.toBeNull();
    const scheduled = { startsIn: 3 * DAY_MS + 12 * HOUR_MS };
    expect(await found(scheduled)).toEqual([]);
    // A minute of the week that no job of two hours fits into.
    await set({ workingWeek: [{ fromMinute: 0, toMinute: 1 }] });
    expect(await found(scheduled)).toEqual([]);
    expect(await found()).toEqual([guard.id]);
    await set({ workingWeek: [{ fromMinute: 0, toMinute: 10_080 }] });
    expect(await found(scheduled)).toEqual([guard.id]);
  });

  it('they hold no other job at that time', async () => {
    const guard = await market.verifiedGuard({ at: here });
    const soon = { location: here, startsIn: HOUR_MS, lasts: HOUR_MS };
    await market.accept(guard, await market.book(customer, soon));
    expect(await found({ startsIn: 1.5 * HOUR_MS, lasts: HOUR_MS })).toEqual([]);
    expect(await found({ startsIn: 0.5 * HOUR_MS, lasts: 4 * HOUR_MS })).toEqual([]);
    expect(await found({ startsIn: 4 * HOUR_MS, lasts: HOUR_MS })).toEqual([guard.id]);
  });

  it('the other job leaves them time to get from one to the other: ten minutes, and 30 miles an hour', async () => {
    const guard = await market.verifiedGuard({ at: here });
    const first = await market.accept(guard, await market.book(customer, { location: here, lasts: HOUR_MS }));
    const foundAfter = async (milliseconds: number, location: Position): Promise<string[]> => {
      const startTime = shift(new Date(first.endTime), milliseconds);
      const times = { startTime: startTime.toISOString(), endTime: shift(startTime, HOUR_MS).toISOString() };
      const { id } = await customer.client.jobs.create({ body: { ...market.draft({ location }), ...times } });
      return (await candidatesOf(id)).map(({ guard }) => guard?.userId ?? '');
    };
    expect(await foundAfter(0, here)).toEqual([]);
    expect(await foundAfter(10 * MINUTE_MS, here)).toEqual([guard.id]);
    // 15 km take 18 minutes and 38 seconds.
    const away = metersNorth(here, 15_000);
    expect(await foundAfter(28 * MINUTE_MS, away)).toEqual([]);
    expect(await foundAfter(29 * MINUTE_MS, away)).toEqual([guard.id]);
  });

  it('they do not work more than 16 hours within 24 with it', async () => {
    const guard = await market.verifiedGuard({ baseLocation: here });
    await market.accept(guard, await market.book(customer, { location: here, startsIn: DAY_MS, lasts: 12 * HOUR_MS }));
    const next = { startsIn: DAY_MS + 13 * HOUR_MS };
    expect(await found({ ...next, lasts: 5 * HOUR_MS })).toEqual([]);
    expect(await found({ ...next, lasts: 4 * HOUR_MS })).toEqual([guard.id]);
  });

  it('they have not declined this job; others they are asked for', async () => {
    const guard = await market.verifiedGuard({ at: here });
    const job = await market.book(customer, { location: here });
    const offer = await market.offerOf(guard, job);
    await guard.client.offers.decline({ params: { id: offer.id } });
    expect(await candidatesOf(job.id)).toEqual([]);
    expect(await found()).toEqual([guard.id]);
  });

  it('they are not suspended and have not left', async () => {
    const [suspended, left] = [await market.verifiedGuard({ at: here }), await market.verifiedGuard({ at: here })];
    expect(await found()).toHaveLength(2);
    await admin.client.admin.suspendUser({ params: { id: suspended.id }, body: { reason: 'x' } });
    await left.client.users.eraseMe();
    expect(await found()).toEqual([]);
  });
});

describe('a job that starts in more than two hours', () => {
  const inThreeHours = { startsIn: 3 * HOUR_MS };

  it('is searched from the base of the guards, whatever they do now', async () => {
    const [away, offDuty] = [
      await market.verifiedGuard({ at: metersNorth(here, 100_000), baseLocation: here }),
      await market.verifiedGuard({ baseLocation: metersNorth(here, 1000) }),
    ];
    await market.verifiedGuard({ at: here, baseLocation: metersNorth(here, 100_000) });
    expect(new Set(await found(inThreeHours))).toEqual(new Set([away.id, offDuty.id]));
  });

  it('asks for everything else all the same', async () => {
    const licence = { licenseExpiresOn: day(shift(market.now, 6 * DAY_MS)) };
    for (const traits of [licence, { hourlyRateCents: 2001 }, { clearanceLevel: 'basic' as const }])
      await market.verifiedGuard({ baseLocation: here, clearanceLevel: 'armed', ...traits });
    expect(await found({ ...inThreeHours, requiredClearanceLevel: 'armed' })).toEqual([]);
  });

  it('is decided by two hours to the second', async () => {
    await market.verifiedGuard({ baseLocation: here });
    expect(await found({ startsIn: 2 * HOUR_MS + MINUTE_MS })).toHaveLength(1);
    expect(await found({ startsIn: 2 * HOUR_MS - MINUTE_MS })).toEqual([]);
  });
});

describe('the ranking', () => {
  it('has the nearer of equals first, with distances on the globe and the parts of the score', async () => {
    const far = await market.verifiedGuard({ at: metersNorth(here, 10_000) });
    const near = await market.verifiedGuard({ at: metersNorth(here, 1000) });
    const job = await market.book(customer, { location: here });
    const candidates = await candidatesOf(job.id);
    expect(candidates.map(({ guard }) => guard?.userId)).toEqual([near.id, far.id]);
    const [best] = candidates;
    expect(Math.abs((best?.distanceMeters ?? 0) - 1000)).toBeLessThan(10);
    expect(best?.components).toMatchObject({ skills: 1, rating: null, acceptance: 0.8, fairness: 1 });
    expect(best?.components?.proximity).toBeCloseTo(1 - 1000 / RADIUS_METERS, 2);
    expect(await candidatesOf(job.id)).toEqual(candidates);
  });

  it('prefers the guard who has waited longest when nothing else speaks', async () => {
    const busy = await market.verifiedGuard({ at: here });
    const accepted = await market.accept(busy, await market.book(customer, { location: here, startsIn: HOUR_MS }));
    const waiting = await market.verifiedGuard({ at: metersNorth(here, 500) });
    await customer.client.jobs.cancel({ params: { id: accepted.id }, body: { reason: 'rain' } });
    expect(await found()).toEqual([waiting.id, busy.id]);
  });

  it.each([
    ['their offers were seen', true, 0.5],
    ['nobody has seen those that expired', false, 1],
  ])('counts what they let expire only where %s', async (_, isSeen, acceptance) => {
    const guard = await market.verifiedGuard({ at: here });
    await market.application.dataSource.query(
      `INSERT INTO offers (job_id, guard_id, status, wave, distance_meters, score, components, payout_cents, offered_at,
         expires_at, resolved_at, seen_at)
       SELECT $2, $1, status, 1, 0, 1, '{}', 1, now() - interval '1 day', now(), now(), CASE WHEN $3 THEN now() END
       FROM generate_series(1, 5), unnest('{given_back,expired}'::offer_status[]) AS status`,
      [guard.id, (await market.book(customer, { location: market.newPlace() })).id, isSeen],
    );
    const [found] = await candidatesOf((await market.book(customer, { location: here })).id);
    expect(found?.components?.acceptance).toBe(acceptance);
  });

  it('counts jobs of the seven days before the start, whenever they were booked', async () => {
    const guard = await market.verifiedGuard({ baseLocation: here });
    for (const startsIn of [3 * DAY_MS, 5 * DAY_MS, 30 * DAY_MS])
      await market.accept(guard, await market.book(customer, { location: here, startsIn }));
    const fairnessAt = async (startsIn: number): Promise<number | undefined> =>
      (await candidatesOf((await market.book(customer, { location: here, startsIn })).id))[0]?.components?.fairness;
    expect(await fairnessAt(2 * DAY_MS)).toBe(1);
    expect(await fairnessAt(4 * DAY_MS)).toBe(1 / 2);
    expect(await fairnessAt(8 * DAY_MS)).toBe(1 / 3);
    expect(await fairnessAt(11 * DAY_MS)).toBe(1 / 2);
    expect(await fairnessAt(20 * DAY_MS)).toBe(1);
  });

  it('is for the customer of the job and administrators, without contacts', async () => {
    const guard = await market.verifiedGuard({ at: here, licenseNumber: 'G-SECRET-7' });
    const { id } = await market.book(customer, { location: here });
    const shown = JSON.stringify(await candidatesOf(id));
    expect(shown).toContain(guard.id);
    for (const secret of [guard.email, 'G-SECRET-7', '"lat"']) expect(shown).not.toContain(secret);
    const stranger = (await market.registerCustomer()).client.jobs.candidates({ params: { id } });
    await expect(stranger).rejects.toMatchObject({ status: 404, code: 'not_found' });
    await expect(guard.client.jobs.candidates({ params: { id } })).rejects.toMatchObject({ status: 403 });
    expect((await admin.client.jobs.candidates({ params: { id } })).items).toHaveLength(1);
  });
});

it('finds guards across the date line', async () => {
  here = { lat: -45, lng: 179.95 };
  const guard = await market.verifiedGuard({ at: { lat: -45, lng: -179.95 } });
  expect(await found()).toEqual([guard.id]);
});

it('judges everybody in the radius where the walk was given up', async () => {
  const { dataSource, baseUrl } = market.application;
  const atHere = (at: Position, count: number) => guardsOnDuty(dataSource, baseUrl, { count, at, now: market.now });
  // All have what the index knows of; what it does not know of rules out so many of the nearest that the walk ends.
  const near = await atHere(here, WALK_LIMIT + 5);
  await dataSource.query(`UPDATE guard_profiles SET license_verified_at = NULL WHERE user_id = ANY($1)`, [
    near.map(({ id }) => id),
  ]);
  const [far] = await atHere(metersNorth(here, 10_000), 1);
  expect(await found()).toEqual([far?.id]);
});
