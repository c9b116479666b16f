import './timeline.js';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodesOf, pagesOf, type Plan } from '../../../test/request-statements.js';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.js';
import { declaredStatements } from '../database/statement.js';

/** Enough that reading all of them is dearer than looking some up. Every second id is missing. */
const ROWS = 60_000;
const ROWS_OF_JOB = 4;
/** What changes that are under way for a minute leave in a busy market. */
const GAPS = 10_000;
const NEW_ROWS = 20;
const TOP = 2 * (ROWS - NEW_ROWS);
/** Ids in gaps that have come since. */
const LATE = [TOP - 15_001, TOP - 777, TOP - 1];
const JOBS = 200;
const PAGE = 500;
/** From the root of the index to the row. */
const PAGES_A_LOOK = 4;
const NOBODY = '00000000-0000-0000-0000-000000000000';

const JOB_ID = `md5((n / ${ROWS_OF_JOB})::text)::uuid`;

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ ...database });
  await client.connect();
  // Rows of jobs that nobody has booked.
  await client.query('SET session_replication_role = replica');
  await client.query(
    `INSERT INTO timeline (id, job_id, type, actor_role, occurred_at) OVERRIDING SYSTEM VALUE
     SELECT 2 * n, ${JOB_ID}, 'job.silent', 'system', now() FROM generate_series(1, $1::int) AS n`,
    [ROWS],
  );
  await client.query(
    `INSERT INTO timeline (id, job_id, type, actor_role, occurred_at) OVERRIDING SYSTEM VALUE
     SELECT n, ${JOB_ID}, 'job.silent', 'system', now() FROM unnest($1::bigint[]) AS n`,
    [LATE],
  );
  await client.query('RESET session_replication_role');
  await client.query('VACUUM ANALYZE timeline');
  await client.query('SET plan_cache_mode = force_generic_plan');
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const listOf = (values: readonly (string | number)[]): string => `'{${values.join(',')}}'`;

/** As every connection has it from its sixth time on, executed. */
async function planOf(name: string, values: readonly (string | number)[]): Promise<Plan> {
  const found = declaredStatements().find((statement) => statement.name === name);
  if (!found) throw new Error(`there is no statement ${name}`);
  await client.query(`PREPARE ${name} AS ${found.text}`);
  const execute = `EXECUTE ${name} (${values.join(', ')})`;
  // What a connection learns at its first look counts as pages too.
  await client.query(execute);
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${execute}`,
  );
  const plan = rows[0]?.['QUERY PLAN'][0].Plan;
  if (!plan) throw new Error('EXPLAIN gives one row');
  return plan;
}

/** Rows that were read and are none of those asked for. */
const readInVain = (plan: Plan): number =>
  nodesOf(plan).reduce(
    (sum, node) =>
      sum + ((node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Join Filter'] ?? 0)) * node['Actual Loops'],
    0,
  );

describe('what is new on a timeline of tens of thousands of rows, by the plan for all values', () => {
  it('is looked up: beside the new rows each of ten thousand ids that were missing is', async () => {
    const missing = Array.from({ length: GAPS }, (_, index) => TOP - 1 - 2 * index);
    const plan = await planOf('timeline_since', [TOP, listOf(missing), listOf(missing), PAGE]);
    expect(plan['Actual Rows']).toBe(NEW_ROWS + LATE.length);
    expect(readInVain(plan)).toBe(0);
    expect(pagesOf(plan)).toBeLessThan(PAGES_A_LOOK * (GAPS + NEW_ROWS));
  });

  it('of two hundred jobs is looked up by job, and not found among the rows of all others', async () => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT DISTINCT ${JOB_ID} AS id FROM generate_series(${ROWS_OF_JOB}, $1::int, $1::int / ${JOBS}) AS n`,
      [ROWS - ROWS_OF_JOB],
    );
    const jobIds = listOf(rows.map(({ id }) => id));
    const plan = await planOf('timeline_since_of', [0, jobIds, `'${NOBODY}'`, PAGE]);
    expect(plan['Actual Rows']).toBe(PAGE);
    expect(readInVain(plan)).toBe(0);
    expect(pagesOf(plan)).toBeLessThan(2 * PAGES_A_LOOK * rows.length * ROWS_OF_JOB);
  });
});
