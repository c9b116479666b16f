import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '@aegis/client';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { schemaSnapshot } from '../../../database/spec-support/snapshot.js';
import { openTestDataSource, type TestDataSource } from '../../../database/spec-support/test-data-source.js';
import { GuardsOnDuty } from '../../../test/guards-on-duty.js';
import { type Booking, Marketplace } from '../../../test/marketplace.js';
import { addressOf, createTestDatabase, onServerOnly, type TestDatabase } from '../../../test/test-database.js';
import { createApplication } from '../../application.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { HOUR_MS } from '../../platform/clock/duration.js';
import { Config, readConfig } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { migrate, pendingMigrations } from '../../platform/database/migrations.js';
import { EventQueue } from '../../platform/queue/event-queue.js';
import { applicationDataSource } from '../../startup/application-data-source.js';
import { backup } from './backup.js';
import { writeBackup } from './backup-file.js';
import { type CommandContext, CommandRefusal } from './command.js';
import { HistoryRules } from './distribution/history-rules.js';
import { revert } from './revert.js';
import { undistribute } from './undistribute.js';

const run = promisify(execFile);

let market: Marketplace;
let directory: string;
let restoredName: string;
let restored: DataSource;

onServerOnly('the embedded database is backed up as the files of its directory', () => {
  describe('a restored backup', () => {
    beforeAll(async () => {
      market = await Marketplace.open();
      market.application.stripe.faults.add({ kind: 'webhook_lost' });
      directory = mkdtempSync(join(tmpdir(), 'aegis-backup-'));
      restoredName = `${market.application.database.database}_restored`;
    });
    afterAll(async () => {
      if (restored?.isInitialized) await restored.destroy();
      await market.application.dataSource.query(`DROP DATABASE IF EXISTS ${restoredName} WITH (FORCE)`);
      await market.close();
      rmSync(directory, { recursive: true });
    });

    it('is the same market: rows, sums, audit log, encrypted fields and people who are signed in', async () => {
      const { guard, customer } = await liveThrough();
      const { dataSource } = market.application;
      const { rows, head, file } = await backupAtRest();
      restored = await restore(file);

      expect(await pendingMigrations(restored)).toEqual([]);
      expect(await schemaSnapshot((sql) => restored.query(sql))).toEqual(
        await schemaSnapshot((sql) => dataSource.query(sql)),
      );
      expect(await digest(restored)).toEqual(rows);
      expect(await restored.query(`SELECT * FROM job_money WHERE NOT adds_up`)).toEqual([]);
      expect(await restored.query(`SELECT count(*)::int AS jobs FROM job_money`)).not.toEqual([{ jobs: 0 }]);

      const again = await serve(restored);
      try {
        expect(await again.app.get(AuditLog).verify()).toMatchObject({ head, broken: null });
        const client = createClient({ baseUrl: again.url, token: guard.token });
        expect(await client.guards.taxId()).toEqual({ lastFour: '6789' });
        const own = createClient({ baseUrl: again.url, token: customer.token });
        expect(await own.users.me()).toMatchObject({ id: customer.id, email: customer.email });
        expect((await own.jobs.list({ query: {} })).items).toHaveLength(1);
      } finally {
        await again.app.close();
      }
    });
  });

  describe('of a history that lies on several servers', () => {
    let opened: TestDataSource;
    let url: string;
    let folder: string;
    let rules: HistoryRules;
    beforeAll(async () => {
      opened = await openTestDataSource(2);
      url = addressOf(opened.database);
      folder = mkdtempSync(join(tmpdir(), 'aegis-backup-'));
      rules = new HistoryRules(new Database(opened.dataSource), () => {});
      const [guard] = (await GuardsOnDuty.create(url, 1)).all;
      await opened.dataSource.query(FIX, [guard?.id, guard?.jobId]);
      await rules.dropKeys();
    });
    afterAll(async () => {
      await opened.close();
      rmSync(folder, { recursive: true });
    });

    it('is refused in a sentence that says what to do, and leaves no file', async () => {
      for (const command of [
        backup.run([folder], contextOf(url)),
        revert.run(['--yes', '--backup', folder], contextOf(url)),
      ]) {
        const refusal: unknown = await command.catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(CommandRefusal);
        expect(String(refusal)).toMatch(/undistribute.*--without-positions/);
      }
      expect(readdirSync(folder)).toEqual([]);
      expect(await pendingMigrations(opened.dataSource)).toEqual([]);
    });

    it('is made of everything else where that is asked for, and restored it is whole after undistribute', async () => {
      await backup.run([folder, '--without-positions'], contextOf(url));
      const [file = ''] = readdirSync(folder);
      expect(file).toMatch(/-without-positions\.dump$/);
      const name = `${opened.database.database}_restored`;
      await opened.dataSource.query(`CREATE DATABASE ${name} TEMPLATE template0`);
      try {
        const restoredUrl = addressOf({ ...opened.database, database: name });
        await run('pg_restore', ['--exit-on-error', '--no-owner', `--dbname=${restoredUrl}`, join(folder, file)]);
        await undistribute.run([], contextOf(restoredUrl));
        const { user, password } = opened.database;
        await asUser(opened.database, name, user, password, async (dataSource) => {
          expect(await dataSource.query(COUNTS)).toEqual([{ jobs: 1, users: 2, fixes: 0 }]);
          expect(await pendingMigrations(dataSource)).toEqual([]);
          await rules.restoreKeys();
          expect(await schemaSnapshot((sql) => dataSource.query(sql))).toEqual(
            await schemaSnapshot((sql) => opened.dataSource.query(sql)),
          );
        });
        expect(await opened.dataSource.query(COUNTS)).toEqual([{ jobs: 1, users: 2, fixes: 1 }]);
      } finally {
        await opened.dataSource.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }
    });
  });

  it('is made and restored by an owner who is no superuser, where a superuser has made PostGIS', async () => {
    const server = await createTestDatabase();
    const superuser = await applicationDataSource({ ...server, ...OF_A_TEST }).initialize();
    const folder = mkdtempSync(join(tmpdir(), 'aegis-backup-'));
    const owner = `owner_${randomBytes(4).toString('hex')}`;
    const names = [`${owner}_one`, `${owner}_two`] as const;
    const urls = names.map((name) => `postgres://${owner}:a-password@${server.host}:${server.port}/${name}`);
    try {
      await superuser.query(`CREATE ROLE ${owner} LOGIN PASSWORD 'a-password'`);
      for (const name of names) {
        await superuser.query(`CREATE DATABASE ${name} OWNER ${owner} TEMPLATE template0`);
        await asUser(server, name, server.user, server.password, (one) => one.query('CREATE EXTENSION postgis'));
      }
      const file = await asUser(server, names[0], owner, 'a-password', async (dataSource) => {
        await migrate(dataSource);
        return writeBackup({ dataSource, place: 'test', engine: undefined }, folder, urls[0]);
      });
      await run('pg_restore', ['--exit-on-error', '--no-owner', `--dbname=${urls[1]}`, file]);
      await asUser(server, names[1], owner, 'a-password', async (dataSource) =>
        expect(await pendingMigrations(dataSource)).toEqual([]),
      );
    } finally {
      for (const name of names) await superuser.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await superuser.query(`DROP ROLE IF EXISTS ${owner}`);
      await superuser.destroy();
      await server.drop();
      rmSync(folder, { recursive: true });
    }
  });
});

const FIX = `
  INSERT INTO location_history (guard_id, job_id, location, accuracy_meters, recorded_at)
  VALUES ($1, $2, 'POINT(-118.25 34.05)', 8, current_date)`;
const COUNTS = `
  SELECT (SELECT count(*)::int FROM jobs) AS jobs, (SELECT count(*)::int FROM users) AS users,
    (SELECT count(*)::int FROM location_history) AS fixes`;

const contextOf = (url: string): CommandContext => ({
  ...{ config: readConfig({ DATABASE_URL: url }), environment: {} },
  ...{ print: () => {}, tell: () => {} },
});

const OF_A_TEST = { embedded: false, poolSize: 4, statementTimeoutMs: 60_000 };

async function asUser<Result>(
  server: TestDatabase,
  database: string,
  user: string,
  password: string | undefined,
  work: (dataSource: DataSource) => Promise<Result>,
): Promise<Result> {
  const connection = { ...server, ...OF_A_TEST, database, user, ...(password !== undefined && { password }) };
  const dataSource = await applicationDataSource(connection).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

/** What the job leaves to be done, messages and money, goes on for a while: of a moment in which nothing of it was. */
async function backupAtRest() {
  const { dataSource, app } = market.application;
  for (;;) {
    const rows = await digest(dataSource);
    const { head } = await app.get(AuditLog).verify();
    const file = await writeBackup({ dataSource, place: 'test', engine: undefined }, directory, urlOf());
    if (isDeepStrictEqual(await digest(dataSource), rows)) return { rows, head, file };
    rmSync(file);
  }
}

/** A job done and paid, one with its money given back, somebody suspended and somebody who leaves. */
async function liveThrough(): Promise<Booking> {
  const done = await market.runningJob();
  await done.guard.client.guards.setTaxId({ body: { taxId: '123-45-6789' } });
  market.clock.move(2 * HOUR_MS);
  await market.checkOut(done);
  await market.told(done.guard, done.job, 'payout.waiting');
  const admin = await market.admin();
  const other = await market.registerCustomer();
  await admin.client.admin.suspendUser({ params: { id: other.id }, body: { reason: 'a test' } });
  await (await market.registerCustomer()).client.users.eraseMe();
  const cancelled = await market.bookedJob();
  await cancelled.customer.client.jobs.cancel({ params: { id: cancelled.job.id }, body: { reason: 'rain' } });
  // Whatever is still on its way would be in the one and not in the other.
  const queue = market.application.app.get(EventQueue);
  await expect.poll(() => queue.isQuiet(), { timeout: 30_000, interval: 50 }).toBe(true);
  return done;
}

/** Number and content of the rows of every table of ours. */
async function digest(dataSource: DataSource): Promise<Record<string, string>> {
  const tables = await dataSource.query<{ name: string }[]>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
       AND NOT relispartition AND relname NOT IN ('spatial_ref_sys', 'scheduled_runs', 'deadlines', 'queue_workers') ORDER BY 1`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await dataSource.query<{ digest: string }[]>(
      `SELECT count(*) || ' ' || COALESCE(md5(string_agg(row, ',' ORDER BY row)), '') AS digest
       FROM (SELECT t::text AS row FROM ${name} t) rows`,
    );
    digests[name] = row?.digest ?? '';
  }
  return digests;
}

function urlOf(database = market.application.database.database): string {
  const { host, port, user, password = '' } = market.application.database;
  return `postgres://${user}:${password}@${host}:${port}/${database}`;
}

/** As docs/backups.md says. */
async function restore(file: string): Promise<DataSource> {
  const { dataSource, database } = market.application;
  await dataSource.query(`CREATE DATABASE ${restoredName} TEMPLATE template0`);
  await run('pg_restore', ['--exit-on-error', '--no-owner', `--dbname=${urlOf(restoredName)}`, file]);
  return applicationDataSource({ ...database, ...OF_A_TEST, database: restoredName }).initialize();
}

async function serve(dataSource: DataSource): Promise<{ app: NestFastifyApplication; url: string }> {
  const app = await createApplication(market.application.app.get(Config), dataSource, market.clock);
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl() };
}
