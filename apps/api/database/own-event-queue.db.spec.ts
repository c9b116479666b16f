import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OwnEventQueue1700000000051 } from './migrations/0051-own-event-queue.js';
import { SCHEMA_OF_PG_BOSS } from './migrations/0051-schema-of-pg-boss.js';
import { openOwnDatabase } from './spec-support/own-database.js';

const NOON = '2030-01-01T12:00:00.000Z';
const LATER = '2030-01-04T12:00:00.000Z';

let dataSource: DataSource;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ dataSource, close } = await openOwnDatabase());
}, 120_000);
afterAll(() => close());

async function step(direction: 'up' | 'down'): Promise<void> {
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    await new OwnEventQueue1700000000051()[direction](runner);
    await runner.commitTransaction();
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
  }
}

/** As the versions before have written it. */
async function publish(queue: string, data: object, state: string, at = NOON): Promise<string> {
  const id = randomUUID();
  await dataSource.query(`SELECT pgboss.create_queue($1, '{"policy": "standard"}')`, [queue]);
  await dataSource.query(
    `INSERT INTO pgboss.job (id, name, data, state, start_after, created_on, completed_on, retry_count)
     VALUES ($1, $2, $3, $4::pgboss.job_state, $5, $6, CASE WHEN $4 IN ('completed', 'failed') THEN $6::timestamptz END, 3)`,
    [id, queue, data, state, at, NOON],
  );
  return id;
}

const events = (): Promise<object[]> =>
  dataSource.query(`SELECT id, event, consumer, payload, due_at AS "dueAt", attempts, failed_at AS "failedAt", taken_by AS "takenBy"
                    FROM queued_events ORDER BY event, consumer`);

it('takes over what is undelivered or was given up, and gives it back', async () => {
  await step('down');
  await dataSource.query(SCHEMA_OF_PG_BOSS);
  const [job, person] = [randomUUID(), randomUUID()];
  const waiting = await publish('job.reopened.matching-dispatch', { jobId: job }, 'created');
  const inHand = await publish('offer.declined.matching-dispatch', { jobId: job }, 'active');
  const givenUp = await publish('person.erased.payments-forget-customer', { userId: person }, 'failed');
  await publish('job.cancelled.matching-close', { jobId: job }, 'completed');
  await publish('hold.due.payments-place-hold', { jobId: job }, 'created', LATER);
  await publish('job.requested.payments-place-hold', { jobId: job }, 'retry');

  await step('up');
  const common = { attempts: 3, takenBy: null, dueAt: new Date(NOON) };
  const about = { payload: { jobId: job }, failedAt: null, consumer: 'matching-dispatch', ...common };
  const carried = [
    { id: waiting, event: 'job.reopened', ...about },
    { id: inHand, event: 'offer.declined', ...about },
    {
      ...{ id: givenUp, event: 'person.erased', consumer: 'payments-forget-customer' },
      ...{ payload: { userId: person }, failedAt: new Date(NOON), ...common },
    },
  ];
  expect(await events()).toEqual(carried);
  const moments = `SELECT kind, subject_id AS subject, due_at AS "dueAt" FROM deadlines ORDER BY due_at`;
  const due = { kind: 'money.due', subject: job };
  const looks = [
    { ...due, dueAt: new Date(NOON) },
    { ...due, dueAt: new Date(LATER) },
  ];
  expect(await dataSource.query(moments)).toEqual(looks);
  expect(await dataSource.query(`SELECT 1 FROM pg_namespace WHERE nspname = 'pgboss'`)).toEqual([]);

  await step('down');
  expect(await dataSource.query(`SELECT id, name, state::text FROM pgboss.job ORDER BY name`)).toEqual([
    { id: waiting, name: 'job.reopened.matching-dispatch', state: 'created' },
    { id: inHand, name: 'offer.declined.matching-dispatch', state: 'created' },
    { id: givenUp, name: 'person.erased.payments-forget-customer', state: 'failed' },
  ]);

  await step('up');
  expect(await events()).toEqual(carried);
  expect(await dataSource.query(moments)).toEqual(looks);
});
