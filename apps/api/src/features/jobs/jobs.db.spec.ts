import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace, type Person } from '../../../test/marketplace.js';
import { HOUR_MS, MINUTE_MS, shift } from '../../platform/clock/duration.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const jobsOf = async ({ client }: Person) => (await client.jobs.list({ query: { limit: 100 } })).items;

describe('the price that was shown', () => {
  it('is the price that is booked, or nothing is', async () => {
    const customer = await market.registerCustomer();
    const draft = market.draft({ location: market.newPlace() });
    const { totalAmountCents } = await customer.client.jobs.quote({ body: draft });
    const late = { ...draft, quotedAmountCents: totalAmountCents - 100 };
    await expect(customer.client.jobs.create({ body: late })).rejects.toMatchObject({
      ...{ status: 409, code: 'price_changed', facts: { totalAmountCents } },
    });
    expect((await customer.client.jobs.list()).items).toEqual([]);
    const job = await customer.client.jobs.create({ body: { ...draft, quotedAmountCents: totalAmountCents } });
    expect(job.totalAmountCents).toBe(totalAmountCents);
  });
});

describe('booking', () => {
  it('prices the whole time and splits it', async () => {
    const customer = await market.registerCustomer();
    const job = await market.book(customer, {
      location: market.newPlace(),
      lasts: 1.5 * HOUR_MS,
      hourlyRateCents: 3333,
    });
    expect(job).toMatchObject({ totalAmountCents: 5000, platformFeeCents: 1000, guardPayoutCents: 4000 });
    expect(job).toMatchObject({ status: 'requested', durationHours: 1.5, customer: { id: customer.id }, guard: null });
    expect(await customer.client.jobs.get({ params: { id: job.id } })).toEqual(job);
  });

  it('takes a start of a moment ago: the phone is slower than the server', async () => {
    const customer = await market.registerCustomer();
    const book = (startsIn: number) => market.book(customer, { location: market.newPlace(), startsIn });
    expect(await book(-4 * MINUTE_MS)).toMatchObject({ status: 'requested' });
    await expect(book(-6 * MINUTE_MS)).rejects.toMatchObject({ status: 422, code: 'start_in_past' });
  });

  it('keeps every word the customer wrote', async () => {
    const customer = await market.registerCustomer();
    const words = {
      description: 'Back gate; ask for "Sam" — 夜勤 👮',
      locationNotes: 'Code 1234\nsecond line',
      specialRequirements: ['suit', "don't park"],
      requiredSkills: ['patrol', 'first aid'],
    };
    expect(await market.book(customer, { location: market.newPlace(), ...words })).toMatchObject(words);
  });

  it('is refused below what its own card fees cost, at the quote, the booking and a change', async () => {
    const customer = await market.registerCustomer();
    const body = market.draft({ hourlyRateCents: 162 });
    const refusal = { status: 422, code: 'price_below_fees', facts: { leastAmountCents: 327 } };
    await expect(customer.client.jobs.quote({ body })).rejects.toMatchObject(refusal);
    await expect(customer.client.jobs.create({ body })).rejects.toMatchObject(refusal);
    const { id, version } = await customer.client.jobs.create({ body: { ...body, hourlyRateCents: 164 } });
    const edit = { params: { id }, body: { version, hourlyRateCents: 162 } };
    await expect(customer.client.jobEdits.edit(edit)).rejects.toMatchObject(refusal);
  });

  it('is for customers', async () => {
    for (const person of [await market.registerGuard(), await market.admin()])
      await expect(market.book(person)).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    await expect(market.application.client().jobs.create({ body: market.draft() })).rejects.toMatchObject({
      status: 401,
    });
  });
});

describe('the quote', () => {
  it('has the price, and null where nobody is', async () => {
    const customer = await market.registerCustomer();
    const body = market.draft({ location: market.newPlace() });
    expect(await customer.client.jobs.quote({ body })).toEqual({
      totalAmountCents: 5000,
      platformFeeCents: 1000,
      guardPayoutCents: 4000,
      suggestedHourlyRateCents: null,
      eligibleGuards: 0,
      nearestMeters: null,
    });
    expect(await jobsOf(customer)).toEqual([]);
  });

  it('suggests the rate that half of the guards near by would take, whole dollars', async () => {
    const location = market.newPlace();
    for (const hourlyRateCents of [1900, 2210, 4000]) await market.verifiedGuard({ at: location, hourlyRateCents });
    const customer = await market.registerCustomer();
    const quote = await customer.client.jobs.quote({ body: market.draft({ location, hourlyRateCents: 2400 }) });
    // 22.10 for the guard is 27.63 for the customer: 28.00. At 24.00 only who asks 19.00 comes.
    expect(quote).toMatchObject({ suggestedHourlyRateCents: 2800, eligibleGuards: 1, nearestMeters: 1609 });
  });
});

describe('the idempotency key', () => {
  const book = (customer: Person, body: ReturnType<Marketplace['draft']>, idempotencyKey: string) =>
    customer.client.jobs.create({ body, idempotencyKey });

  it('gives the first answer again and books once', async () => {
    const customer = await market.registerCustomer();
    const [body, key] = [market.draft({ location: market.newPlace() }), randomUUID()];
    const first = await book(customer, body, key);
    await customer.client.jobs.cancel({ params: { id: first.id }, body: { reason: 'changed my mind' } });
    expect(await book(customer, body, key)).toEqual(first);
    expect(await jobsOf(customer)).toHaveLength(1);
  });

  it('refuses another body under the same key, and another address', async () => {
    const customer = await market.registerCustomer();
    const key = randomUUID();
    const job = await book(customer, market.draft({ location: market.newPlace() }), key);
    const used = { status: 422, code: 'idempotency_key_reused' };
    await expect(book(customer, market.draft({ title: 'Other' }), key)).rejects.toMatchObject(used);
    const cancel = { params: { id: job.id }, body: { reason: 'x' }, idempotencyKey: key };
    await expect(customer.client.jobs.cancel(cancel)).rejects.toMatchObject(used);
    expect(await jobsOf(customer)).toMatchObject([{ id: job.id, status: 'requested' }]);
  });

  it('belongs to one person', async () => {
    const [one, other] = [await market.registerCustomer(), await market.registerCustomer()];
    const [body, key] = [market.draft({ location: market.newPlace() }), randomUUID()];
    expect((await book(one, body, key)).id).not.toBe((await book(other, body, key)).id);
  });

  it('may be used again after a refusal: nothing was done under it', async () => {
    const customer = await market.registerCustomer();
    const key = randomUUID();
    const impossible = market.draft({ startsIn: -HOUR_MS });
    await expect(book(customer, impossible, key)).rejects.toMatchObject({ status: 422, code: 'start_in_past' });
    expect(await book(customer, market.draft({ location: market.newPlace() }), key)).toMatchObject({
      status: 'requested',
    });
  });

  it('twenty times at once books one job and answers twenty times with it', async () => {
    const customer = await market.registerCustomer();
    const [body, key] = [market.draft({ location: market.newPlace() }), randomUUID()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => book(customer, body, key)));
    expect(answers).toEqual(answers.map(() => answers[0]));
    expect(await jobsOf(customer)).toHaveLength(1);
    const told = await customer.client.jobs.timeline({ params: { id: answers[0]?.id ?? '' } });
    expect(told.items.filter((event) => event.type === 'job.requested')).toHaveLength(1);
  });

  it('replays an answer without a body', async () => {
    const { guard, job } = await market.bookedJob();
    const withdraw = { params: { id: job.id }, body: { reason: 'ill' }, idempotencyKey: randomUUID() };
    await guard.client.jobs.withdraw(withdraw);
    expect(await guard.client.jobs.withdraw(withdraw)).toBeUndefined();
  });
});

describe('the list of jobs', () => {
  it('has the own jobs newest first, page by page, each once, though the clock stands still', async () => {
    const customer = await market.registerCustomer();
    await market.book(await market.registerCustomer(), { location: market.newPlace() });
    const booked: string[] = [];
    for (let index = 0; index < 5; index++)
      booked.push((await market.book(customer, { location: market.newPlace() })).id);
    // The same instant: the order goes by the key then.
    const freeze = `UPDATE jobs SET requested_at = date_trunc('second', requested_at) WHERE customer_id = $1`;
    await market.application.dataSource.query(freeze, [customer.id]);
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await customer.client.jobs.list({ query: { limit: 2, cursor } });
      pages.push(page.items.map((job) => job.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat()).toHaveLength(5);
    expect(new Set(pages.flat())).toEqual(new Set(booked));
  });

  it('has the jobs of a guard, filtered by state', async () => {
    const { guard, job } = await market.bookedJob();
    const list = async (status?: 'matched' | 'completed') =>
      (await guard.client.jobs.list({ query: { status } })).items.map(({ id }) => id);
    expect(await list()).toEqual([job.id]);
    expect(await list('matched')).toEqual([job.id]);
    expect(await list('completed')).toEqual([]);
  });

  it('has everything for an administrator', async () => {
    const job = await market.book(await market.registerCustomer(), { location: market.newPlace() });
    const admin = await market.admin();
    for (const { items } of [await admin.client.jobs.list(), await admin.client.admin.jobs({ query: { limit: 5 } })])
      expect(items.map(({ id }) => id)).toContain(job.id);
  });
});

describe('a job', () => {
  it('is seen by its parties and an administrator alone, with names and without contacts', async () => {
    const { customer, guard, job } = await market.bookedJob();
    const see = ({ client }: Person) => client.jobs.get({ params: { id: job.id } });
    for (const person of [customer, guard, await market.admin()]) expect(await see(person)).toEqual(job);
    expect(JSON.stringify(job)).not.toContain(customer.email);
    expect(JSON.stringify(job)).not.toContain(guard.email);
    for (const stranger of [await market.registerCustomer(), await market.registerGuard()]) {
      await expect(see(stranger)).rejects.toMatchObject({ status: 404, code: 'not_found' });
      const timeline = stranger.client.jobs.timeline({ params: { id: job.id } });
      await expect(timeline).rejects.toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  it('has a timeline that names who did what, oldest first', async () => {
    const { customer, guard, job } = await market.bookedJob();
    const { items } = await customer.client.jobs.timeline({ params: { id: job.id } });
    expect(items.map(({ id }) => id)).toEqual(items.map(({ id }) => id).sort((a, b) => a - b));
    expect(items.find(({ type }) => type === 'job.matched')).toMatchObject({
      actor: { id: guard.id, role: 'guard' },
      from: 'requested',
      to: 'matched',
    });
    expect(items[0]).toMatchObject({ type: 'job.requested', actor: { id: customer.id, role: 'customer' }, from: null });
    expect(items.find(({ type }) => type === 'offers.sent')).toMatchObject({ actor: { id: null, role: 'system' } });
  });

  it('has a timeline that is read without the rows of versions that named things otherwise', async () => {
    const { customer, job } = await market.bookedJob();
    await market.application.dataSource.query(
      `INSERT INTO timeline (job_id, type, actor_role, occurred_at) VALUES ($1, 'job.frobnicated', 'system', now())`,
      [job.id],
    );
    const { items } = await customer.client.jobs.timeline({ params: { id: job.id } });
    expect(items.map(({ type }) => type)).toEqual(expect.arrayContaining(['job.requested', 'job.matched']));
    expect(items.map(({ type }) => type)).not.toContain('job.frobnicated');
  });

  it('shows times as they are, whatever zone they were sent in', async () => {
    const customer = await market.registerCustomer();
    const startTime = shift(new Date(Math.ceil(market.now.getTime() / 1000) * 1000), HOUR_MS);
    const inTokyo = `${shift(startTime, 9 * HOUR_MS)
      .toISOString()
      .slice(0, 19)}+09:00`;
    const body = { ...market.draft({ location: market.newPlace() }), startTime: inTokyo };
    body.endTime = shift(startTime, 2 * HOUR_MS).toISOString();
    expect((await customer.client.jobs.create({ body })).startTime).toBe(startTime.toISOString());
  });
});
