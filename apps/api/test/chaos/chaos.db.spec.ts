import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataSource } from '../../src/platform/database/connection.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from '../test-database.js';
import { runChaos } from './chaos-run.js';

/** Made by the compiler: the process that is killed runs what production runs. */
const SERVER = fileURLToPath(new URL('../../dist/test/chaos/server.js', import.meta.url));
const LIMIT_MS = 400_000;

onServerOnly('the embedded engine dies with the process that is killed, and takes seconds to come back', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  describe('six bookings while Stripe misbehaves and the API is killed', () => {
    it(
      'come out right to the cent',
      async () => {
        expect(existsSync(SERVER)).toBe(true);
        const { host, port, user, password, database: name } = database;
        const databaseUrl = `postgres://${user}:${encodeURIComponent(password ?? '')}@${host}:${port}/${name}`;
        const connection = { url: databaseUrl, poolSize: 3, statementTimeoutMs: 30_000, embedded: false };
        const dataSource = await openDataSource(connection).initialize();
        try {
          const options = {
            jobs: 6,
            seed: 11,
            hangMs: 3000,
            databaseUrl,
            dataSource,
            serverFile: SERVER,
            say: () => {},
          };
          const result = await runChaos(options);
          expect(result.broken).toEqual([]);
          expect(result.captured).toBeGreaterThan(0);
        } finally {
          await dataSource.destroy();
        }
      },
      LIMIT_MS,
    );
  });
});
