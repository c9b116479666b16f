import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseErrorOf } from '../src/platform/database/database-refusal.js';
import { MATCHED, SchemaRows } from './spec-support/schema-rows.js';
import { openPool, openTestDataSource, type TestDataSource } from './spec-support/test-data-source.js';

/** Each on a connection of its own. On the embedded engine, which has one session, they only come in turn. */
const AT_ONCE = 8;
/** A dead-lock of two needs them to meet inside one statement: not in every round. */
const ROUNDS = 10;

let test: TestDataSource;
let pool: DataSource;
let rows: SchemaRows;

beforeAll(async () => {
  test = await openTestDataSource();
  await test.dataSource.destroy();
  pool = await openPool(test.database, AT_ONCE);
  rows = new SchemaRows((sql, values) => pool.query(sql, values));
  if (test.database.engine === 'embedded')
    console.info('races.db.spec.ts: the embedded engine has one connection, so its transactions only come in turn');
});
afterAll(async () => {
  await pool.destroy();
  await test.database.drop();
});

/** Runs all of `works`, each in a transaction; for each what came of it: `done`, or SQLSTATE and rule of the refusal. */
function atOnce(works: ((rows: SchemaRows) => Promise<unknown>)[]): Promise<string[]> {
  return Promise.all(
    works.map((work) =>
      pool
        .transaction((manager) => work(new SchemaRows((sql, values) => manager.query(sql, values))))
        .then(() => 'done')
        .catch((error: unknown) => {
          const refusal = databaseErrorOf(error);
          return refusal ? `${refusal.code} ${refusal.constraint}` : String(error);
        }),
    ),
  );
}

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

const oneDone = (refusal: string): string[] => [...times(AT_ONCE - 1, () => refusal), 'done'];

it('gives a guard one of many overlapping jobs, and refuses the others without a dead-lock', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const guardId = await rows.guard();
    const jobs = await Promise.all(times(AT_ONCE, () => rows.job()));
    const outcomes = await atOnce(jobs.map((id) => (own) => own.update('jobs', id, { ...MATCHED, guard_id: guardId })));
    expect(outcomes.sort()).toEqual(oneDone('23P01 jobs_no_overlap_per_guard'));
  }
});

it('gives a job to one of many guards', async () => {
  const id = await rows.job();
  const guards = await Promise.all(times(AT_ONCE, () => rows.guard()));
  await atOnce(guards.map((guardId) => (own) => own.update('jobs', id, { ...MATCHED, guard_id: guardId })));
  const [job] = await pool.query<{ guard_id: string }[]>('SELECT guard_id FROM jobs WHERE id = $1', [id]);
  expect(guards).toContain(job?.guard_id);
});

it('never refunds more than the charge, whatever comes at once', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const charge = await rows.settledCharge();
    // 200.00 has room for three of 60.00.
    const outcomes = await atOnce(times(AT_ONCE, () => (own) => own.refund(charge, 6000)));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(3);
    expect(new Set(outcomes)).toEqual(new Set(['done', '23514 payments_refunds_within_charge']));
  }
});

it('begins one live charge of a job', async () => {
  const jobId = await rows.job();
  const outcomes = await atOnce(times(AT_ONCE, () => (own) => own.charge({ job_id: jobId })));
  expect(outcomes.sort()).toEqual(oneDone('23505 payments_one_live_charge_per_job'));
});

it('begins one live payout of a charge', async () => {
  const { id, jobId } = await rows.settledCharge();
  const outcomes = await atOnce(times(AT_ONCE, () => (own) => own.payout({ job_id: jobId, paid_out_of: id })));
  expect(outcomes.sort()).toEqual(oneDone('23505 payments_one_live_payout_per_charge'));
});
