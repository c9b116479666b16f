import { jobStatus, type JobStatus, paymentStatus, type PaymentStatus } from '@aegis/contract';
import type { QueryRunner } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { JOB_TRANSITIONS } from '../src/features/jobs/jobs.states.js';
import { PAYMENT_TRANSITIONS } from '../src/features/payments/rows/payments.states.js';
import { databaseErrorOf } from '../src/platform/database/database-refusal.js';
import { CANCELLED, COMPLETED, IN_PROGRESS, MATCHED, NOON, type Row, SchemaRows } from './spec-support/schema-rows.js';
import { openTestDataSource, type TestDataSource } from './spec-support/test-data-source.js';

let test: TestDataSource;
let runner: QueryRunner;
let rows: SchemaRows;

beforeAll(async () => {
  test = await openTestDataSource();
});
afterAll(() => test.close());

beforeEach(async () => {
  runner = test.dataSource.createQueryRunner();
  await runner.startTransaction();
  rows = new SchemaRows((sql, values) => runner.query(sql, values));
});
afterEach(async () => {
  await runner.rollbackTransaction();
  await runner.release();
});

/** The name of the rule that refuses, or undefined when none does. */
function refusalOf(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => databaseErrorOf(error)?.constraint ?? String(error),
  );
}

const pairs = <Status extends string>(statuses: readonly Status[]): [from: Status, to: Status][] =>
  statuses.flatMap((from) => statuses.filter((to) => to !== from).map((to): [Status, Status] => [from, to]));

describe('a job, in the table of the code and in the trigger', () => {
  /** The shortest way to each status. */
  const WAYS: Record<JobStatus, readonly Row[]> = {
    requested: [],
    matched: [MATCHED],
    in_progress: [MATCHED, IN_PROGRESS],
    completed: [MATCHED, IN_PROGRESS, COMPLETED],
    cancelled: [CANCELLED],
  };

  /** Every column that the status needs, and none that it forbids: so that only the move itself can be refused. */
  const columnsOf = (status: JobStatus, guardId: string): Row => ({
    matched_at: null,
    started_at: null,
    check_in_proof: null,
    check_in_location: null,
    completed_at: null,
    cancelled_at: null,
    due_amount_cents: null,
    ...WAYS[status].at(-1),
    guard_id: status === 'requested' ? null : guardId,
    status,
  });

  it.each(pairs(jobStatus.options))('from %s to %s', async (from, to) => {
    const id = await rows.jobAlong(WAYS[from]);
    const refusal = await refusalOf(rows.update('jobs', id, columnsOf(to, await rows.guard())));
    expect(refusal).toBe(JOB_TRANSITIONS[from].includes(to) ? undefined : 'jobs_status_transition');
  });
});

describe('a payment, in the table of the code and in the trigger', () => {
  const TIMES = { succeeded_at: NOON, failed_at: NOON };

  it.each(pairs<PaymentStatus>(paymentStatus.options))('from %s to %s', async (from, to) => {
    const id = await rows.charge({ ...TIMES, status: from });
    const refusal = await refusalOf(rows.update('payments', id, { status: to }));
    expect(refusal).toBe(PAYMENT_TRANSITIONS[from].includes(to) ? undefined : 'payments_status_transition');
  });
});
