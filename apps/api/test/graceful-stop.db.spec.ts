import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createClient } from '@aegis/client';
import { openPool } from '../database/spec-support/test-data-source.js';
import { PASSWORD } from './marketplace.js';
import { sendRaw } from './raw-request.js';
import { ServerProcess } from './server-process.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from './test-database.js';

/** How long a load balancer is given to see that the process is not ready any more. */
const STOP_DELAY_MS = 1500;
/** Streams that were waited for would keep it for twenty seconds and more. */
const STOPPED_WITHIN_MS = 12_000;
const SOON = { timeout: 30_000, interval: 50 };

let database: TestDatabase;
let dataSource: DataSource;
let server: ServerProcess;

onServerOnly('the embedded database has one connection, so a request cannot be held up by another', () => {
  describe('a server that is asked to end', () => {
    beforeAll(async () => {
      database = await createTestDatabase();
      dataSource = await openPool(database, 2);
      server = await ServerProcess.start(database, { STOP_DELAY_MS: String(STOP_DELAY_MS) });
    });
    afterAll(async () => {
      await server.discard();
      await dataSource.destroy();
      await database.drop();
    });

    it('is not ready first, finishes what is under way, leaves streams alone and ends well', async () => {
      const { token, client, id } = await register();
      const streams = await Promise.all([openStream(token, 'text/event-stream'), openStream(token, '*/*')]);
      const lock = await lockTable('users');
      const change = client.users.changeMe({ body: { firstName: 'Late' } });
      await expect.poll(waitingForLocks, SOON).toBeGreaterThan(0);

      server.terminate();
      await expect.poll(readiness, { timeout: STOP_DELAY_MS * 10, interval: 20 }).toEqual([503, 'is stopping']);
      await lock.release();
      const released = performance.now();
      expect((await change).firstName).toBe('Late');
      expect(await server.ended()).toBe(0);
      expect(performance.now() - released).toBeLessThan(STOPPED_WITHIN_MS);
      expect(await nameOf(id)).toBe('Late');
      await Promise.all(streams.map((stream) => stream.text().catch(() => 'cut')));
    });

    it('ends well when that is in the moment in which it says that it is there', async () => {
      const codes: (number | null)[] = [];
      for (let start = 0; start < 4; start++) {
        const other = await ServerProcess.start(database);
        other.terminate();
        codes.push(await other.ended());
      }
      expect(codes).toEqual([0, 0, 0, 0]);
    });

    it('ends well too when the database has ended its sessions, the one with its lock among them', async () => {
      const other = await ServerProcess.start(database);
      try {
        await dataSource.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND application_name = 'aegis' AND pid <> pg_backend_pid()`,
        );
        // It has noticed: who asks for a session gets a new one.
        await expect.poll(() => statusOf(other), SOON).toBe(200);
        other.terminate();
        expect(await other.ended()).toBe(0);
      } finally {
        await other.discard();
      }
    });
  });
});

const statusOf = async ({ port }: ServerProcess): Promise<number> =>
  (await sendRaw(port, { path: '/health/ready' })).status;

async function register(): Promise<{ token: string; id: string; client: Client }> {
  const body = { email: `${randomUUID()}@test.example`, password: PASSWORD, firstName: 'Kim', lastName: 'Lee' };
  const anybody = createClient({ baseUrl: server.url, token: null });
  const { token, user } = await anybody.auth.register({ body: { ...body, role: 'customer' } });
  return { token, id: user.id, client: createClient({ baseUrl: server.url, token }) };
}

async function openStream(token: string, accept: string): Promise<Response> {
  const response = await fetch(`${server.url}/api/v1/events`, {
    headers: { authorization: `Bearer ${token}`, accept },
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  return response;
}

/** Nobody reads or writes the table until it is given back. */
async function lockTable(table: string): Promise<{ release(): Promise<void> }> {
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  await runner.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  const release = async (): Promise<void> => {
    await runner.commitTransaction();
    await runner.release();
  };
  return { release };
}

async function waitingForLocks(): Promise<number> {
  const rows = await dataSource.query<unknown[]>(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows.length;
}

async function readiness(): Promise<[number, string | undefined]> {
  const { status, text } = await sendRaw(server.port, { path: '/health/ready' });
  const { checks } = JSON.parse(text) as { checks: { name: string; detail?: string }[] };
  return [status, checks.find(({ name }) => name === 'process')?.detail];
}

async function nameOf(id: string): Promise<string | undefined> {
  const [row] = await dataSource.query<{ name: string }[]>(`SELECT first_name AS name FROM users WHERE id = $1`, [id]);
  return row?.name;
}
