import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Person } from '../marketplace.js';
import { OwnPostgres } from '../own-postgres.js';
import { ServerProcess } from '../server-process.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from '../test-database.js';
import { ReplicatedMarket } from './replicated-market.js';

/** Two clusters and an application start, on a machine that may be busy. */
const LIMIT_MS = 300_000;
const SOON = { timeout: 60_000, interval: 20 };
const READERS = 6;
const SOME = 30;

const FALLS: Record<string, (replica: OwnPostgres) => Promise<void>> = {
  'killed, with every connection to it': (replica) => replica.kill(),
  'frozen, with connections that nobody breaks': (replica) => Promise.resolve(replica.freeze()),
};

onServerOnly('the embedded database has no replica', () => {
  describe.each(Object.entries(FALLS))('a replica that is %s', { timeout: LIMIT_MS }, (_name, fall) => {
    let world: ReplicatedMarket;
    let admin: Person;

    beforeAll(async () => {
      world = await ReplicatedMarket.open();
      admin = await world.market.admin();
      await world.market.bookedJob();
    }, LIMIT_MS);
    afterAll(() => world.close());

    it('costs nobody an answer while it falls, and is read from when it is back', async () => {
      await world.untilServing();
      const readers = new Readers(admin);
      await readers.until(SOME);
      const { by } = await world.counting(async () => {
        await fall(world.replica);
        await world.untilLeftOut(/./);
        await readers.until(SOME);
      });
      expect(by.primary).toBeGreaterThan(0);
      await world.replica.killAll();
      await world.replica.startAgain();
      await world.untilServing();
      await vi.waitFor(async () => {
        const again = await world.counting(() => readers.until(SOME));
        if (again.by.replica === 0) throw new Error('is not read from again');
      }, SOON);
      // Every one of them was answered, or this throws.
      await readers.end();
    });
  });

  describe('at the start', { timeout: LIMIT_MS }, () => {
    let database: TestDatabase;
    let foreign: OwnPostgres;
    let server: ServerProcess | undefined;

    beforeAll(async () => {
      database = await createTestDatabase();
      foreign = await OwnPostgres.start();
    }, LIMIT_MS);
    afterAll(async () => {
      await server?.discard();
      await foreign.discard();
      await database.drop();
    });

    it('one that is away, and one of another database, are named and done without', async () => {
      const url = (server: string, port: number): string => `postgres://a:b@${server}:${port}/aegis`;
      const closed = await closedPort();
      const urls = [url('127.0.0.1', closed), foreign.url];
      server = await ServerProcess.start(database, { DATABASE_REPLICA_URLS: urls.join(',') });
      expect(server.said).toMatch(new RegExp(`127\\.0\\.0\\.1:${closed} is left out.*ECONNREFUSED`));
      const { host } = new URL(foreign.url);
      expect(server.said).toMatch(new RegExp(`${host} is left out.*a copy of another database`));
      expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    });

    it('what is no address stops it, and is named', async () => {
      const wrong = ServerProcess.start(database, { DATABASE_REPLICA_URLS: 'replica.internal:5432' });
      await expect(wrong).rejects.toThrow(/DATABASE_REPLICA_URLS: must start with postgres:/);
    });
  });
});

/** Administrators who look at lists, one after the other and as fast as they are answered. */
class Readers {
  private answered = 0;
  private isOver = false;
  private readonly underWay: Promise<void>[];

  constructor(private readonly admin: Person) {
    this.underWay = Array.from({ length: READERS }, () => this.keepReading());
  }

  /** So many more. */
  async until(more: number): Promise<void> {
    const goal = this.answered + more;
    const reached = vi.waitFor(() => {
      if (this.answered < goal) throw new Error(`${this.answered} of ${goal}`);
    }, SOON);
    await Promise.race([reached, Promise.all(this.underWay)]);
    await reached;
  }

  async end(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.underWay);
  }

  private async keepReading(): Promise<void> {
    const { client } = this.admin;
    while (!this.isOver) {
      const { items } = await client.admin.jobs({ query: {} });
      expect(items.length).toBeGreaterThan(0);
      await client.admin.overview({ query: { days: 7, timeZone: 'UTC' } });
      this.answered++;
    }
  }
}

async function closedPort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('has no port');
  return address.port;
}
