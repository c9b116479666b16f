import type { DataSource, QueryRunner } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../src/platform/database/migrations.js';
import { CHANGES, type Change, LOOKED_AT, OFFERS } from '../test/changes-beside-writes.js';
import { onServerOnly } from '../test/test-database.js';
import { openTestDataSource, type TestDataSource } from './spec-support/test-data-source.js';

const QUICK = { lockTimeoutMs: 100, pauseMs: 20, attempts: 1000 };
const ROWS = 12_000;
const SOON = { timeout: 60_000, interval: 10 };

onServerOnly('the embedded database has nobody beside the migration', () => {
  describe('a migration for a table that is written to all the time', () => {
    let test: TestDataSource;
    let dataSource: DataSource;
    const known: DataSource['migrations'] = [];

    beforeAll(async () => {
      test = await openTestDataSource(8);
      ({ dataSource } = test);
      known.push(...dataSource.migrations);
      const runner = dataSource.createQueryRunner();
      await runner.query('SET session_replication_role = replica');
      await runner.query(OFFERS, [1, ROWS]);
      await runner.query('RESET session_replication_role');
      await runner.release();
    });
    afterAll(() => test.close());
    afterEach(async () => {
      for (const { migration } of CHANGES.filter(isApplied)) {
        await dataSource.undoLastMigration({ transaction: 'none' });
        expect(dataSource.migrations).toContain(migration);
      }
      dataSource.migrations.splice(0, Infinity, ...known);
    });

    const isApplied = ({ migration }: Change): boolean => dataSource.migrations.includes(migration);

    const named = (name: string): Change => {
      const found = CHANGES.find((one) => one.name === name);
      if (!found) throw new Error(`no change is called ${name}`);
      return found;
    };

    function apply({ migration }: Change): Promise<string[]> {
      if (!dataSource.migrations.includes(migration)) dataSource.migrations.push(migration);
      return migrate(dataSource, () => {}, QUICK);
    }

    async function reading(): Promise<QueryRunner> {
      const reader = dataSource.createQueryRunner();
      await reader.startTransaction('REPEATABLE READ');
      await reader.query('SELECT FROM offers LIMIT 1');
      return reader;
    }

    /** Who makes an index beside writes, and waits for somebody who was there before. */
    const waiting = async (): Promise<number | undefined> => {
      const [row] = await dataSource.query<{ pid: number }[]>(
        `SELECT pid FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for%' AND datname = current_database()`,
      );
      return row?.pid;
    };

    const isValid = async (): Promise<boolean | undefined> => {
      const [row] = await dataSource.query<{ valid: boolean }[]>(
        `SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('tried_index')`,
      );
      return row?.valid;
    };

    it('makes its index while others write, and for as long as somebody reads', async () => {
      const reader = await reading();
      const applying = apply(named('an index, beside writes'));
      await expect.poll(waiting, SOON).toBeDefined();
      for (let offer = 1; offer <= 50; offer++) await dataSource.query(LOOKED_AT, [offer]);
      expect(await waiting()).toBeDefined();
      await reader.commitTransaction();
      await reader.release();
      expect(await applying).toEqual([named('an index, beside writes').migration.name]);
      expect(await isValid()).toBe(true);
    });

    it('makes it anew after it was broken off in the middle', async () => {
      const reader = await reading();
      const applying = apply(named('an index, beside writes'));
      await expect.poll(waiting, SOON).toBeDefined();
      await dataSource.query('SELECT pg_cancel_backend($1)', [await waiting()]);
      await expect(applying).rejects.toThrow('canceling statement');
      expect(await isValid()).toBe(false);
      await reader.commitTransaction();
      await reader.release();
      await apply(named('an index, beside writes'));
      expect(await isValid()).toBe(true);
    });

    it('keeps its check for what is written from now on, and then for what there is; also when it is run again', async () => {
      const valid = () =>
        dataSource.query<object[]>(`SELECT convalidated AS valid FROM pg_constraint WHERE conname = 'tried_check'`);
      const { migration } = named('a check, beside writes');
      const runner = dataSource.createQueryRunner();
      await migration.up(runner);
      await runner.release();
      expect(await valid()).toEqual([{ valid: true }]);
      await apply(named('a check, beside writes'));
      expect(await valid()).toEqual([{ valid: true }]);
    });

    it('writes to all rows that it is about, some thousand a transaction, and to none of the others', async () => {
      await dataSource.query(LOOKED_AT, [1]);
      const [{ xid } = { xid: '0' }] = await dataSource.query<{ xid: string }[]>(
        `SELECT pg_current_xact_id()::text AS xid`,
      );
      await apply(named('values, beside writes'));
      const [found] = await dataSource.query<object[]>(
        `SELECT count(*)::int AS changed, count(*) FILTER (WHERE wave = 2)::int AS meant, count(DISTINCT xmin::text)::int AS transactions
         FROM offers WHERE travel_seconds = 60 AND xmin::text::bigint > $1`,
        [xid],
      );
      expect(found).toEqual({ changed: ROWS / 20, meant: ROWS / 20, transactions: 3 });
    });

    it('is more than one that is done at once, for which every write waits until its end', async () => {
      const runner = dataSource.createQueryRunner();
      await runner.startTransaction();
      await named('an index, at once').migration.up(runner);
      const writing = dataSource.query(LOOKED_AT, [9]).then(() => 'written');
      await expect
        .poll(() => dataSource.query(`SELECT FROM pg_locks WHERE NOT granted AND relation = 'offers'::regclass`), SOON)
        .toHaveLength(1);
      await runner.rollbackTransaction();
      await runner.release();
      expect(await writing).toBe('written');
    });
  });
});
