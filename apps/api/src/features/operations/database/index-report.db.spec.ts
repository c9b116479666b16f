import { afterAll, beforeAll, expect, it } from 'vitest';
import { SchemaRows } from '../../../../database/spec-support/schema-rows.js';
import { openTestDataSource, type TestDataSource } from '../../../../database/spec-support/test-data-source.js';
import { Database } from '../../../platform/database/database.js';
import { IndexReport, type IndexUse } from './index-report.js';

let test: TestDataSource;
let database: Database;
let report: IndexReport;

beforeAll(async () => {
  test = await openTestDataSource();
  database = new Database(test.dataSource);
  report = new IndexReport(database);
});
afterAll(() => test.close());

async function useOf(index: string): Promise<IndexUse | undefined> {
  return (await report.read()).find((use) => use.index === index);
}

it('lists every index of ours once, and none of an extension or a library', async () => {
  const uses = await report.read();
  const names = uses.map(({ index }) => index);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(['users_email_unique_among_living', 'location_history_trail']));
  expect(uses.filter(({ table }) => ['spatial_ref_sys', 'migrations'].includes(table))).toEqual([]);
});

it('tells unique indexes from others', async () => {
  expect(await useOf('users_pkey')).toMatchObject({ table: 'users', unique: true });
  expect(await useOf('jobs_open_near')).toMatchObject({ table: 'jobs', unique: false });
});

it('counts a scan, and the entries it returned', async () => {
  const rows = new SchemaRows((sql, values) => test.dataSource.query(sql, values));
  const id = await rows.user();
  const before = await useOf('users_pkey');
  await database.transaction(async () => {
    await database.run('SET LOCAL enable_seqscan = off');
    await database.anyRows('SELECT FROM users WHERE id = $1', [id]);
  });
  // A session hands its counts over when it is idle, at most once a second.
  await expect
    .poll(async () => (await useOf('users_pkey'))?.scans, { timeout: 20_000, interval: 200 })
    .toBeGreaterThan(before?.scans ?? 0);
  expect(await useOf('users_pkey')).toMatchObject({ neverUsed: false });
});

it('adds up the partitions of an index', async () => {
  const empty = (await useOf('location_history_pkey'))?.sizeBytes ?? 0;
  await database.anyRows(`SELECT create_location_partition('2031-05-01'), create_location_partition('2031-05-02')`);
  try {
    const two = (await useOf('location_history_pkey'))?.sizeBytes ?? 0;
    expect(two).toBeGreaterThan(empty);
  } finally {
    await database.run('DROP TABLE location_history_20310501, location_history_20310502');
  }
});
