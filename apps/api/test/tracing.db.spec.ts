import { createClient } from '@aegis/client';
import { startStripeDouble, type StripeDouble } from '@aegis/stripe-double';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openPool } from '../database/spec-support/test-data-source.js';
import { OtlpCollector } from './otlp-collector.js';
import { sendRaw } from './raw-request.js';
import { requiresRedis } from './redis.js';
import { booking, customer } from './restarts/wishers.js';
import { ServerProcess } from './server-process.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from './test-database.js';

const SOON = { timeout: 60_000, interval: 100 };
const SERVER = 2;
const CLIENT = 3;
const CONSUMER = 5;

type Span = OtlpCollector['spans'][number];

onServerOnly('processes of their own need a server', () => {
  requiresRedis('a booking that is traced, asked for at one process and acted on by another', (redisUrl) => {
    const collector = new OtlpCollector();
    let database: TestDatabase;
    let dataSource: DataSource;
    let double: StripeDouble;
    const servers: ServerProcess[] = [];
    let mark: string;
    let email: string;

    beforeAll(async () => {
      database = await createTestDatabase();
      dataSource = await openPool(database, 1);
      double = await startStripeDouble({ savedTestCard: true });
      const settings = {
        OTEL_EXPORTER_OTLP_ENDPOINT: await collector.start(),
        OTEL_METRICS_EXPORTER: 'none',
        REDIS_URL: redisUrl,
        STRIPE_DOUBLE: `${double.host}:${double.port}`,
        STRIPE_SECRET_KEY: 'sk_test_traced',
        STRIPE_PUBLISHABLE_KEY: 'pk_test_traced',
        STRIPE_WEBHOOK_SECRET: 'whsec_traced',
      };
      const asked = await ServerProcess.start(database, { ...settings, AEGIS_ROLE: 'http' });
      servers.push(asked);
      servers.push(await ServerProcess.start(database, { ...settings, AEGIS_ROLE: 'worker' }));
      const person = await customer(createClient({ baseUrl: asked.url, token: null }));
      email = person.email;
      const wish = booking(person.token).next();
      mark = wish.mark;
      expect((await sendRaw(asked.port, wish.request)).status).toBe(201);
      await vi.waitFor(async () => expect(await held()).toBe(1), SOON);
      // What is to be sent yet is sent at the end.
      for (const server of servers) server.terminate();
      for (const server of servers) expect(await server.ended()).toBe(0);
    }, 120_000);
    afterAll(async () => {
      for (const server of servers) await server.discard();
      await collector.close();
      await double.close();
      await dataSource.destroy();
      await database.drop();
    });

    async function held(): Promise<number> {
      const rows = await dataSource.query<unknown[]>(`SELECT 1 FROM payments WHERE status = 'authorized'`);
      return rows.length;
    }

    /** It and all that it is part of, from the inside out. */
    function upFrom(span: Span): Span[] {
      const parent = collector.spans.find(({ spanId }) => spanId === span.parentSpanId);
      return parent ? [span, ...upFrom(parent)] : [span];
    }

    it('is one trace from the request through the queue to the payment provider', () => {
      const call = collector.spans.find(({ kind, name }) => kind === CLIENT && name === 'POST /v1/payment_intents');
      const path = upFrom(call!);
      expect(path.map(({ kind, name }) => [kind, name])).toEqual([
        [CLIENT, 'POST /v1/payment_intents'],
        [CONSUMER, expect.stringMatching(/^process job\.requested payments-/)],
        [SERVER, 'POST /api/v1/jobs'],
      ]);
      expect(new Set(path.map(({ traceId }) => traceId)).size).toBe(1);
      const [caller, consumer, asked] = path.map(({ process }) => process);
      // Within one process the trace would go on without being carried by the event.
      expect([caller === consumer, consumer === asked]).toEqual([true, false]);
    });

    it('is another trace than that of another request', () => {
      const requests = collector.spans.filter(({ kind, parentSpanId }) => kind === SERVER && !parentSpanId);
      expect(requests.map(({ name }) => name)).toContain('POST /api/v1/auth/register');
      expect(new Set(requests.map(({ traceId }) => traceId)).size).toBe(requests.length);
    });

    it('says which process it was, and nothing of a person: no id, no address, no words of theirs', async () => {
      expect(collector.sender.get('service.name')).toEqual({ stringValue: 'aegis' });
      const [row] = await dataSource.query<Record<string, string>[]>(
        `SELECT j.id, j.customer_id, p.stripe_payment_intent_id FROM jobs j JOIN payments p ON p.job_id = j.id`,
      );
      const everything = JSON.stringify(collector.spans);
      for (const secret of [email, mark, ...Object.values(row ?? {})]) {
        expect(secret.length).toBeGreaterThan(5);
        expect(everything).not.toContain(secret);
      }
    });

    it('sends no figures where OTEL_METRICS_EXPORTER says so', () => {
      expect(collector.figures).toEqual([]);
    });
  });
});
