import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '../database/spec-support/test-data-source.js';
import { ServerProcess } from './server-process.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from './test-database.js';

/** Overdue since an outage: each ends the search for a job, which is cancelled and settled. */
const OVERDUE = 3000;
/** Transactions under way may take a second each on a machine that is busy with other tests; all of them together take minutes. */
const STOPPED_WITHIN_MS = 10_000;
const SOON = { timeout: 30_000, interval: 20 };

let database: TestDatabase;
let dataSource: DataSource;
let server: ServerProcess;
/** Of both starts: the double of the first has placed holds that the second has to know. */
let dataDir: string;

const OPEN_JOBS = `
  INSERT INTO jobs (customer_id, title, job_type, status, location_address, location_coordinates, start_time, end_time,
    required_clearance_level, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents, requested_at)
  SELECT id, 'Gate ' || n, 'basic', 'requested', '1 Main Street', ST_MakePoint(-118.2, 34.05)::geography,
    now() - interval '3 hours', now() - interval '1 hour', 'basic', 2500, 5000, 1000, 4000, now() - interval '5 hours'
  FROM users, generate_series(1, ${OVERDUE}) AS n`;

const count = async (sql: string): Promise<number> =>
  (await dataSource.query<{ count: number }[]>(`SELECT count(*)::int AS count FROM ${sql}`))[0]?.count ?? -1;

const start = (): Promise<ServerProcess> => ServerProcess.start(database, { AEGIS_DATA_DIR: dataDir });

const left = () => count(`deadlines WHERE kind = 'job.search_ends'`);
const ended = () => count(`jobs WHERE status = 'cancelled'`);
/** Jobs that are open and that nothing will look at any more. */
const forgotten = () =>
  count(`jobs j WHERE status = 'requested' AND NOT EXISTS (SELECT FROM deadlines WHERE subject_id = j.id)`);

onServerOnly('the embedded database has one connection and the lanes of deadlines with it', () => {
  describe('a server that is asked to end while thousands of deadlines are overdue', () => {
    beforeAll(async () => {
      dataDir = mkdtempSync(join(tmpdir(), 'aegis-overdue-'));
      database = await createTestDatabase();
      dataSource = await openPool(database, 2);
      await dataSource.query(
        `INSERT INTO users (email, password_hash, first_name, last_name, role, status)
         VALUES ('kim@test.example', 'none', 'Kim', 'Lee', 'customer', 'active')`,
      );
      await dataSource.query(OPEN_JOBS);
      await dataSource.query(
        `INSERT INTO deadlines (id, kind, subject_id, due_at)
         SELECT gen_random_uuid(), 'job.search_ends', id, end_time FROM jobs`,
      );
      server = await start();
    });
    afterAll(async () => {
      await server.discard();
      await dataSource.destroy();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    });

    it('ends at once and well, and leaves what it has not done to whoever comes next', async () => {
      await expect.poll(ended, SOON).toBeGreaterThan(0);
      const begun = performance.now();
      server.terminate();
      expect(await server.ended()).toBe(0);
      expect(performance.now() - begun).toBeLessThan(STOPPED_WITHIN_MS);
      expect(await left()).toBeGreaterThan(0);
      expect(await forgotten()).toBe(0);
      expect((await ended()) + (await left())).toBe(OVERDUE);

      const before = await ended();
      server = await start();
      await expect.poll(ended, SOON).toBeGreaterThan(before);
      expect(await forgotten()).toBe(0);
    });
  });
});
