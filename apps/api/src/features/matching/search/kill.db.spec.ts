import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiError, type Client, ConnectionError, createClient } from '@aegis/client';
import type { Position } from '@aegis/contract';
import { SERVER_SETTINGS } from '../../../../test/server-settings.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from '../../../../test/test-database.js';
import { HOUR_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { openDataSource } from '../../../platform/database/connection.js';
import { customers, guardsOnDuty, type Member } from '../spec-support/crowd.js';

const MAIN = fileURLToPath(new URL('../../../../dist/src/main.js', import.meta.url));
const JOBS = 200;
const GUARDS = 120;
const AT_ONCE = 10;
const SITE: Position = { lat: 34.05, lng: -118.24 };
/** What the process had in hand when it was killed is taken up ten seconds later; the rest is a slow machine. */
const EVERYTHING_ENDS_MS = 300_000;
const TEST_LIMIT_MS = 600_000;

let database: TestDatabase;
let dataSource: DataSource;
let dataDir: string;
const started: ChildProcess[] = [];

onServerOnly('the embedded database lives in the process that would be killed', () => {
  describe('kill -9 in the middle of 200 open waves', () => {
    beforeAll(async () => {
      database = await createTestDatabase();
      const connection = { ...database, embedded: false, poolSize: 4, statementTimeoutMs: 60_000 };
      dataSource = await openDataSource(connection).initialize();
      dataDir = mkdtempSync(join(tmpdir(), 'aegis-kill-'));
    });
    afterAll(async () => {
      for (const child of started) child.kill('SIGKILL');
      await dataSource.destroy();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    });

    it(
      'loses no job and gives no guard two',
      async () => {
        const now = new Date();
        const first = await startServer();
        const [customer] = await customers(dataSource, first.url, 1, now);
        if (!customer) throw new Error('there is no customer');
        const guards = await guardsOnDuty(dataSource, first.url, { count: GUARDS, at: SITE, now });
        await atOnce([...Array(JOBS).keys()], () => book(customer, now));
        await expect
          .poll(jobsWithLiveOffers, { timeout: EVERYTHING_ENDS_MS, interval: 200 })
          .toBeGreaterThan(JOBS - 20);

        // Some have accepted, some are about to, when the process is gone.
        const accepting = atOnce(
          guards.filter((_, index) => index % 2 === 0),
          ({ client }) => takeWhatIsOffered(client),
        );
        await expect.poll(() => count(`status = 'matched'`), { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);
        first.child.kill('SIGKILL');
        await accepting;

        const second = await startServer();
        await atOnce(guards, ({ token }) => takeWhatIsOffered(createClient({ baseUrl: second.url, token })));
        await expect.poll(() => count(`status = 'requested'`), { timeout: EVERYTHING_ENDS_MS, interval: 500 }).toBe(0);
        expect(await count(`status IN ('matched', 'cancelled')`)).toBe(JOBS);
        expect(await count(`status = 'matched'`)).toBeGreaterThan(0);
        expect(await guardsWithTwoJobs()).toBe(0);
        expect(await jobsWithLiveOffers()).toBe(0);
      },
      TEST_LIMIT_MS,
    );
  });
});

/** The compiled server, as it is run; with waves of 40 seconds and a search of two minutes. */
async function startServer(): Promise<{ url: string; child: ChildProcess }> {
  const { host, port, user, password = '', database: name } = database;
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: `postgres://${user}:${password}@${host}:${port}/${name}`,
      ...SERVER_SETTINGS,
      AEGIS_DATA_DIR: dataDir,
      PORT: '0',
      LOG_LEVEL: 'error',
      OFFER_TTL_SECONDS: '40',
      SEARCH_MINIMUM_MINUTES: '2',
      // All guards are alike: with fewer asked, every job would ask the same three.
      OFFERS_FIRST_WAVE: '60',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const address = /Aegis is at (\S+)/.exec(output)?.[1];
      if (address) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output}`)));
  });
  return { url, child };
}

function book({ client }: Member, now: Date): Promise<unknown> {
  return client.jobs.create({
    body: {
      title: 'Gate',
      jobType: 'basic',
      locationAddress: '200 N Spring St',
      location: SITE,
      startTime: shift(now, SECOND_MS).toISOString(),
      endTime: shift(now, 2 * HOUR_MS).toISOString(),
      requiredClearanceLevel: 'basic',
      requiredSkills: [],
      hourlyRateCents: 3000,
    },
  });
}

/** One of their offers, if they have any and nothing comes in between: another guard, or the end of the server. */
async function takeWhatIsOffered(client: Client): Promise<void> {
  try {
    const { items } = await client.offers.mine();
    const offer = items[Math.floor(items.length / 2)];
    if (offer) await client.offers.accept({ params: { id: offer.id } });
  } catch (error) {
    if (error instanceof ConnectionError) return;
    if (!(error instanceof ApiError) || error.status >= 500) throw error;
  }
}

async function atOnce<Item>(items: readonly Item[], deed: (item: Item) => Promise<unknown>): Promise<void> {
  const queue = items[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (const item of queue) await deed(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function numberOf(sql: string): Promise<number> {
  return (await dataSource.query<{ number: number }[]>(sql))[0]?.number ?? 0;
}

const count = (condition: string): Promise<number> =>
  numberOf(`SELECT count(*)::int AS number FROM jobs WHERE ${condition}`);

const jobsWithLiveOffers = (): Promise<number> =>
  numberOf(`SELECT count(DISTINCT job_id)::int AS number FROM offers WHERE status = 'offered'`);

const guardsWithTwoJobs = (): Promise<number> =>
  numberOf(
    `SELECT count(*)::int AS number FROM
       (SELECT guard_id FROM jobs WHERE status = 'matched' GROUP BY guard_id HAVING count(*) > 1) AS twice`,
  );
