import { startStripeDouble, type StripeDouble } from '@aegis/stripe-double';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SchemaRows } from '../database/spec-support/schema-rows.js';
import { openPool } from '../database/spec-support/test-data-source.js';
import { ServerProcess } from './server-process.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from './test-database.js';

const PROCESSES = 3;
/** Servers start, several times, on a machine that may be busy. */
const LIMIT_MS = 240_000;

let database: TestDatabase;
let dataSource: DataSource;
let double: StripeDouble;
const servers: ServerProcess[] = [];

onServerOnly('the embedded database has one process', () => {
  describe('processes that are started at once on a database that was just migrated', { timeout: LIMIT_MS }, () => {
    beforeAll(async () => {
      database = await createTestDatabase();
      dataSource = await openPool(database, 2);
      double = await startStripeDouble();
    });
    afterAll(async () => {
      for (const server of servers) await server.discard();
      await dataSource.destroy();
      await database.drop();
      await double.close();
    });

    it('are all ready, share the regular work, and end well', async () => {
      const starting = await Promise.allSettled(
        Array.from({ length: PROCESSES }, async () =>
          servers.push(await ServerProcess.start(database, sharedDouble())),
        ),
      );
      expect(starting.filter(({ status }) => status === 'rejected')).toEqual([]);
      const readiness = await Promise.all(servers.map(({ url }) => fetch(`${url}/health/ready`)));
      expect(readiness.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await workers()).toBe(PROCESSES);

      for (const server of servers) server.terminate();
      expect(await Promise.all(servers.map((server) => server.ended()))).toEqual([0, 0, 0]);
      expect(await workers()).toBe(0);
    });

    it('without keys are one at a time: the second says why it does not start, and starts when the first has ended', async () => {
      const first = await ServerProcess.start(database);
      servers.push(first);
      await expect(ServerProcess.start(database)).rejects.toThrow(/ended with 1/);
      first.terminate();
      expect(await first.ended()).toBe(0);
      servers.push(await ServerProcess.start(database));
    });

    it('without keys do not start beside payments that another directory has the books of', async () => {
      const other = await createTestDatabase();
      const source = await openPool(other, 2);
      await new SchemaRows((text, values) => source.query(text, values)).charge({
        status: 'authorized',
        authorized_cents: 20_000,
        stripe_payment_intent_id: 'pi_of_another_double',
      });
      await expect(ServerProcess.start(other)).rejects.toThrow(/ended with 1/);
      await source.destroy();
      await other.drop();
    });
  });
});

const sharedDouble = (): Record<string, string> => ({
  STRIPE_DOUBLE: `${double.host}:${double.port}`,
  STRIPE_SECRET_KEY: 'sk_test_together',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_together',
  STRIPE_WEBHOOK_SECRET: 'whsec_together',
});

async function workers(): Promise<number> {
  const rows = await dataSource.query<unknown[]>(`SELECT 1 FROM queue_workers WHERE alive_until > now()`);
  return rows.length;
}
