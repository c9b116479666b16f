import type { DataSource, MigrationInterface } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FactsOfPayments1700000000050 } from './migrations/0050-facts-of-payments.js';
import { MIGRATIONS } from './migrations/index.js';
import { Digest, liveThrough } from './spec-support/lived-through.js';
import { openOwnDatabase } from './spec-support/own-database.js';
import { SchemaRows, SUCCEEDED } from './spec-support/schema-rows.js';

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

describe('what decides about money', () => {
  const FACTS = ['capture_before', 'stands_in_for', 'retry_at', 'reversed_cents', 'reason', 'stripe_customer_id'];
  const version = MIGRATIONS.indexOf(FactsOfPayments1700000000050) - 1;
  const rows = (): SchemaRows => new SchemaRows((sql, values) => dataSource.query(sql, values));

  async function factsOf(id: string): Promise<Record<string, unknown> | undefined> {
    const [row] = await dataSource.query<Record<string, unknown>[]>(
      `SELECT ${FACTS.join(', ')}, metadata FROM payments WHERE id = $1`,
      [id],
    );
    return row;
  }

  it('comes out of the metadata of a row, and goes back into it', async () => {
    await goTo(version);
    const metadata = { captureBefore: '2030-05-08T12:00:00.000Z', stripeCustomer: 'cus_1', paymentMethod: 'pm_1' };
    const held = await rows().charge({ status: 'authorized', metadata: JSON.stringify(metadata) });
    const reversal = { reason: 'late', toReverseCents: 0, reversedCents: 80, reversalId: 'trr_1' };
    const refund = await rows().refund(await rows().settledCharge(), 100, {
      ...SUCCEEDED,
      metadata: JSON.stringify(reversal),
    });
    await goTo(migrations.length);
    expect(await factsOf(held)).toMatchObject({
      capture_before: new Date(metadata.captureBefore),
      stripe_customer_id: 'cus_1',
      metadata: {},
    });
    expect(await factsOf(refund)).toMatchObject({ reversed_cents: 80, reason: 'late', metadata: {} });
    await goTo(version);
    const [again] = await dataSource.query<{ metadata: unknown }[]>(`SELECT metadata FROM payments WHERE id = $1`, [
      held,
    ]);
    expect(again?.metadata).toEqual(metadata);
  });

  it('that a text was written over is left out, and keeps no row from coming along', async () => {
    await goTo(version);
    const metadata = { captureBefore: '[erased]-12-03T10:00:00Z', standsInFor: '[erased]', retryAt: 'soon' };
    const broken = await rows().charge({ status: 'authorized', metadata: JSON.stringify(metadata) });
    await goTo(migrations.length);
    expect(await factsOf(broken)).toEqual({
      ...{ capture_before: null, stands_in_for: null, retry_at: null, reversed_cents: 0, reason: null },
      ...{ stripe_customer_id: null, metadata: {} },
    });
  });
});
