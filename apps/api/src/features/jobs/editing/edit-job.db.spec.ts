import type { ApiError } from '@aegis/client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Booking, type JobAnswer, Marketplace, type Person } from '../../../../test/marketplace.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';

const AT_ONCE = 20;
const SOON = { timeout: 20_000, interval: 25 };

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());
afterEach(() => {
  market.application.stripe.faults.clear();
  market.clock.set(new Date());
});

type Edit = Omit<Parameters<Person['client']['jobEdits']['edit']>[0]['body'], 'version'> & { version?: number };

const edit = ({ client }: Person, { id, version }: JobAnswer, body: Edit) =>
  client.jobEdits.edit({ params: { id }, body: { version, ...body } });

const read = ({ client }: Person, { id }: Pick<JobAnswer, 'id'>) => client.jobs.get({ params: { id } });

const told = async ({ client }: Person, { id }: JobAnswer) => (await client.jobs.timeline({ params: { id } })).items;

const later = (job: JobAnswer, milliseconds: number) => ({
  startTime: shift(new Date(job.startTime), milliseconds).toISOString(),
  endTime: shift(new Date(job.endTime), milliseconds).toISOString(),
});

const heldFor = async ({ client }: Person, { id }: JobAnswer): Promise<number> =>
  (await client.payments.ofJob({ params: { id } })).sum.heldCents;

/** Booked with one guard near by, who has been offered it. */
async function offeredJob(): Promise<Booking> {
  const location = market.newPlace();
  const [customer, guard] = await Promise.all([market.registerCustomer(), market.verifiedGuard({ at: location })]);
  const job = await market.book(customer, { location });
  await market.offerOf(guard, job);
  return { customer, guard, job };
}

describe('words of a job', () => {
  it('change until its end, and the guard reads them; the timeline says which, not what they are', async () => {
    const { customer, guard, job } = await market.runningJob({ locationNotes: 'Code 1234' });
    const contact = { name: 'Sam', phone: '+12135550134' };
    const words = { locationNotes: 'Code 9876', contact, title: 'Back gate', purchaseOrder: 'PO 4711' };
    const answer = await edit(customer, job, words);
    expect(answer).toMatchObject({
      changed: ['title', 'locationNotes', 'contact', 'purchaseOrder'],
      needsGuard: false,
      proposal: null,
    });
    expect(await read(guard, job)).toMatchObject({ ...words, version: job.version + 1, status: 'in_progress' });
    const events = await told(guard, job);
    expect(events.at(-1)).toMatchObject({
      type: 'job.edited',
      actor: { id: customer.id, role: 'customer' },
      details: { changed: ['title', 'locationNotes', 'contact', 'purchaseOrder'] },
    });
    expect(JSON.stringify(events)).not.toContain('9876');
    await market.checkOut({ customer, guard, job });
    await expect(edit(customer, await read(customer, job), { title: 'Late' })).rejects.toMatchObject({
      status: 409,
      code: 'job_moved_on',
    });
  });

  it('can be taken away, and what is said again as it is changes nothing', async () => {
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location: market.newPlace(), locationNotes: 'Code 1234' });
    expect(await edit(customer, job, { title: job.title, startTime: job.startTime })).toMatchObject({
      changed: [],
      job: { version: job.version },
    });
    const { job: changed } = await edit(customer, job, { locationNotes: null });
    expect(changed).toMatchObject({ locationNotes: null, version: job.version + 1 });
  });

  it('are changed by their customer alone', async () => {
    const { customer, guard, job } = await market.bookedJob();
    await expect(edit(await market.registerCustomer(), job, { title: 'Mine' })).rejects.toMatchObject({ status: 404 });
    await expect(edit(guard, job, { title: 'Mine' })).rejects.toMatchObject({ status: 403 });
    expect(await read(customer, job)).toMatchObject({ title: job.title, version: job.version });
  });

  it('twenty edits at once of what all have read: one is made, the others are told that it is no longer so', async () => {
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location: market.newPlace() });
    const tries = await Promise.allSettled(
      Array.from({ length: AT_ONCE }, (_, index) => edit(customer, job, { title: `Title ${index}` })),
    );
    const refused = tries.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.map(({ reason }) => (reason as ApiError).code)).toEqual(Array(AT_ONCE - 1).fill('job_edited'));
    expect(await read(customer, job)).toMatchObject({
      title: `Title ${tries.findIndex(({ status }) => status === 'fulfilled')}`,
      version: job.version + 1,
    });
  });
});

describe('terms of a job that nobody has accepted', () => {
  it('are priced anew, held anew and offered anew; what was offered before cannot be accepted any more', async () => {
    const { customer, guard, job } = await offeredJob();
    const before = await market.offerOf(guard, job);
    const answer = await edit(customer, job, { ...later(job, 30 * MINUTE_MS), hourlyRateCents: 4000 });
    expect(answer).toMatchObject({
      changed: ['startTime', 'endTime', 'hourlyRateCents'],
      totalAmountCents: 8000,
      needsGuard: false,
      job: { status: 'requested', totalAmountCents: 8000, guardPayoutCents: 6400 },
    });
    await expect(guard.client.offers.accept({ params: { id: before.id } })).rejects.toMatchObject({
      code: 'offer_gone',
    });
    await vi.waitFor(async () => expect(await heldFor(customer, job)).toBe(8000), SOON);
    const anew = await market.offerOf(guard, job);
    expect(anew).toMatchObject({ payoutCents: 6400, job: { startTime: answer.job.startTime } });
    expect(await guard.client.offers.accept({ params: { id: anew.id } })).toMatchObject({ status: 'matched' });
    const events = await told(customer, job);
    expect(events.find(({ type }) => type === 'job.terms_changed')?.details).toEqual({
      changed: ['startTime', 'endTime', 'hourlyRateCents'],
      startTime: answer.job.startTime,
      endTime: answer.job.endTime,
      totalAmountCents: 8000,
      guardPayoutCents: 6400,
    });
  });

  it('cost what was shown, or nothing of them is changed', async () => {
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location: market.newPlace() });
    const body = { hourlyRateCents: 4000, title: 'Back gate' };
    const shown = await edit(customer, job, { ...body, preview: true });
    // As it was typed on, and pressed before the price of that was there.
    const press = (hourlyRateCents: number) =>
      edit(customer, job, { ...body, hourlyRateCents, quotedAmountCents: shown.totalAmountCents });
    const refusal = { status: 409, code: 'price_changed', facts: { totalAmountCents: 80_000 } };
    await expect(press(40_000)).rejects.toMatchObject(refusal);
    const { title, version, totalAmountCents } = job;
    expect(await read(customer, job)).toMatchObject({ title, version, totalAmountCents });
    expect((await press(4000)).job).toMatchObject({ title: 'Back gate', totalAmountCents: 8000 });
  });

  it('of the same price keep their hold; who declined the old ones is asked about the new', async () => {
    const { customer, guard, job } = await offeredJob();
    await guard.client.offers.decline({ params: { id: (await market.offerOf(guard, job)).id } });
    await edit(customer, job, { siteRadiusMeters: 400 });
    expect((await market.offerOf(guard, job)).payoutCents).toBe(job.guardPayoutCents);
    expect(await read(customer, job)).toMatchObject({ siteRadiusMeters: 400 });
    expect((await told(customer, job)).filter(({ type }) => type === 'hold.placed')).toHaveLength(1);
  });

  it('that the card refuses are offered to nobody', async () => {
    const { customer, guard, job } = await offeredJob();
    market.application.stripe.faults.add({ kind: 'decline', count: 1 });
    await edit(customer, job, { hourlyRateCents: 9000 });
    await market.told(customer, job, 'hold.mend_by');
    expect((await guard.client.offers.mine()).items).toEqual([]);
    const { items } = await customer.client.payments.methods();
    await customer.client.payments.chooseCard({ params: { cardId: items[0]?.id ?? '' } });
    expect((await market.offerOf(guard, job)).payoutCents).toBe(14_400);
  });

  it('moved far ahead are held later, and moved back at once', async () => {
    const { customer, guard, job } = await offeredJob();
    await edit(customer, job, later(job, 20 * DAY_MS));
    await market.told(customer, job, 'hold.scheduled');
    await vi.waitFor(async () => expect(await heldFor(customer, job)).toBe(0), SOON);
    await edit(customer, await read(customer, job), { startTime: job.startTime, endTime: job.endTime });
    await vi.waitFor(async () => expect(await heldFor(customer, job)).toBe(5000), SOON);
    expect((await market.offerOf(guard, job)).job.startTime).toBe(job.startTime);
  });

  it('are only told of in a preview', async () => {
    const { customer, guard, job } = await offeredJob();
    const preview = await edit(customer, job, { hourlyRateCents: 5000, preview: true });
    expect(preview).toMatchObject({ totalAmountCents: 10_000, needsGuard: false, job: { hourlyRateCents: 2500 } });
    expect(await read(customer, job)).toEqual(job);
    await market.offerOf(guard, job);
  });

  it.each([
    ['a start that has passed', { startTime: -HOUR_MS, endTime: 2 * HOUR_MS }, 'start_in_past'],
    ['an end before the start', { endTime: -HOUR_MS }, 'end_before_start'],
    ['more than a day', { endTime: 30 * HOUR_MS }, 'job_too_long'],
  ])('refuse %s', async (_, times, code) => {
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location: market.newPlace() });
    const moments = Object.entries(times).map(([name, ms]) => [name, shift(market.now, ms).toISOString()]);
    await expect(edit(customer, job, Object.fromEntries(moments) as Edit)).rejects.toMatchObject({ status: 422, code });
  });

  it('stay as they are while the guard is at work', async () => {
    const { customer, job } = await market.runningJob();
    await expect(edit(customer, job, { hourlyRateCents: 3000 })).rejects.toMatchObject({ code: 'job_has_begun' });
  });

  it('against an acceptance at the same moment, twenty times: whichever is first, nobody has a job they did not accept', async () => {
    const offered = await Promise.all(Array.from({ length: AT_ONCE }, offeredJob));
    const races = await Promise.all(
      offered.map(async ({ customer, guard, job }) => {
        const { id } = await market.offerOf(guard, job);
        const [accepted, edited] = await Promise.allSettled([
          guard.client.offers.accept({ params: { id } }),
          edit(customer, job, { hourlyRateCents: 3000 }),
        ]);
        return { accepted, edited, now: await read(customer, job) };
      }),
    );
    for (const { accepted, edited, now } of races)
      if (accepted.status === 'fulfilled') {
        expect(now).toMatchObject({ status: 'matched', totalAmountCents: 5000 });
        // Ten minutes before the start there is nothing to propose any more.
        expect(edited).toMatchObject({ status: 'rejected', reason: { code: 'too_late_to_propose' } });
      } else {
        expect(accepted.reason).toMatchObject({ status: 409, code: 'offer_gone' });
        expect(edited.status).toBe('fulfilled');
        expect(now).toMatchObject({ status: 'requested', totalAmountCents: 6000 });
      }
  });
});

describe('a vague place', () => {
  /** The middle of ZIP code 90012, as a search for it answers. */
  const middle = async (person: Person) => {
    const { items } = await person.client.places.search({ query: { text: '90012' } });
    return items[0] ?? expect.fail('90012 is not known');
  };

  it('is refused in a booking, in an edit and as a saved place, unless its pin was set by hand', async () => {
    const customer = await market.registerCustomer();
    const { position: location, precision } = await middle(customer);
    const vague = { status: 422, code: 'place_too_vague' };
    await expect(market.book(customer, { location })).rejects.toMatchObject(vague);
    await expect(market.book(customer, { location, locationPrecision: precision })).rejects.toMatchObject(vague);
    const job = await market.book(customer, { location, locationPrecision: 'by_hand' });
    expect(job.location).toEqual(location);
    const other = await market.book(customer, { location: market.newPlace() });
    await expect(edit(customer, other, { location })).rejects.toMatchObject(vague);
    const place = { label: 'City hall', address: '90012', siteRadiusMeters: 150, notes: null, contact: null };
    await expect(customer.client.places.save({ body: { ...place, location } })).rejects.toMatchObject(vague);
  });
});
