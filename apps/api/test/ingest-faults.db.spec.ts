import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { runMigrations } from '../src/platform/database/migrations.js';
import { type Guard, GuardsOnDuty } from './guards-on-duty.js';
import { OwnPostgres } from './own-postgres.js';
import { SERVER_SETTINGS } from './server-settings.js';

const MAIN = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));
const GUARDS = 40;
/** Servers start, and a day of fixes is sent, on a machine that may be busy. */
const LIMIT_MS = 240_000;
/** Answered before the kill, and again after the restart: in seconds, however fast the machine is. */
const ROUND = 200;

const embedded = inject('testEngine').engine === 'embedded';
if (embedded)
  console.info(
    'ingest-faults.db.spec.ts: kills a PostgreSQL server and its API, so it has nothing to do on the embedded engine',
  );

if (!embedded)
  describe('kill -9 in the middle of ingest', { timeout: LIMIT_MS }, () => {
    const home = mkdtempSync(join(tmpdir(), 'aegis-faults-'));
    let postgres: OwnPostgres;
    let api: ChildProcess;
    let baseUrl: string;
    let guards: GuardsOnDuty;

    beforeAll(async () => {
      postgres = await OwnPostgres.start();
      await runMigrations({ url: postgres.url, statementTimeoutMs: 60_000 });
      guards = await GuardsOnDuty.create(postgres.url, GUARDS);
      await startApi();
    }, LIMIT_MS);

    afterAll(async () => {
      api.kill('SIGKILL');
      await postgres.discard();
      rmSync(home, { recursive: true, force: true });
    });

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

    /** All guards send as fast as they are answered; `kill` comes in the middle, and they go on until they are answered again. */
    async function ingestWhile(kill: () => Promise<void>): Promise<void> {
      const sending = guards.sendUntilStopped(() => baseUrl);
      await acknowledgedMore(ROUND);
      await kill();
      await acknowledgedMore(ROUND);
      guards.stop();
      await sending;
    }

    async function acknowledgedMore(count: number): Promise<void> {
      const wanted = guards.counts().acknowledged + count;
      await vi.waitFor(() => expect(guards.counts().acknowledged).toBeGreaterThan(wanted), {
        timeout: LIMIT_MS,
        interval: 20,
      });
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
      await ingestWhile(async () => {
        await postgres.kill();
        await postgres.startAgain();
      });
      // The kill came while they sent.
      expect(guards.counts().failed).toBeGreaterThan(0);
      await guards.resendUnacknowledged(baseUrl);
      expect(guards.counts().unacknowledged).toBe(0);
      await expectNothingLost();
    });

    it('of the API loses nothing that was answered, and what is sent again is not doubled', async () => {
      await ingestWhile(async () => {
        const ended = new Promise((resolve) => api.once('exit', resolve));
        api.kill('SIGKILL');
        await ended;
        await startApi();
      });
      await guards.resendUnacknowledged(baseUrl);
      // And everything once more: a phone that does not know what was answered.
      expect(await guards.resendAll(baseUrl)).toBe(0);
      await expectNothingLost();
    });

    it('is not needed: while fifty guards upload a day without network, no guard on duty is refused', async () => {
      const live = guards.all.slice(0, 5);
      const late = await GuardsOnDuty.create(postgres.url, 50);
      const uploads = Promise.all(late.all.map((guard) => late.sendDay(guard, baseUrl)));
      let isUploading = true;
      void uploads.finally(() => (isUploading = false));
      const answers: boolean[] = [];
      while (isUploading) for (const guard of live) answers.push(await guards.sendOne(guard, baseUrl));
      const stored = await uploads;
      expect(stored.reduce((sum, count) => sum + count, 0)).toBe(50 * GuardsOnDuty.fixesOfADay);
      // Five seconds of waiting would be a refusal.
      expect(answers).not.toContain(false);
      await expectNothingLost();
    });
  });
