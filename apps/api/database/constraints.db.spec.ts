import type { DataSource, QueryRunner } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readCatalogue } from '../src/commands/db/schema/catalogue.js';
import { databaseErrorOf } from '../src/platform/database/database-refusal.js';
import { openTestDataSource, type TestDataSource } from './spec-support/test-data-source.js';
import { type Attempt, SQLSTATE } from './spec-support/attempt.js';
import { CREDITS } from './spec-support/credits.js';
import { DELETIONS } from './spec-support/deletions.js';
import { GUARD_PROFILES } from './spec-support/guard-profiles.js';
import { JOBS } from './spec-support/jobs.js';
import { LOCATION_HISTORY } from './spec-support/location-history.js';
import { JOB_MESSAGES } from './spec-support/job-messages.js';
import { MESSAGES } from './spec-support/messages.js';
import { PASSKEYS } from './spec-support/passkeys.js';
import { PAYMENTS } from './spec-support/payments.js';
import { DISPUTES } from './spec-support/disputes.js';
import { RECONCILIATIONS } from './spec-support/reconciliations.js';
import { HOURS } from './spec-support/hours.js';
import { INVOICES } from './spec-support/invoices.js';
import { PROPOSALS_AND_PLACES } from './spec-support/proposals-and-places.js';
import { RECEIPTS } from './spec-support/receipts.js';
import { SECURITY } from './spec-support/security.js';
import { SchemaRows } from './spec-support/schema-rows.js';
import { SUPPORTING } from './spec-support/supporting.js';
import { TIMELINE_AND_OFFERS } from './spec-support/timeline-and-offers.js';
import { USERS } from './spec-support/users.js';

const TOPICS: Record<string, Attempt[]> = {
  'users and sessions': USERS,
  'guard profiles': GUARD_PROFILES,
  jobs: JOBS,
  'timeline and offers': TIMELINE_AND_OFFERS,
  'location history': LOCATION_HISTORY,
  payments: PAYMENTS,
  'supporting tables': SUPPORTING,
  'security and privacy': SECURITY,
  disputes: DISPUTES,
  reconciliations: RECONCILIATIONS,
  hours: HOURS,
  credits: CREDITS,
  invoices: INVOICES,
  'proposals and saved places': PROPOSALS_AND_PLACES,
  'job messages': JOB_MESSAGES,
  messages: MESSAGES,
  passkeys: PASSKEYS,
  receipts: RECEIPTS,
  'deleting people and jobs': DELETIONS,
};

let test: TestDataSource;
let dataSource: DataSource;
let runner: QueryRunner;
let rows: SchemaRows;

beforeAll(async () => {
  test = await openTestDataSource();
  dataSource = test.dataSource;
  await dataSource.query(`SELECT create_location_partition('2030-05-01')`);
});
afterAll(async () => {
  await dataSource.query(`DROP TABLE location_history_20300501`);
  await test.close();
});

describe.each(Object.entries(TOPICS))('the rules of %s', (_topic, attempts) => {
  beforeEach(async () => {
    runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    rows = new SchemaRows((sql, values) => runner.query(sql, values));
  });
  afterEach(async () => {
    await runner.rollbackTransaction();
    await runner.release();
  });

  it.each(attempts.map((attempt) => [title(attempt), attempt] as const))('%s is refused', async (_title, attempt) => {
    const refusal = await attempt.breaks(rows).then(
      () => undefined,
      (error: unknown) => databaseErrorOf(error),
    );
    expect(partitionless(refusal?.constraint)).toBe(attempt.rule);
    expect(SQLSTATE[attempt.kind]).toContain(refusal?.code);
  });

  const keepers = attempts.filter((attempt) => attempt.keeps);
  if (keepers.length > 0)
    it.each(keepers.map((attempt) => [title(attempt), attempt] as const))(
      'just inside of %s is accepted',
      async (_title, attempt) => {
        await expect(attempt.keeps?.(rows)).resolves.not.toThrow();
      },
    );
});

it('leaves no constraint, unique index or rule of a trigger untried', async () => {
  const tried = new Set(Object.values(TOPICS).flatMap((attempts) => attempts.map(({ rule }) => rule)));
  const rules = (await readCatalogue(dataSource)).flatMap((table) => table.rules);
  const refusing = rules.filter(
    ({ name, kind, definition }) => (kind !== 'index' || definition.startsWith('UNIQUE')) && !ONLY_WRITES.test(name),
  );
  expect(refusing.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  expect(refusing.length).toBeGreaterThan(90);
});

/** Triggers that refuse nothing. */
const ONLY_WRITES = /_(touch_updated_at|count_papers)$/;

const title = ({ rule, by }: Attempt): string => (by === undefined ? rule : `${rule}: ${by}`);

/** A partition's copy of a primary key has the day in its name. */
const partitionless = (name: string | undefined): string | undefined =>
  name?.replace(/^location_history_\d{8}_/, 'location_history_');
