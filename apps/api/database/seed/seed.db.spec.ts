import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestApplication } from '../../test/test-application.js';
import { Config } from '../../src/platform/config/config.js';
import { isSeeded, seedDatabase } from './seed.js';

let application: TestApplication;

beforeAll(async () => {
  application = await TestApplication.start();
});
afterAll(() => application.close());

it('a new database is filled once, with a job of each end', async () => {
  const { dataSource } = application;
  const config = application.app.get(Config);
  expect(await isSeeded(dataSource)).toBe(false);
  expect(await seedDatabase(config, dataSource)).toMatchObject({ created: true });
  const jobs = await dataSource.query<{ status: string }[]>(`SELECT status FROM jobs ORDER BY status::text`);
  expect(jobs.map(({ status }) => status)).toEqual(['cancelled', 'completed', 'matched', 'requested']);
  expect(await seedDatabase(config, dataSource)).toMatchObject({ created: false });
});
