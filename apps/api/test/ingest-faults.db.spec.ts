import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runMigrations } from '../src/platform/database/migrations.js';
import { type Guard, GuardsOnDuty } from './guards-on-duty.js';
import { SERVER_SETTINGS } from './server-settings.js';

interface Server {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

const SCRIPT = new URL('../../../scripts/postgres-server.mjs', import.meta.url).href;
const MAIN = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));
const GUARDS = 40;
/** Servers start, and a day of fixes is sent, on a machine that may be busy. */
const LIMIT_MS = 240_000;
const UNTIL_KILL_MS = 1500;

/** As a real server: what is answered has reached the disk. */
const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', max_connections: 60 };

const embedded = inject('testEngine').engine === 'embedded';
if (embedded)
  console.info(
    'ingest-faults.db.spec.ts: kills a PostgreSQL server and its API, so it has nothing to do on the embedded engine',
  );

if (!embedded)
  describe('kill -9 in the middle of ingest', { timeout: LIMIT_MS }, () => {
    const home = mkdtempSync(join(tmpdir(), 'aegis-faults-'));
    let postgres: Server;
    let api: ChildProcess;
    let baseUrl: string;
    let guards: GuardsOnDuty;

    beforeAll(async () => {
      postgres = await startPostgres();
      await runMigrations({ url: postgres.url, statementTimeoutMs: 60_000 });
      guards = await GuardsOnDuty.create(postgres.url, GUARDS);
      await startApi();
    }, LIMIT_MS);

    afterAll(async () => {
      api.kill('SIGKILL');
      await postgres.stop();
      rmSync(home, { recursive: true, force: true });
    });

    async function startPostgres(port?: number): Promise<Server> {
      const script = (await import(SCRIPT)) as {
        startPostgres(options: { dataDir: string; port?: number | undefined; settings: object }): Promise<Server>;
      };
      return script.startPostgres({ dataDir: home, port, settings: DURABLE });
    }

    async function startApi(): Promise<void> {
      const env = {
        ...process.env,
        DATABASE_URL: postgres.url,
        ...SERVER_SETTINGS,
        PORT: '0',
        LOG_LEVEL: 'silent',
        AEGIS_DATA_DIR: join(home, 'aegis'),
      };
      api = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      baseUrl = await new Promise((resolve, reject) => {
        api.once('exit', () => reject(new Error('the API ended')));
        createInterface({ input: api.stdout ?? process.stdin }).on('line', (line) => {
          const url = /Aegis is at (\S+)/.exec(line)?.[1];
          if (url) resolve(url);
        });
      });
    }

    /** All guards send as fast as they are answered; `kill` comes in the middle. */
    async function ingestWhile(kill: () => Promise<void>): Promise<void> {
      const sending = guards.sendUntilStopped(() => baseUrl);
      await new Promise((resolve) => setTimeout(resolve, UNTIL_KILL_MS));
      await kill();
      await new Promise((resolve) => setTimeout(resolve, UNTIL_KILL_MS));
      guards.stop();
      await sending;
    }

    /** What was acknowledged is there; what was sent again is there once. */
    async function expectNothingLost(): Promise<void> {
      const pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
      try {
        const isStored = async (guard: Guard): Promise<void> => {
          const { rows } = await pool.query<{ ms: string }>(
            `SELECT round(extract(epoch FROM recorded_at) * 1000)::text AS ms FROM location_history WHERE guard_id = $1`,
            [guard.id],
          );
          const stored = new Set(rows.map(({ ms }) => Number(ms)));
          expect(stored.size).toBe(rows.length);
          expect(guard.acknowledged.filter((ms) => !stored.has(ms))).toEqual([]);
        };
        for (const guard of guards.all) await isStored(guard);
      } finally {
        await pool.end();
      }
    }

    it('of PostgreSQL loses nothing that was answered, doubles nothing, and the API goes on by itself', async () => {
      const port = Number(new URL(postgres.url).port);
      await ingestWhile(async () => {
        const killed = postgres;
        process.kill(killed.pid, 'SIGKILL');
        await killed.stop().catch(() => {});
        postgres = await startAgain(port);
      });
      const before = guards.counts();
      expect(before.acknowledged).toBeGreaterThan(100);
      expect(before.failed).toBeGreaterThan(0);
      await guards.resendUnacknowledged(baseUrl);
      expect(guards.counts().unacknowledged).toBe(0);
      await expectNothingLost();
    });

    /** The killed server's children need a moment to see that they are alone. */
    async function startAgain(port: number): Promise<Server> {
      for (let attempt = 1; ; attempt++)
        try {
          return await startPostgres(port);
        } catch (error) {
          if (attempt === 50) throw error;
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
    }

    it('of the API loses nothing that was answered, and what is sent again is not doubled', async () => {
      const before = guards.counts().acknowledged;
      await ingestWhile(async () => {
        const ended = new Promise((resolve) => api.once('exit', resolve));
        api.kill('SIGKILL');
        await ended;
        await startApi();
      });
      expect(guards.counts().acknowledged).toBeGreaterThan(before + 100);
      await guards.resendUnacknowledged(baseUrl);
      // And everything once more: a phone that does not know what was answered.
      expect(await guards.resendAll(baseUrl)).toBe(0);
      await expectNothingLost();
    });

    it('is not needed: a day of offline fixes from fifty guards at once holds live guards up by little', async () => {
      const live = guards.all.slice(0, 5);
      const late = await GuardsOnDuty.create(postgres.url, 50);
      const uploads = Promise.all(late.all.map((guard) => late.sendDay(guard, baseUrl)));
      let isUploading = true;
      void uploads.finally(() => (isUploading = false));
      const waits: number[] = [];
      while (isUploading)
        for (const guard of live) {
          const begun = performance.now();
          await guards.sendOne(guard, baseUrl);
          waits.push(performance.now() - begun);
        }
      const stored = await uploads;
      expect(stored.reduce((sum, count) => sum + count, 0)).toBe(50 * GuardsOnDuty.fixesOfADay);
      // Far below the five seconds after which a waiting upload is refused; the machine may be busy.
      expect(waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.9)]).toBeLessThan(3000);
      await expectNothingLost();
    });
  });
