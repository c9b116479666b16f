import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onServerOnly } from '../test/test-database.js';
import { TablesInUseError } from '../src/platform/database/lock-patience.js';
import { migrate } from '../src/platform/database/migrations.js';
import { openTestDataSource, type TestDataSource } from './spec-support/test-data-source.js';

const QUICK = { lockTimeoutMs: 100, pauseMs: 20, attempts: 1000 };

/** Needs every table that people write to for itself. */
class Needy9000000000000 implements MigrationInterface {
  readonly name = 'Needy9000000000000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users ADD COLUMN tried integer`);
    await runner.query(`ALTER TABLE jobs ADD COLUMN tried integer`);
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE jobs DROP COLUMN tried`);
    await runner.query(`ALTER TABLE users DROP COLUMN tried`);
  }
}

onServerOnly('the embedded database has nobody beside the migration', () => {
  describe('a migration behind somebody who reads for long', () => {
    let test: TestDataSource;
    let dataSource: DataSource;
    let reader: QueryRunner;

    beforeAll(async () => {
      test = await openTestDataSource(6);
      ({ dataSource } = test);
      dataSource.migrations.push(new Needy9000000000000());
      reader = dataSource.createQueryRunner();
      await reader.startTransaction();
      await reader.query(`SELECT FROM jobs`);
    });
    afterAll(async () => {
      if (!reader.isReleased) await reader.release();
      await test.close();
    });

    const columns = () => dataSource.query(`SELECT FROM information_schema.columns WHERE column_name = 'tried'`);

    it('gives up in a sentence when the reader stays, and has changed nothing', async () => {
      const hasty = migrate(dataSource, () => {}, { ...QUICK, attempts: 3 });
      await expect(hasty).rejects.toThrow(TablesInUseError);
      expect(await columns()).toEqual([]);
      expect(await dataSource.query(`SHOW lock_timeout`)).toEqual([{ lock_timeout: '0' }]);
    });

    it('lets those through who ask meanwhile, and is applied when the reader has gone', async () => {
      const told: string[] = [];
      const migrating = migrate(dataSource, (sentence) => told.push(sentence), QUICK);
      await expect.poll(() => told.length).toBe(1);
      for (let request = 0; request < 10; request++) {
        await expect.poll(waiting, { interval: 1 }).toBe(1);
        await dataSource.query(`SELECT count(*) FROM jobs JOIN users ON users.id = jobs.customer_id`);
      }
      expect(await columns()).toEqual([]);
      await reader.commitTransaction();
      await reader.release();
      expect(await migrating).toEqual(['Needy9000000000000']);
      expect(await columns()).toHaveLength(2);
      expect(told).toHaveLength(1);
    });

    /** Migrations that wait for a table at this moment. */
    async function waiting(): Promise<number> {
      const rows = await dataSource.query<unknown[]>(
        `SELECT FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
         WHERE NOT l.granted AND c.relname = 'jobs' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      return rows.length;
    }
  });
});
