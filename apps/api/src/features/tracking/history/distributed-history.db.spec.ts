import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { openPool } from '../../../../database/spec-support/test-data-source.js';
import { type Booking, Marketplace, metersNorth } from '../../../../test/marketplace.js';
import { RequestStatements } from '../../../../test/request-statements.js';
import { onServerOnly, type TestDatabase } from '../../../../test/test-database.js';
import { HistoryRules } from '../../../commands/db/distribution/history-rules.js';
import { MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { Database } from '../../../platform/database/database.js';
import { SilenceWatch } from '../silence/silence-watch.js';
import { PlacedHistory } from './placed-history.js';

let market: Marketplace;
let statements: RequestStatements;

beforeAll(async () => {
  market = await Marketplace.open({}, async (database) => {
    await withRules(database, (rules) => rules.dropKeys());
    return {};
  });
  statements = new RequestStatements(market.application.dataSource);
});
afterAll(async () => {
  const { database } = market.application;
  // The embedded engine has one database for all files.
  if (database.engine === 'embedded') await withRules(market.application.dataSource, (rules) => rules.restoreKeys());
  await market.close();
});

async function withRules(
  where: TestDatabase | DataSource,
  work: (rules: HistoryRules) => Promise<unknown>,
): Promise<void> {
  const own = 'query' in where ? undefined : await openPool(where, 1);
  await work(new HistoryRules(new Database(own ?? (where as DataSource)), () => {}));
  await own?.destroy();
}

const fix = ({ job }: Booking, meters: number, secondsAgo: number) => ({
  ...metersNorth(job.location, meters),
  accuracyMeters: 10,
  recordedAt: shift(market.now, -secondsAgo * SECOND_MS).toISOString(),
});

const upload = (booking: Booking, fixes: ReturnType<typeof fix>[]) =>
  booking.guard.client.tracking.upload({ params: { id: booking.job.id }, body: { fixes } });

/** Without its foreign keys, by which it is known: the answers have to be the same as those of the shared statements. */
describe('where the history is distributed', () => {
  it('uploads of many guards at once are stored for each, and known again', async () => {
    const bookings = await Promise.all(Array.from({ length: 5 }, () => market.bookedJob()));
    market.clock.move(MINUTE_MS);
    const batches = bookings.map((booking) => [30, 20, 10].map((ago) => fix(booking, 200 - ago, ago)));
    const send = () => Promise.all(bookings.map((booking, index) => upload(booking, batches[index] ?? [])));
    expect(await send()).toEqual(bookings.map(() => ({ stored: 3, duplicates: 0, rejected: [] })));
    expect(await send()).toEqual(bookings.map(() => ({ stored: 0, duplicates: 3, rejected: [] })));
  });

  onServerOnly('its statements have no names there', () => {
    it('each guard has statements of their own', () => {
      const shared = ['ingest_insert', 'ingest_around', 'history_last_fixes'];
      expect(shared.flatMap((name) => statements.named(name))).toEqual([]);
      expect(statements.named('location_insert_3').length).toBeGreaterThanOrEqual(10);
      expect(new Set(statements.named('location_insert_3').map(({ values }) => values[0])).size).toBe(5);
    });
  });

  it('silence is noticed and ended: who is heard is not asked for one by one', async () => {
    const [heard, silent] = [await market.runningJob(), await market.runningJob()];
    await market.sendFix(silent, 5);
    market.clock.move(11 * MINUTE_MS);
    await market.sendFix(heard, 5);
    const before = statements.named('history_last_fix').length;
    await market.application.app.get(SilenceWatch).look();
    const asked = statements.named('history_last_fix').slice(before);
    expect(asked.map(({ values }) => values[1])).toContain(silent.job.id);
    expect(asked.map(({ values }) => values[1])).not.toContain(heard.job.id);
    const at = await silent.customer.client.tracking.latest({ params: { id: silent.job.id } });
    expect(at.silentSince).not.toBeNull();
    await market.sendFix(silent, 5);
    await market.application.app.get(SilenceWatch).look();
    expect((await silent.customer.client.tracking.latest({ params: { id: silent.job.id } })).silentSince).toBeNull();
  });

  it('a process notices that it has been distributed, or is whole again', async () => {
    const { app, dataSource } = market.application;
    const history = app.get(PlacedHistory);
    expect(history).toMatchObject({ provesJobs: false, isHere: false });
    await withRules(dataSource, (rules) => rules.restoreKeys());
    await history.look();
    expect(history).toMatchObject({ provesJobs: true, isHere: true });
    await withRules(dataSource, (rules) => rules.dropKeys());
    // As it is between two looks: what a distributed table does not take breaks off, and is asked for in the other way.
    await dataSource.query('ALTER FUNCTION fixes_around RENAME TO fixes_around_away');
    try {
      const booking = await market.bookedJob();
      market.clock.move(MINUTE_MS);
      expect(await upload(booking, [fix(booking, 100, 20)])).toMatchObject({ stored: 1 });
      expect(history.provesJobs).toBe(false);
    } finally {
      await dataSource.query('ALTER FUNCTION fixes_around_away RENAME TO fixes_around');
    }
  });

  it('speed is measured from the stored fix before', async () => {
    const booking = await market.bookedJob();
    market.clock.move(MINUTE_MS);
    await upload(booking, [fix(booking, 100, 20)]);
    const { stored, rejected } = await upload(booking, [fix(booking, 90_000, 10), fix(booking, 110, 5)]);
    expect([stored, rejected.map(({ index }) => index)]).toEqual([1, [0]]);
  });
});
