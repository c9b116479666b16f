import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { HOUR_MS } from '../../src/platform/clock/duration.js';
import type { Booking, Person } from '../marketplace.js';
import { onServerOnly } from '../test-database.js';
import { ReplicatedMarket } from './replicated-market.js';

/** Two clusters and an application start, on a machine that may be busy. */
const LIMIT_MS = 300_000;
const SOON = { timeout: 30_000, interval: 100 };
const MONTH = /^\d{4}-\d{2}/;

onServerOnly('the embedded database has no replica', () => {
  describe('a replica that follows', { timeout: LIMIT_MS }, () => {
    let world: ReplicatedMarket;
    let admin: Person;
    let booking: Booking;

    beforeAll(async () => {
      // Whoever waits for it waits longer than a busy machine takes.
      world = await ReplicatedMarket.open({ DATABASE_REPLICA_MAX_LAG_MS: '5000' });
      const { market } = world;
      admin = await market.admin();
      booking = await market.runningJob();
      await market.sendFix(booking, 5);
      market.clock.move(2 * HOUR_MS);
      await market.checkOut(booking);
      await market.told(booking.customer, booking.job, 'payout.waiting');
    }, LIMIT_MS);
    afterAll(() => world.close());

    it('answers every read that it may answer', async () => {
      await world.untilServing();
      const [month = ''] = MONTH.exec(world.market.now.toISOString()) ?? [];
      const { client } = admin;
      const params = { id: booking.job.id };
      const reads: Record<string, () => Promise<unknown>> = {
        overview: () => client.admin.overview({ query: { days: 7, timeZone: 'UTC' } }),
        jobs: () => client.admin.jobs({ query: { words: 'Gate' } }),
        users: () => client.admin.users({ query: { words: 'Kim' } }),
        pendingGuards: () => client.admin.pendingGuards({ query: {} }),
        payments: () => client.admin.payments({ query: {} }),
        privacyRequests: () => client.admin.privacyRequests({ query: {} }),
        auditLog: () => client.admin.auditLog({ query: {} }),
        disputes: () => client.disputes.list(),
        board: () => client.desk.board(),
        search: () => client.desk.search({ query: { words: 'Gate' } }),
        trail: () => booking.customer.client.tracking.trail({ params, query: {} }),
        statement: () => booking.customer.client.payments.statement({ query: { month } }),
        earnings: () => booking.guard.client.payments.earningsStatement({ query: { month } }),
        export: () => ask(booking.guard, '/api/v1/users/me/export?format=json'),
        figures: () => ask(booking.guard, '/metrics'),
      };
      for (const [name, read] of Object.entries(reads)) {
        const { by } = await world.counting(read);
        expect(by, name).toMatchObject({ primary: 0, again: 0 });
        expect(by.replica, name).toBeGreaterThan(0);
      }
    });

    it('answers what a reconciliation reads', async () => {
      const { by } = await world.counting(async () => {
        const run = await admin.client.reconciliations.start({ body: { days: 1 } });
        await vi.waitFor(async () => {
          const { endedAt, failure, differences } = await admin.client.reconciliations.get({ params: { id: run.id } });
          if (!endedAt) throw new Error('is not over');
          // The guard has no account yet that their pay could go to.
          expect({ failure, kinds: differences.map(({ kind }) => kind) }).toEqual({
            failure: null,
            kinds: ['not_settled'],
          });
        }, SOON);
      });
      expect(by).toMatchObject({ primary: 0, again: 0 });
      expect(by.replica).toBeGreaterThan(2);
    });

    it('is seen in the figures and by who asks whether all is well', async () => {
      const [replica] = world.platform.replicas.states;
      const figures = await (await ask(admin, '/metrics')).text();
      expect(figures).toContain(`aegis_replica_serves{replica="${replica?.name}"} 1`);
      const lag = /^aegis_replica_lag_seconds\{[^}]*\} (\S+)$/m.exec(figures)?.[1];
      expect(Number(lag)).toBeLessThan(5);
      expect(await readiness()).not.toHaveProperty('warning');
    });

    it('is never written to, and says so where somebody means to', async () => {
      const { database } = world.platform;
      const writing = () => database.readElsewhere(() => database.run(`UPDATE users SET first_name = first_name`));
      await expect(writing()).rejects.toThrow(/to be written/);
      const nested = () => database.readElsewhere(() => database.transaction(() => Promise.resolve()));
      await expect(nested()).rejects.toThrow(/to be written/);
      // What no text betrays the server refuses, and the primary answers.
      const { by } = await world.counting(() =>
        database.readElsewhere(() => database.anyRows(`SELECT id FROM users LIMIT 1 FOR UPDATE`)),
      );
      expect(by).toEqual({ replica: 0, primary: 0, again: 1 });
    });

    it('that a conflict with what it replays breaks off is not asked again, but the primary', async () => {
      await world.setOnReplica('max_standby_streaming_delay', '0');
      await world.untilServing();
      const { database } = world.platform;
      let tries = 0;
      const { result, by } = await world.counting(() =>
        database.readElsewhere(async () => {
          tries++;
          const first = await database.anyRows('SELECT count(*)::int AS count FROM customer_places');
          // Its replay waits for whoever has read the table, and does not wait long.
          if (tries === 1)
            await world.primary.query('BEGIN; LOCK TABLE customer_places IN ACCESS EXCLUSIVE MODE; COMMIT');
          while (tries === 1) await database.anyRows('SELECT pg_sleep(0.05)');
          return first;
        }),
      );
      expect(result).toEqual([{ count: 0 }]);
      expect({ tries, by }).toEqual({ tries: 2, by: { replica: 0, primary: 0, again: 1 } });
      await world.setOnReplica('max_standby_streaming_delay', '30s');
    });

    it('shows nobody less than they have written, as far behind as it is while they wait for it', async () => {
      await world.setOnReplica('recovery_min_apply_delay', '150ms');
      await world.untilServing();
      const { by } = await world.counting(() => Promise.all(Array.from({ length: 8 }, () => writesAndReads(4))));
      await world.setOnReplica('recovery_min_apply_delay', '0');
      expect(by.replica).toBeGreaterThan(0);
      expect(by.again).toBe(0);
    });

    it('that has stopped is left out: who has written sees it at once, here and in another process', async () => {
      await world.untilServing();
      const other = await world.application.another();
      await world.replica.query('SELECT pg_wal_replay_pause()');
      await writesAndReads(3);
      const sees = { ...admin, client: other.client(admin.token) };
      await writesAndReads(3, sees);
      await world.untilLeftOut(/further behind/);
      expect(await readiness()).toMatchObject({ ok: true, warning: expect.stringMatching(/left out/) as string });
      const begun = performance.now();
      await writesAndReads(3, sees);
      // Nobody waits for one that is known to be late.
      expect(performance.now() - begun).toBeLessThan(5_000);
      const figures = await (await ask(admin, '/metrics')).text();
      expect(figures).toMatch(/^aegis_replica_serves\{[^}]*\} 0$/m);
      await vi.waitFor(() => {
        if ((world.platform.replicas.states[0]?.lagSeconds ?? 0) < 6) throw new Error('not so late yet');
      }, SOON);
      await world.replica.query('SELECT pg_wal_replay_resume()');
      await world.untilServing();
      const { by } = await world.counting(() => writesAndReads(2));
      expect(by.replica).toBeGreaterThan(0);
      await other.app.close();
    });

    it('that was promoted is left out', async () => {
      await world.replica.promote();
      await world.untilLeftOut(/takes what is written/);
      await writesAndReads(2);
    });

    /** Books as a customer, and finds it in the list of everybody's jobs. */
    async function writesAndReads(times: number, reader = admin): Promise<void> {
      const customer = await world.market.registerCustomer();
      for (let time = 0; time < times; time++) {
        const job = await world.market.book(customer, { location: world.market.newPlace() });
        const { items } = await reader.client.admin.jobs({ query: { words: job.id } });
        expect(items.map(({ id }) => id)).toEqual([job.id]);
      }
    }

    const ask = async ({ token }: Person, path: string): Promise<Response> => {
      const answer = await fetch(world.application.baseUrl + path, { headers: { authorization: `Bearer ${token}` } });
      expect(answer.status).toBe(200);
      return answer;
    };

    async function readiness(): Promise<object> {
      const { checks } = (await (await ask(admin, '/health/ready')).json()) as { checks: { name: string }[] };
      return checks.find(({ name }) => name === 'replicas') ?? {};
    }
  });
});
