import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, NewerSchemaError, pendingMigrations } from '../src/platform/database/migrations.js';
import { MIGRATIONS } from './migrations/index.js';
import { openOwnDatabase } from './spec-support/own-database.js';
import { schemaSnapshot } from './spec-support/snapshot.js';

const migrations: MigrationInterface[] = MIGRATIONS.map((Migration) => new Migration());

let dataSource: DataSource;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ dataSource, close } = await openOwnDatabase());
}, 120_000);
afterAll(() => close());

async function inTransaction(work: (runner: QueryRunner) => Promise<void>): Promise<void> {
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    await work(runner);
    await runner.commitTransaction();
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
  }
}

const snapshot = (): Promise<string[]> => schemaSnapshot((sql) => dataSource.query(sql));

/** Tables, views, sequences, enums, functions and triggers. */
const isOurs = (line: string): boolean => /^[rpvmS] |^enum |^CREATE (OR REPLACE FUNCTION|TRIGGER)/.test(line);

describe('the migrations', () => {
  it('go down one by one, each removing all it made, and up again to the same schema', async () => {
    const whole = await snapshot();
    for (const migration of migrations.toReversed()) await inTransaction((runner) => migration.down(runner));

    const before: string[][] = [];
    for (const migration of migrations) {
      before.push(await snapshot());
      await inTransaction((runner) => migration.up(runner));
    }
    expect(await snapshot()).toEqual(whole);
    expect(before[0]?.filter(isOurs)).toEqual(['S migrations_id_seq', 'r migrations']);

    for (const [index, migration] of [...migrations.entries()].reverse()) {
      await inTransaction((runner) => migration.down(runner));
      expect(await snapshot(), `after the down of ${migration.constructor.name}`).toEqual(before[index]);
    }
    for (const migration of migrations) await inTransaction((runner) => migration.up(runner));
    expect(await snapshot()).toEqual(whole);
  }, 300_000);

  it('apply what the last revert took back, and then nothing', async () => {
    await dataSource.undoLastMigration({ transaction: 'each' });
    const last = MIGRATIONS.at(-1)?.name;
    expect(await pendingMigrations(dataSource)).toEqual([last]);
    expect(await migrate(dataSource)).toEqual([last]);
    expect(await migrate(dataSource)).toEqual([]);
  });

  it('refuse a database that a newer version has migrated', async () => {
    const newer = 'FromTheFuture9999999999999';
    await dataSource.query(`INSERT INTO migrations (timestamp, name) VALUES (9999999999999, $1)`, [newer]);
    await expect(migrate(dataSource)).rejects.toThrow(NewerSchemaError);
    await expect(migrate(dataSource)).rejects.toThrow(newer);
    await dataSource.query(`DELETE FROM migrations WHERE name = $1`, [newer]);
  });
});
