import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '../database/spec-support/test-data-source.js';
import { ServerProcess } from './server-process.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from './test-database.js';

const PROCESSES = 3;

let database: TestDatabase;
let dataSource: DataSource;
const servers: ServerProcess[] = [];

onServerOnly('the embedded database has one process', () => {
  describe('processes that are started at once on a database that was just migrated', () => {
    beforeAll(async () => {
      database = await createTestDatabase();
      dataSource = await openPool(database, 2);
    });
    afterAll(async () => {
      for (const server of servers) await server.discard();
      await dataSource.destroy();
      await database.drop();
    });

    it('are all ready, share the regular work, and end well', async () => {
      const starting = await Promise.allSettled(
        Array.from({ length: PROCESSES }, async () => servers.push(await ServerProcess.start(database))),
      );
      expect(starting.filter(({ status }) => status === 'rejected')).toEqual([]);
      const readiness = await Promise.all(servers.map(({ url }) => fetch(`${url}/health/ready`)));
      expect(readiness.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await workers()).toBe(PROCESSES);

      for (const server of servers) server.terminate();
      expect(await Promise.all(servers.map((server) => server.ended()))).toEqual([0, 0, 0]);
      expect(await workers()).toBe(0);
    });
  });
});

async function workers(): Promise<number> {
  const rows = await dataSource.query<unknown[]>(`SELECT 1 FROM queue_workers WHERE alive_until > now()`);
  return rows.length;
}
