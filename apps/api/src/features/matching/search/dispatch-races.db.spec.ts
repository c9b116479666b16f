import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiError } from '@aegis/client';
import type { Position } from '@aegis/contract';
import { type JobAnswer, Marketplace } from '../../../../test/marketplace.js';
import { onServerOnly } from '../../../../test/test-database.js';
import { MINUTE_MS, SECOND_MS } from '../../../platform/clock/duration.js';
import { Deadlines } from '../../../platform/queue/deadlines.js';
import { Database } from '../../../platform/database/database.js';
import { Dispatch } from './dispatch.js';
import { Newcomers } from './newcomers.js';
import { customers, guardsOnDuty, type Member } from '../spec-support/crowd.js';

const SOON = { timeout: 40_000, interval: 50 };
const ROUNDS = 5;

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ BATCH_WINDOW_SECONDS: '0', OFFERS_FIRST_WAVE: '50' });
  if (market.application.database.engine === 'embedded')
    console.info('matching races: the embedded engine has one connection, so its transactions only come in turn');
});
afterAll(() => market.close());

const guardsAt = (at: Position, count: number): Promise<Member[]> =>
  guardsOnDuty(market.application.dataSource, market.application.baseUrl, { count, at, now: market.now });

const oneCustomer = async (): Promise<Member> => {
  const [customer] = await customers(market.application.dataSource, market.application.baseUrl, 1, market.now);
  if (!customer) throw new Error('there is no customer');
  return customer;
};

const book = (customer: Member, location: Position): Promise<JobAnswer> =>
  customer.client.jobs.create({ body: market.draft({ location }) });

/** The id of the live offer of each guard, in their order. */
const offersOf = (guards: readonly Member[], job: Pick<JobAnswer, 'id'>): Promise<string[]> =>
  Promise.all(
    guards.map(async ({ client }) => {
      let offerId: string | undefined;
      await expect
        .poll(async () => {
          offerId = (await client.offers.mine()).items.find((offer) => offer.job.id === job.id)?.id;
          return offerId;
        }, SOON)
        .toBeTypeOf('string');
      return offerId ?? '';
    }),
  );

/** `done`, or the status and code of the refusal. */
const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof ApiError) return `${error.status} ${error.code}`;
      throw error;
    },
  );

const accept = ({ client }: Member, id: string): Promise<string> => outcome(client.offers.accept({ params: { id } }));
const decline = ({ client }: Member, id: string): Promise<string> => outcome(client.offers.decline({ params: { id } }));

const tally = (outcomes: readonly string[]): Record<string, number> =>
  Object.fromEntries([...new Set(outcomes)].sort().map((one) => [one, outcomes.filter((it) => it === one).length]));

const liveOffers = async (jobId: string): Promise<number> => {
  const count = `SELECT count(*)::int AS live FROM offers WHERE job_id = $1 AND status = 'offered'`;
  return (await market.application.dataSource.query<{ live: number }[]>(count, [jobId]))[0]?.live ?? 0;
};

it('gives one job to one of 50 guards who take it at once', async () => {
  const at = market.newPlace();
  const guards = await guardsAt(at, 50);
  const customer = await oneCustomer();
  const job = await book(customer, at);
  const offers = await offersOf(guards, job);
  const outcomes = await Promise.all(guards.map((guard, index) => accept(guard, offers[index] ?? '')));
  expect(tally(outcomes)).toEqual({ done: 1, '409 offer_gone': 49 });
  expect(await customer.client.jobs.get({ params: { id: job.id } })).toMatchObject({
    status: 'matched',
    guard: { id: guards[outcomes.indexOf('done')]?.id },
  });
  expect(await liveOffers(job.id)).toBe(0);
});

it('gives a guard one of 20 overlapping jobs that they take at once', async () => {
  const at = market.newPlace();
  const [guard] = await guardsAt(at, 1);
  if (!guard) throw new Error('there is no guard');
  const customer = await oneCustomer();
  const jobs = await Promise.all(Array.from({ length: 20 }, () => book(customer, at)));
  const offers = await Promise.all(jobs.map(async (job) => (await offersOf([guard], job))[0] ?? ''));
  const outcomes = await Promise.all(offers.map((offer) => accept(guard, offer)));
  expect(tally(outcomes)).toEqual({ done: 1, '409 overlapping_job': 19 });
});

it('never leaves a guard on a job that its customer cancels in the same moment', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const at = market.newPlace();
    const guards = await guardsAt(at, 5);
    const customer = await oneCustomer();
    const job = await book(customer, at);
    const offers = await offersOf(guards, job);
    const call = { params: { id: job.id }, body: { reason: 'changed plans' } };
    const [cancelled, ...accepted] = await Promise.all([
      outcome(customer.client.jobs.cancel(call)),
      ...guards.map((guard, index) => accept(guard, offers[index] ?? '')),
    ]);
    expect(cancelled).toBe('done');
    expect(accepted.filter((one) => one === 'done').length).toBeLessThanOrEqual(1);
    expect(accepted.filter((one) => one !== 'done').every((one) => one === '409 offer_gone')).toBe(true);
    expect(await customer.client.jobs.get({ params: { id: job.id } })).toMatchObject({ status: 'cancelled' });
    await expect.poll(() => liveOffers(job.id), SOON).toBe(0);
  }
});

it('either expires an offer or lets it be taken', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const at = market.newPlace();
    const guards = await guardsAt(at, 4);
    const customer = await oneCustomer();
    const job = await book(customer, at);
    const offers = await offersOf(guards, job);
    const acceptances = guards.map((guard, index) => accept(guard, offers[index] ?? ''));
    market.clock.move(61 * SECOND_MS);
    const [outcomes] = await Promise.all([Promise.all(acceptances), market.application.app.get(Deadlines).runDue(4)]);
    const won = outcomes.filter((one) => one === 'done').length;
    expect(outcomes.filter((one) => one !== 'done').every((one) => one === '409 offer_gone')).toBe(true);
    const { status } = await customer.client.jobs.get({ params: { id: job.id } });
    expect([won, status]).toEqual(won === 1 ? [1, 'matched'] : [0, 'requested']);
  }
});

it('either ends a search or matches its job', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const at = market.newPlace();
    const customer = await oneCustomer();
    const job = await book(customer, at);
    await market.told({ ...customer, email: '' }, job, 'offers.nobody_found');
    // The clock goes on while the guards register.
    market.clock.move(14 * MINUTE_MS);
    const guards = await guardsAt(at, 3);
    await market.application.app.get(Deadlines).runDue(4);
    const offers = await offersOf(guards, job);
    const acceptances = guards.map((guard, index) => accept(guard, offers[index] ?? ''));
    market.clock.move(61 * SECOND_MS);
    const [outcomes] = await Promise.all([Promise.all(acceptances), market.application.app.get(Deadlines).runDue(4)]);
    const won = outcomes.filter((one) => one === 'done').length;
    await expect
      .poll(async () => (await customer.client.jobs.get({ params: { id: job.id } })).status, SOON)
      .toBe(won === 1 ? 'matched' : 'cancelled');
    expect(outcomes.filter((one) => one !== 'done').every((one) => one === '409 offer_gone')).toBe(true);
  }
});

it('lets a guard accept or decline, not both', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const at = market.newPlace();
    const [guard] = await guardsAt(at, 1);
    if (!guard) throw new Error('there is no guard');
    const customer = await oneCustomer();
    const job = await book(customer, at);
    const [offer = ''] = await offersOf([guard], job);
    const [accepted, declined] = await Promise.all([accept(guard, offer), decline(guard, offer)]);
    expect([accepted, declined].sort()).toEqual(['409 offer_gone', 'done']);
    const { status } = await customer.client.jobs.get({ params: { id: job.id } });
    expect(status).toBe(accepted === 'done' ? 'matched' : 'requested');
  }
});

it('sends a wave once however many dispatchers are at it', async () => {
  const at = market.newPlace();
  const guards = await guardsAt(at, 3);
  const customer = await oneCustomer();
  const job = await book(customer, at);
  await offersOf(guards, job);
  const dispatch = market.application.app.get(Dispatch);
  await Promise.all(Array.from({ length: 8 }, () => dispatch.advance(job.id)));
  market.clock.move(61 * SECOND_MS);
  await Promise.all([
    ...Array.from({ length: 8 }, () => dispatch.advance(job.id)),
    market.application.app.get(Deadlines).runDue(4),
  ]);
  const waves = await market.application.dataSource.query<{ wave: number }[]>(
    `SELECT wave FROM match_decisions WHERE job_id = $1 ORDER BY id`,
    [job.id],
  );
  // Nobody is left after the first: the four steps that find nobody are passed over once, in one transaction.
  expect(waves.map(({ wave }) => wave)).toEqual([1, 2, 3, 4, 5]);
});

onServerOnly('there the search and the guard come one after the other', () => {
  it('offers a job to a guard who comes on duty while its first search is under way', async () => {
    const { app, stripe, dataSource } = market.application;
    const at = market.newPlace();
    // Without its hold nobody begins the search but this test.
    stripe.faults.add({ kind: 'decline', operation: 'POST /v1/payment_intents', count: 1 });
    const job = await book(await oneCustomer(), at);
    let isBegun = (): void => {};
    let goOn = (): void => {};
    const begun = new Promise<void>((resolve) => (isBegun = resolve));
    const end = new Promise<void>((resolve) => (goOn = resolve));
    const searching = app.get(Database).transaction(async () => {
      await app.get(Dispatch).advance(job.id);
      isBegun();
      await end;
    });
    await begun;
    const [guard] = await guardsAt(at, 1);
    if (!guard) throw new Error('there is no guard');
    const welcoming = app.get(Newcomers).welcome(guard.id);
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await expect.poll(async () => (await dataSource.query<object[]>(waiting)).length, SOON).toBeGreaterThan(0);
    goOn();
    await Promise.all([searching, welcoming]);
    expect(await liveOffers(job.id)).toBe(1);
  });
});
