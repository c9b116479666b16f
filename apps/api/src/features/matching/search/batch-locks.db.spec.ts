import { afterAll, beforeAll, expect, it } from 'vitest';
import { type JobAnswer, Marketplace } from '../../../../test/marketplace.js';
import { DAY_MS } from '../../../platform/clock/duration.js';
import { BatchDispatch } from './batch-dispatch.js';

const SOON = { timeout: 20_000, interval: 25 };
const JOBS = 4;

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ BATCH_WINDOW_SECONDS: '3600' });
  if (market.application.database.engine === 'embedded')
    console.info('batch locks: the embedded engine has one connection, so nothing can be held beside a batch');
});
afterAll(() => market.close());

it('a batch holds no job but the one that it decides: a cancellation does not wait for the rest', async () => {
  const location = market.newPlace();
  await market.verifiedGuard({ baseLocation: location });
  const customer = await market.registerCustomer();
  const jobs: JobAnswer[] = [];
  for (let count = 0; count < JOBS; count++) jobs.push(await market.book(customer, { location, startsIn: DAY_MS }));
  jobs.sort((a, b) => (a.id < b.id ? -1 : 1));
  const [first, second] = jobs;
  const last = jobs.at(-1);
  if (!first || !second || !last) throw new Error('nothing was booked');
  const decide = (): Promise<void> => market.application.app.get(BatchDispatch).decide(jobs.map(({ id }) => id));
  const release = await holdRow(last);
  const decided = decide();
  try {
    await market.told(customer, second, 'offers.sent');
    const body = { reason: 'changed plans' };
    expect(await customer.client.jobs.cancel({ params: { id: first.id }, body })).toMatchObject({ feeCents: 0 });
  } finally {
    await release();
  }
  await decided;
  await market.told(customer, last, 'offers.sent');
  // Done again from the beginning, as after a fault, it decides nothing twice.
  await decide();
  const waves = `SELECT count(*)::int AS waves FROM match_decisions WHERE job_id = ANY($1)`;
  await expect
    .poll(() => market.application.dataSource.query(waves, [jobs.map(({ id }) => id)]), SOON)
    .toEqual([{ waves: JOBS }]);
});

/** What another transaction does that takes its time; gives what ends it. */
async function holdRow({ id }: JobAnswer): Promise<() => Promise<void>> {
  if (market.application.database.engine === 'embedded') return () => Promise.resolve();
  const runner = market.application.dataSource.createQueryRunner();
  await runner.startTransaction();
  await runner.query(`SELECT FROM jobs WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  return async () => {
    await runner.commitTransaction();
    await runner.release();
  };
}
