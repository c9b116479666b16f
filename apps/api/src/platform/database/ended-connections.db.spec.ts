import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPool, openTestDataSource, type TestDataSource } from '../../../database/spec-support/test-data-source.js';
import { onServerOnly } from '../../../test/test-database.js';
import { Database } from './database.js';
import { isDatabaseAway } from './database-refusal.js';

const MARK = 'an answer and the end at once';

/** From a statement with the mark on, what the server says to its connection comes in one piece, with its end. */
async function openLateNetwork(target: { host: string; port: number }): Promise<Server> {
  const server = createServer((near) => {
    const far = connect(target.port, target.host);
    let kept: Buffer[] | null = null;
    near.on('data', (part: Buffer) => {
      if (part.includes(MARK)) kept = [];
      far.write(part);
    });
    far.on('data', (part: Buffer) => void (kept ? kept.push(part) : near.write(part)));
    far.on('end', () => near.end(Buffer.concat(kept ?? [])));
    near.on('close', () => far.destroy());
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

onServerOnly('the embedded engine ends no connection', () => {
  let test: TestDataSource;
  let network: Server;
  let dataSource: DataSource;

  beforeAll(async () => {
    test = await openTestDataSource();
    network = await openLateNetwork(test.database);
    const { port } = network.address() as AddressInfo;
    dataSource = await openPool({ ...test.database, host: '127.0.0.1', port }, 2);
  });
  afterAll(async () => {
    await dataSource.destroy();
    network.close();
    await test.close();
  });

  const backendOf = async (text: string): Promise<number> => {
    const rows = await test.dataSource.query<{ pid: number }[]>(
      `SELECT pid FROM pg_stat_activity WHERE state = 'idle' AND query LIKE $1 AND datname = current_database()`,
      [`%${text}%`],
    );
    return rows[0]?.pid ?? 0;
  };

  it('which a server ends while it passes from one who asks to the next ends nothing but itself', async () => {
    const database = new Database(dataSource);
    let goOn = (): void => {};
    const busy = database.transaction(async () => {
      await database.anyRows('SELECT 1');
      await new Promise<void>((resolve) => (goOn = resolve));
    });
    const first = database.anyRows(`SELECT 1 AS one /* ${MARK} */`);
    await expect.poll(() => backendOf(MARK)).toBeGreaterThan(0);
    const pid = await backendOf(MARK);
    // Both connections are taken: it gets the first that is given back, in the moment in which that ends.
    const next = database.transaction(() => database.anyRows('SELECT 2 AS two')).catch((error: unknown) => error);
    await test.dataSource.query(`SELECT pg_terminate_backend($1)`, [pid]);
    expect(await first).toEqual([{ one: 1 }]);
    expect(isDatabaseAway(await next)).toBe(true);
    goOn();
    await busy;
    expect(await database.anyRows('SELECT 3 AS three')).toEqual([{ three: 3 }]);
  });
});
