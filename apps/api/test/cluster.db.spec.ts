import { Agent } from 'node:http';
import { startStripeDouble, type StripeDouble } from '@aegis/stripe-double';
import { api, API_BASE_PATH } from '@aegis/contract';
import { createClient } from '@aegis/client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '../database/spec-support/test-data-source.js';
import { ClusterProcess } from './cluster-process.js';
import { GuardsOnDuty } from './guards-on-duty.js';
import { sendRaw } from './raw-request.js';
import { requiresRedis } from './redis.js';
import { booking, customer, fix } from './restarts/wishers.js';
import { urlOf } from './server-process.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from './test-database.js';

/** Servers start, several times, on a machine that may be busy. */
const LIMIT_MS = 240_000;
const SOON = { timeout: 60_000, interval: 100 };
/** Who does nothing but ask, each over a connection that is kept. */
const ASKING = 8;
const WEBHOOK_SECRET = 'whsec_cluster';

interface Counted {
  isOver: boolean;
  answered: number;
  booked: number;
  refused: string[];
}

onServerOnly('the embedded database has one process', () => {
  requiresRedis('several processes on one port', (redisUrl) => {
    let database: TestDatabase;
    let dataSource: DataSource;
    let double: StripeDouble;
    let settings: Record<string, string>;
    const clusters: ClusterProcess[] = [];

    beforeAll(async () => {
      database = await createTestDatabase();
      dataSource = await openPool(database, 2);
      double = await startStripeDouble({ savedTestCard: true });
      settings = {
        DATABASE_URL: urlOf(database),
        REDIS_URL: redisUrl,
        STRIPE_DOUBLE: `${double.host}:${double.port}`,
        STRIPE_SECRET_KEY: 'sk_test_cluster',
        STRIPE_PUBLISHABLE_KEY: 'pk_test_cluster',
        STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
        PAYOUT_ACCOUNT_REQUIRED: '0',
        STOP_DELAY_MS: '3000',
      };
    });
    afterAll(async () => {
      for (const cluster of clusters) await cluster.discard();
      await dataSource.destroy();
      await database.drop();
      await double.close();
    });

    async function start(...args: string[]): Promise<{ cluster: ClusterProcess; port: number }> {
      const cluster = ClusterProcess.spawn(args, settings);
      clusters.push(cluster);
      return { cluster, port: Number(await cluster.says(/Aegis is at http:\/\/127\.0\.0\.1:(\d+),/)) };
    }

    const workers = async (): Promise<number> =>
      (await dataSource.query<unknown[]>(`SELECT 1 FROM queue_workers WHERE alive_until > now()`)).length;
    const count = async (what: string): Promise<number> =>
      (await dataSource.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM ${what}`))[0]?.n ?? 0;

    /** One who asks again when the last answer has come: every other time a booking, over one connection. */
    async function ask(port: number, token: string, counted: Counted): Promise<void> {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const wisher = booking(token);
      const authorization = { authorization: `Bearer ${token}` };
      while (!counted.isOver) {
        const isBooking = counted.answered % 2 === 0;
        const request = isBooking ? wisher.next().request : { path: '/api/v1/users/me', headers: authorization };
        try {
          const { status } = await sendRaw(port, { ...request, agent });
          counted.answered++;
          if (status === 201) counted.booked++;
          if (status >= 300) counted.refused.push(String(status));
        } catch (error) {
          counted.refused.push(String(error));
        }
      }
      agent.destroy();
    }

    describe('two of them', { timeout: LIMIT_MS }, () => {
      let cluster: ClusterProcess;
      let port: number;
      let pids: string;

      beforeAll(async () => {
        ({ cluster, port } = await start('--processes', '2'));
        pids = await cluster.says(/served by processes (.+)/);
      }, LIMIT_MS);

      it('share the work', async () => {
        expect(pids.split(', ')).toHaveLength(2);
        expect(await workers()).toBe(2);
      });

      it('are seen all in the figures of each', async () => {
        const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
        for (const pid of pids.split(', ')) expect(page).toContain(`process_resident_memory_bytes{process="${pid}"}`);
        expect(page.match(/# HELP process_resident_memory_bytes /g)).toHaveLength(1);
      });

      it('are replaced one by one on SIGHUP while people ask, and nobody is refused', async () => {
        const { token } = await customer(createClient({ baseUrl: `http://127.0.0.1:${port}`, token: null }));
        const counted: Counted = { isOver: false, answered: 0, booked: 0, refused: [] };
        const asking = Array.from({ length: ASKING }, () => ask(port, token, counted));
        await expect.poll(() => counted.answered, SOON).toBeGreaterThan(ASKING);
        cluster.signal('SIGHUP');
        const renewed = await cluster.says(/All are new: (.+)/);
        const before = counted.answered;
        await expect.poll(() => counted.answered, SOON).toBeGreaterThan(before + ASKING);
        counted.isOver = true;
        await Promise.all(asking);
        expect(renewed.split(', ').filter((pid) => pids.split(', ').includes(pid))).toEqual([]);
        pids = renewed;
        expect(counted.refused).toEqual([]);
        expect(await count('jobs')).toBe(counted.booked);
        expect(await workers()).toBe(2);
      });

      it('have another started in the place of one that is killed', async () => {
        const [first = ''] = pids.split(', ');
        process.kill(Number(first), 'SIGKILL');
        await cluster.says(new RegExp(`Process ${first} was ended by SIGKILL; another takes its place`));
        await cluster.says(/All serve: (.+)/);
        // The one that was killed is taken off the list by those who live.
        await expect.poll(() => count('queue_workers'), SOON).toBe(2);
        for (let times = 0; times < 4; times++)
          expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
      });

      it('end well when the cluster is told to end', async () => {
        cluster.signal('SIGTERM');
        expect(await cluster.ended()).toBe(0);
        expect(await workers()).toBe(0);
      });
    });

    it(
      'do by their roles what one alone does',
      async () => {
        const [http, ingest] = [
          await start('--processes', '1', '--role', 'http'),
          await start('--processes', '1', '--role', 'ingest'),
        ];
        expect(await workers()).toBe(0);
        const [guard] = (await GuardsOnDuty.create(urlOf(database), 1)).all;
        const { token } = await customer(createClient({ baseUrl: `http://127.0.0.1:${http.port}`, token: null }));
        const { request, mark } = booking(token).next();
        expect((await sendRaw(http.port, request)).status).toBe(201);
        const holds = `jobs JOIN payments ON job_id = jobs.id WHERE title = '${mark}' AND payments.status = 'authorized'`;
        expect(await count(holds)).toBe(0);

        const worker = await start('--processes', '1', '--role', 'worker');
        double.setWebhookEndpoint({
          url: `http://127.0.0.1:${http.port}${API_BASE_PATH}${api.payments.webhook.path}`,
          secret: WEBHOOK_SECRET,
        });
        await expect.poll(() => count(holds), SOON).toBe(1);
        expect(await workers()).toBe(1);

        const sent = fix(guard!).next().request;
        expect((await sendRaw(ingest.port, sent)).status).toBe(api.tracking.upload.status);
        const [served, notServed] = [{ path: '/health/ready' }, { path: '/api/v1/config' }];
        for (const { port } of [ingest, worker]) {
          expect((await sendRaw(port, served)).status).toBe(200);
          expect((await sendRaw(port, notServed)).status).toBe(404);
        }
        expect((await sendRaw(worker.port, fix(guard!).next().request)).status).toBe(404);
        expect((await sendRaw(http.port, notServed)).status).toBe(200);
      },
      LIMIT_MS,
    );

    it('end all when one of them cannot start, and say why', async () => {
      const cluster = ClusterProcess.spawn(['--processes', '2'], {
        ...settings,
        DATABASE_URL: `${urlOf(database)}_gone`,
      });
      clusters.push(cluster);
      expect(await cluster.ended()).toBe(1);
      expect(cluster.output).toContain('Aegis did not start: a process ended with 1 before it was ready');
    });

    it('are refused in one sentence where something would be there more than once', async () => {
      const { STRIPE_SECRET_KEY: _, STRIPE_DOUBLE: __, ...withoutStripe } = settings;
      const cluster = ClusterProcess.spawn(['--processes', '2'], withoutStripe);
      clusters.push(cluster);
      expect(await cluster.ended()).toBe(1);
      expect(cluster.output).toMatch(
        /^Aegis did not start: STRIPE_SECRET_KEY: is needed with more than one process.*\n$/,
      );
    });
  });
});
