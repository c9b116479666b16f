import type { DataSource, MigrationInterface } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS } from './migrations/index.js';
import { Digest, liveThrough } from './spec-support/lived-through.js';
import { openOwnDatabase } from './spec-support/own-database.js';
import { SchemaRows } from './spec-support/schema-rows.js';

/** The first brings extensions and no table. */
const [, ...migrations]: MigrationInterface[] = MIGRATIONS.map((Migration) => new Migration());
const VERSIONS = migrations.map((migration, index) => [migration.constructor.name, index + 1] as const);

let dataSource: DataSource;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ dataSource, close } = await openOwnDatabase());
  await goTo(0);
}, 120_000);
afterAll(() => close());
// With rows in every table.
afterEach(() => goTo(0));

async function step(migration: MigrationInterface, direction: 'up' | 'down'): Promise<void> {
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    await migration[direction](runner);
    await runner.commitTransaction();
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
  }
}

let applied = migrations.length;

/** Up or down to where so many migrations are applied. */
async function goTo(wanted: number): Promise<void> {
  for (; applied < wanted; applied++) await step(at(applied), 'up');
  for (; applied > wanted; applied--) await step(at(applied - 1), 'down');
}

function at(index: number): MigrationInterface {
  const migration = migrations[index];
  if (!migration) throw new Error(`there is no migration ${index}`);
  return migration;
}

const unproved = (): Promise<unknown[]> =>
  dataSource.query(
    `SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND NOT convalidated`,
  );

describe('a database with data', () => {
  it.each(VERSIONS)(
    'of the version %s comes to the newest, and back, with every value of every row',
    async (_name, version) => {
      await goTo(version);
      const tables = await liveThrough(dataSource, new SchemaRows((sql, values) => dataSource.query(sql, values)));
      const digest = await Digest.of(dataSource, tables);
      const before = await digest.read(dataSource);
      expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);

      await goTo(migrations.length);
      expect(await digest.read(dataSource)).toEqual(before);
      expect(await unproved()).toEqual([]);
      expect(await dataSource.query(`SELECT * FROM job_money WHERE NOT adds_up`)).toEqual([]);

      await goTo(version);
      expect(await digest.read(dataSource)).toEqual(before);
    },
  );
});
