import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@aegis/client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openPool } from '../database/spec-support/test-data-source.js';
import { sendRaw } from './raw-request.js';
import { booking, customer } from './restarts/wishers.js';
import { ServerProcess } from './server-process.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from './test-database.js';

const SOON = { timeout: 60_000, interval: 100 };
const SERVER = 2;
const CLIENT = 3;
const CONSUMER = 5;

/** As OTLP sends them over HTTP. */
const sent = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(z.object({ key: z.string(), value: z.unknown() })) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string().length(32),
              spanId: z.string().length(16),
              parentSpanId: z.string().optional(),
              name: z.string(),
              kind: z.number(),
              attributes: z.array(z.object({ key: z.string(), value: z.unknown() })),
            }),
          ),
        }),
      ),
    }),
  ),
});
type Sent = z.output<typeof sent>['resourceSpans'];
type Span = Sent[number]['scopeSpans'][number]['spans'][number];

/** A collector of the test's own. */
class Collector {
  readonly received: Sent = [];
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/v1/traces')
        this.received.push(...sent.parse(JSON.parse(Buffer.concat(chunks).toString())).resourceSpans);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get spans(): Span[] {
    return this.received.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

onServerOnly('a process of its own needs a server', () => {
  describe('a booking that is traced', () => {
    const collector = new Collector();
    let database: TestDatabase;
    let dataSource: DataSource;
    let server: ServerProcess;
    let mark: string;
    let email: string;

    beforeAll(async () => {
      database = await createTestDatabase();
      dataSource = await openPool(database, 1);
      server = await ServerProcess.start(database, { OTEL_EXPORTER_OTLP_ENDPOINT: await collector.start() });
      const person = await customer(createClient({ baseUrl: server.url, token: null }));
      email = person.email;
      const wish = booking(person.token).next();
      mark = wish.mark;
      expect((await sendRaw(server.port, wish.request)).status).toBe(201);
      await vi.waitFor(async () => expect(await held()).toBe(1), SOON);
      // What is to be sent yet is sent at the end.
      server.terminate();
      expect(await server.ended()).toBe(0);
    }, 120_000);
    afterAll(async () => {
      await server.discard();
      await collector.close();
      await dataSource.destroy();
      await database.drop();
    });

    /** Held at the double of the server's own. */
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
    });

    it('is another trace than that of another request', () => {
      const requests = collector.spans.filter(({ kind, parentSpanId }) => kind === SERVER && !parentSpanId);
      expect(requests.map(({ name }) => name)).toContain('POST /api/v1/auth/register');
      expect(new Set(requests.map(({ traceId }) => traceId)).size).toBe(requests.length);
    });

    it('says which process it was, and nothing of a person: no id, no address, no words of theirs', async () => {
      const [resource] = collector.received;
      const attributes = new Map(resource?.resource.attributes.map(({ key, value }) => [key, value]));
      expect(attributes.get('service.name')).toEqual({ stringValue: 'aegis' });
      const [row] = await dataSource.query<Record<string, string>[]>(
        `SELECT j.id, j.customer_id, p.stripe_payment_intent_id FROM jobs j JOIN payments p ON p.job_id = j.id`,
      );
      const everything = JSON.stringify(collector.spans);
      for (const secret of [email, mark, ...Object.values(row ?? {})]) {
        expect(secret.length).toBeGreaterThan(5);
        expect(everything).not.toContain(secret);
      }
    });
  });
});
