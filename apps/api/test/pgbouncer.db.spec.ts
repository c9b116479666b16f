import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionSettings } from '../src/platform/database/session-settings.js';
import { HOUR_MS } from '../src/platform/clock/duration.js';
import { Marketplace } from './marketplace.js';
import { requiresPgbouncer, startPgbouncer } from './own-pgbouncer.js';
import { ServerProcess } from './server-process.js';
import { onServer, setSessionsByRole } from './sessions-by-role.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from './test-database.js';

const TIMEOUT_MS = 7_000;
/** Servers start, on a machine that may be busy. */
const LIMIT_MS = 120_000;

onServerOnly('no pooler stands before the embedded engine', () => {
  requiresPgbouncer('through PgBouncer in transaction mode', () => {
    describe('the market', { timeout: LIMIT_MS }, () => {
      let market: Marketplace;
      let pooler: Awaited<ReturnType<typeof startPgbouncer>>;

      beforeAll(async () => {
        market = await Marketplace.open({}, async (database) => {
          await setSessionsByRole(database, TIMEOUT_MS);
          pooler = await startPgbouncer(database);
          return { port: pooler.port, pooled: true };
        });
      }, LIMIT_MS);
      afterAll(async () => {
        await market.close();
        await pooler.stop();
      });

      it('plays a booking from the hold to the money, twice at once', async () => {
        const bookings = await Promise.all([market.runningJob(), market.runningJob()]);
        for (const booking of bookings) await market.sendFix(booking, 5);
        market.clock.move(2 * HOUR_MS);
        for (const booking of bookings) {
          expect(await market.checkOut(booking)).toMatchObject({ status: 'completed' });
          expect(await market.told(booking.customer, booking.job, 'charge.succeeded')).toContain('job.completed');
          const { sum } = await booking.customer.client.payments.ofJob({ params: { id: booking.job.id } });
          expect(sum).toMatchObject({ chargedCents: 5000 });
        }
      });

      it('has its settings in every session, and says that it is ready', async () => {
        const { dataSource, baseUrl } = market.application;
        const asked = Array.from({ length: 8 }, () => dataSource.query<{ name: string; setting: string }[]>(IN_FORCE));
        const answers = await Promise.all(asked);
        const settings = { ...sessionSettings(TIMEOUT_MS), timezone: 'UTC' };
        for (const rows of answers)
          expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual(settings);
        expect((await fetch(`${baseUrl}/health/ready`)).status).toBe(200);
      });

      it('says that it is not ready once the sessions have lost them', async () => {
        const { database, baseUrl } = market.application;
        await onServer(database, `ALTER ROLE ${database.user} IN DATABASE ${database.database} RESET ALL`);
        await reconnect(pooler.port, database);
        const answer = await fetch(`${baseUrl}/health/ready`);
        expect(answer.status).toBe(503);
        expect(await answer.text()).toContain('statement_timeout is 0 and has to be a limit');
      });
    });

    describe('a process', { timeout: LIMIT_MS }, () => {
      let database: TestDatabase;
      const open: { stop(): Promise<void> }[] = [];
      const servers: ServerProcess[] = [];

      beforeAll(async () => {
        database = await createTestDatabase();
      });
      afterAll(async () => {
        for (const server of servers) await server.discard();
        for (const pooler of open) await pooler.stop();
        await database.drop();
      });

      const urlAt = (port: number): string =>
        `postgres://${database.user}:${database.password}@127.0.0.1:${port}/${database.database}`;
      const through = async (settings: Record<string, string> = {}): Promise<string> => {
        const pooler = await startPgbouncer(database, settings);
        open.push(pooler);
        return urlAt(pooler.port);
      };
      const start = async (url: string, settings: Record<string, string> = {}): Promise<ServerProcess> => {
        const server = await ServerProcess.start(url, { DATABASE_DIRECT_URL: urlAt(database.port), ...settings });
        servers.push(server);
        return server;
      };

      it('that was not told of the pooler does not start, be its wishes refused or left out', async () => {
        const sentence = /Set DATABASE_POOLED=true/;
        await expect(start(await through())).rejects.toThrow(sentence);
        await expect(start(await through({ ignore_startup_parameters: 'options' }))).rejects.toThrow(sentence);
      });

      it('does not start while the sessions lack their settings, or names of statements would collide', async () => {
        const url = await through();
        await expect(start(url, { DATABASE_POOLED: 'true' })).rejects.toThrow(/jit is on and has to be off/);
        await setSessionsByRole(database, TIMEOUT_MS);
        const named = { DATABASE_POOLED: 'true', DATABASE_STATEMENT_NAMES: 'on' };
        await expect(start(await through(), named)).rejects.toThrow(/would take each other’s/);
      });

      it('starts, and keeps the lock of its Stripe double where a session is kept', async () => {
        const url = await through();
        const first = await start(url, { DATABASE_POOLED: 'true' });
        expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
        await expect(start(url, { DATABASE_POOLED: 'true' })).rejects.toThrow(/another Aegis without it/);
        const without = { DATABASE_POOLED: 'true', DATABASE_DIRECT_URL: '' };
        await expect(start(url, without)).rejects.toThrow(/DATABASE_DIRECT_URL: is needed/);
      });
    });
  });
});

const IN_FORCE = `SELECT lower(name) AS name, setting FROM pg_settings
  WHERE lower(name) IN ('jit', 'timezone', 'statement_timeout', 'idle_in_transaction_session_timeout')`;

/** Sessions of before end once nobody uses them. */
async function reconnect(port: number, { user, password }: TestDatabase): Promise<void> {
  const console = new pg.Client({ host: '127.0.0.1', port, user, password, database: 'pgbouncer' });
  await console.connect();
  await console.query('RECONNECT');
  await console.end();
}
