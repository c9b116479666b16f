import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '@aegis/client';
import { HOUR_MS } from '../src/platform/clock/duration.js';
import { openPool } from '../database/spec-support/test-data-source.js';
import { LossyProxy } from './lossy-proxy.js';
import { PASSWORD } from './marketplace.js';
import { sendRaw, type RawAnswer } from './raw-request.js';
import { ServerProcess } from './server-process.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from './test-database.js';

let database: TestDatabase;
let dataSource: DataSource;
let proxy: LossyProxy;
let server: ServerProcess;
let token: string;

async function open(): Promise<void> {
  database = await createTestDatabase();
  dataSource = await openPool(database, 2);
  proxy = await LossyProxy.open(database);
  server = await ServerProcess.start(
    { ...database, host: '127.0.0.1', port: proxy.port },
    { DATABASE_STATEMENT_TIMEOUT_MS: '2000' },
  );
  const body = { email: `${randomUUID()}@test.example`, password: PASSWORD, firstName: 'Kim', lastName: 'Lee' };
  const anybody = createClient({ baseUrl: server.url, token: null });
  token = (await anybody.auth.register({ body: { ...body, role: 'customer' } })).token;
}

const draft = (title: string) => {
  const start = Date.now() + 3 * HOUR_MS;
  return {
    title,
    jobType: 'basic',
    locationAddress: '200 N Spring St',
    location: { lat: 34.05, lng: -118.24 },
    startTime: new Date(start).toISOString(),
    endTime: new Date(start + 2 * HOUR_MS).toISOString(),
    requiredClearanceLevel: 'basic',
    requiredSkills: [],
    hourlyRateCents: 2500,
  };
};

const post = (path: string, body: object, key?: string): Promise<RawAnswer> =>
  sendRaw(server.port, {
    method: 'POST',
    path: `/api/v1${path}`,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    body: JSON.stringify(body),
  });

const codeOf = ({ text }: RawAnswer): string => (JSON.parse(text) as { code: string }).code;

async function jobsOf(title: string): Promise<string[]> {
  return (await dataSource.query<{ id: string }[]>(`SELECT id FROM jobs WHERE title = $1`, [title])).map(
    ({ id }) => id,
  );
}

onServerOnly('the embedded database is in the process: no answer of it is lost', () => {
  describe('a request whose database is lost', () => {
    beforeAll(open);
    afterAll(async () => {
      await server.discard();
      await proxy.close();
      await dataSource.destroy();
      await database.drop();
    });

    it('after it was committed promises nothing, and under its key it is not done twice', async () => {
      const body = draft('committed');
      const lost = proxy.loseCommitAfter('idempotency_keys SET answer');
      const answer = await post('/jobs', body, 'one-key');
      await lost;
      expect([answer.status, codeOf(answer)]).toEqual([503, 'outcome_unknown']);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.text).not.toMatch(/nothing was changed/i);
      const again = await post('/jobs', body, 'one-key');
      expect(again.status).toBe(201);
      const { id } = JSON.parse(again.text) as { id: string };
      expect(await jobsOf('committed')).toEqual([id]);
    });

    it('before anything was to be kept says that nothing was changed, which is so', async () => {
      const lock = dataSource.createQueryRunner();
      await lock.startTransaction();
      await lock.query(`LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE`);
      const answer = await post('/jobs', draft('never'));
      await lock.rollbackTransaction();
      await lock.release();
      expect([answer.status, codeOf(answer)]).toEqual([503, 'overloaded']);
      expect(await jobsOf('never')).toEqual([]);
    });
  });
});
