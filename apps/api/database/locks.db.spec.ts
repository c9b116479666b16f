import type { DataSource, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LOCK, LOCK_BOOKING } from '../src/features/jobs/jobs.statements.js';
import { onServerOnly } from '../test/test-database.js';
import { IN_PROGRESS, MATCHED, SchemaRows } from './spec-support/schema-rows.js';
import { openTestDataSource, type TestDataSource } from './spec-support/test-data-source.js';

let test: TestDataSource;
let pool: DataSource;

beforeAll(async () => {
  test = await openTestDataSource(3);
  pool = test.dataSource;
});
afterAll(() => test.close());

/** A lock that is waited for ends the statement: what passes has waited for none. */
const WAITS_FOR_NOTHING = `SET LOCAL lock_timeout = '1s'`;

/** A transaction that is left open while `work` runs beside it, and rolled back. */
async function beside(hold: (runner: QueryRunner) => Promise<unknown>, work: () => Promise<unknown>): Promise<void> {
  const runner = pool.createQueryRunner();
  await runner.startTransaction();
  try {
    await hold(runner);
    await work();
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

async function positionAndTimelineOf(jobId: string, guardId: string): Promise<void> {
  await pool.transaction(async (manager) => {
    await manager.query(WAITS_FOR_NOTHING);
    const rows = new SchemaRows((sql, values) => manager.query(sql, values));
    const today = new Date().toISOString();
    await rows.fix({ job_id: jobId, guard_id: guardId, recorded_at: today });
    await rows.timelineRow({ job_id: jobId });
  });
}

const CANCEL = `UPDATE jobs SET status = 'cancelled', cancelled_at = now(), cancellation_reason = 'rain',
  due_amount_cents = 0 WHERE id = $1`;

onServerOnly('one connection holds nothing beside itself', () => {
  it.each([
    ['a step of money holds it', LOCK_BOOKING.text],
    ['a change of it is decided', LOCK.text],
    ['its state changes', CANCEL],
  ])('positions and rows of the timeline of a job do not wait while %s', async (_, held) => {
    const rows = new SchemaRows((sql, values) => pool.query(sql, values));
    await pool.query(`SELECT create_location_partition(now()::date)`);
    const guardId = await rows.guard();
    const jobId = await rows.jobAlong([
      { ...MATCHED, guard_id: guardId },
      { ...IN_PROGRESS, guard_id: guardId },
    ]);
    await beside(
      (runner) => runner.query(held, [jobId]),
      () => positionAndTimelineOf(jobId, guardId),
    );
    const written = `SELECT (SELECT count(*)::int FROM location_history WHERE job_id = $1) AS fixes,
      (SELECT count(*)::int FROM timeline WHERE job_id = $1) AS told`;
    expect(await pool.query(written, [jobId])).toEqual([{ fixes: 1, told: 1 }]);
  });
});
