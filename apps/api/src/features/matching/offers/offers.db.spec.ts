import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type GuardTraits,
  type JobAnswer,
  Marketplace,
  type OfferAnswer,
  type Person,
} from '../../../../test/marketplace.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const GONE = { status: 409, code: 'offer_gone' };

interface Offered {
  customer: Person;
  guard: Person;
  job: JobAnswer;
  offer: OfferAnswer;
}

/** A job offered to the only guard of its place. */
async function offered(traits: GuardTraits = {}, wishes: Parameters<Marketplace['draft']>[0] = {}): Promise<Offered> {
  const location = market.newPlace();
  const [customer, guard] = [await market.registerCustomer(), await market.verifiedGuard({ at: location, ...traits })];
  const job = await market.book(customer, { location, ...wishes });
  return { customer, guard, job, offer: await market.offerOf(guard, job) };
}

const accept = ({ guard, offer }: Pick<Offered, 'guard' | 'offer'>, idempotencyKey?: string) =>
  guard.client.offers.accept({ params: { id: offer.id }, ...(idempotencyKey && { idempotencyKey }) });
const decline = ({ guard, offer }: Pick<Offered, 'guard' | 'offer'>) =>
  guard.client.offers.decline({ params: { id: offer.id } });

describe('an offer', () => {
  it('shows enough to decide, and nothing that names the customer', async () => {
    const { customer, job, offer } = await offered({}, { description: 'Night shift', locationNotes: 'Code 1234' });
    expect(offer).toMatchObject({ payoutCents: 4000, distanceMeters: 0 });
    expect(offer.job).toMatchObject({ id: job.id, title: 'Gate', description: 'Night shift', durationHours: 2 });
    for (const secret of [customer.id, 'Code 1234', 'Lee']) expect(JSON.stringify(offer)).not.toContain(secret);
  });

  it.each([
    ['soon: a minute', 10 * MINUTE_MS, 60],
    ['scheduled: five', 5 * HOUR_MS, 300],
  ])('of a job that is %s is open so long', async (_, startsIn, seconds) => {
    const { offer } = await offered({}, { startsIn });
    const left = (new Date(offer.expiresAt).getTime() - market.now.getTime()) / SECOND_MS;
    expect(left).toBeLessThanOrEqual(seconds);
    expect(left).toBeGreaterThan(seconds - 30);
  });

  it('goes to the three best first', async () => {
    const location = market.newPlace();
    const guards: Person[] = [];
    for (let index = 0; index < 4; index++)
      guards.push(await market.verifiedGuard({ at: { ...location, lat: location.lat + index * 0.04 } }));
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location });
    for (const guard of guards.slice(0, 3)) await market.offerOf(guard, job);
    expect((await guards[3]?.client.offers.mine())?.items).toEqual([]);
  });

  it('is for guards, and of another guard not there', async () => {
    const { customer, offer } = await offered();
    const stranger = await market.verifiedGuard();
    await expect(accept({ guard: stranger, offer })).rejects.toMatchObject({ status: 404, code: 'not_found' });
    await expect(decline({ guard: stranger, offer })).rejects.toMatchObject({ status: 404, code: 'not_found' });
    await expect(customer.client.offers.mine()).rejects.toMatchObject({ status: 403, code: 'forbidden' });
  });
});

describe('accepting', () => {
  it('gives the job, and ends the offers of the others at once', async () => {
    const first = await offered();
    const other = await market.verifiedGuard({ at: first.job.location });
    await decline(first);
    const job = await market.book(first.customer, { location: first.job.location });
    const [mine, theirs] = [await market.offerOf(first.guard, job), await market.offerOf(other, job)];
    expect(await accept({ guard: first.guard, offer: mine })).toMatchObject({ guard: { id: first.guard.id } });
    expect((await other.client.offers.mine()).items.filter((item) => item.job.id === job.id)).toEqual([]);
    await expect(accept({ guard: other, offer: theirs })).rejects.toMatchObject(GONE);
    await expect(decline({ guard: other, offer: theirs })).rejects.toMatchObject(GONE);
  });

  it('a second time is too late, with the same key it is the first answer', async () => {
    const asked = await offered();
    const key = randomUUID();
    const job = await accept(asked, key);
    expect(await accept(asked, key)).toEqual(job);
    await expect(accept(asked)).rejects.toMatchObject(GONE);
    await expect(decline(asked)).rejects.toMatchObject(GONE);
  });

  it('too late is refused, and the offer is in no list', async () => {
    const asked = await offered();
    market.clock.set(shift(new Date(asked.offer.expiresAt), SECOND_MS));
    expect((await asked.guard.client.offers.mine()).items).toEqual([]);
    await expect(accept(asked)).rejects.toMatchObject(GONE);
    await expect(decline(asked)).rejects.toMatchObject(GONE);
  });

  it('is refused after declining', async () => {
    const asked = await offered();
    await decline(asked);
    await expect(accept(asked)).rejects.toMatchObject(GONE);
  });

  it('is refused with another licence than the verified one: the offer has ended with it', async () => {
    const asked = await offered();
    await asked.guard.client.guards.replaceMe({ body: market.profile({ licenseNumber: 'G-100002' }) });
    expect((await asked.guard.client.offers.mine()).items).toEqual([]);
    await expect(accept(asked)).rejects.toMatchObject({ status: 409, code: 'no_longer_eligible' });
    const { status } = await asked.customer.client.jobs.get({ params: { id: asked.job.id } });
    expect(status).toBe('requested');
  });

  it.each<[string, GuardTraits]>([
    ['skills', { skills: ['patrol'] }],
    ['clearance', { clearanceLevel: 'armed' }],
  ])('is refused when the %s do not fit any more', async (_, traits) => {
    const wishes = { requiredSkills: traits.skills ?? [], requiredClearanceLevel: traits.clearanceLevel ?? 'basic' };
    const asked = await offered(traits, wishes);
    // Beside the profile form, which would have ended the offer.
    await market.application.dataSource.query(
      `UPDATE guard_profiles SET skills = '[]', clearance_level = 'basic' WHERE user_id = $1`,
      [asked.guard.id],
    );
    await expect(accept(asked)).rejects.toMatchObject({ status: 409, code: 'no_longer_eligible' });
  });

  it('is refused when the guard took another job at that time', async () => {
    const first = await offered();
    const job = await market.book(first.customer, { location: first.job.location });
    const second = { ...first, job, offer: await market.offerOf(first.guard, job) };
    await accept(first);
    await expect(accept(second)).rejects.toMatchObject({ status: 409, code: 'overlapping_job' });
    const open = await first.customer.client.jobs.get({ params: { id: job.id } });
    expect(open).toMatchObject({ status: 'requested', guard: null });
  });

  it('is refused to a guard who was suspended: they are signed out', async () => {
    const asked = await offered();
    const admin = await market.admin();
    await admin.client.admin.suspendUser({ params: { id: asked.guard.id }, body: { reason: 'x' } });
    await expect(accept(asked)).rejects.toMatchObject({ status: 401, code: 'unauthenticated' });
  });
});
