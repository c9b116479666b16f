import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS, SECOND_MS, shift } from '../../src/platform/clock/duration.js';
import { LocationPartitions } from '../../src/features/tracking/location-partitions.js';
import { SilenceWatch } from '../../src/features/tracking/silence/silence-watch.js';
import { type Guard, GuardsOnDuty } from '../guards-on-duty.js';
import { Marketplace, type Person } from '../marketplace.js';
import { OwnPostgres } from '../own-postgres.js';
import { ServerProcess } from '../server-process.js';
import { addressOf, onServerOnly } from '../test-database.js';
import { runMigrations } from '../../src/platform/database/migrations.js';
import { askedFigures, comes, labelsOf, Look } from './alarms.js';

const SOON = { timeout: 60_000, interval: 50 };
const LIMIT_MS = 180_000;
/** Of the verification's alarm fifty, of the queue's a thousand, of the ingest's five thousand, and more of each. */
const APPLICANTS = 60;
const EVENTS = 1200;
const GUARDS = 90;
const FIXES = 100;
/** What is slow takes longer than a second. */
const HELD_MS = 1500;
const COMPUTED_MS = 500;

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

onServerOnly('somebody is in the way of somebody, for which there have to be two sessions', () => {
  (hasPromtool ? describe : describe.skip)('an alert comes of its fault, and goes (needs Debian’s prometheus)', () => {
    let market: Marketplace;
    let other: pg.Client;
    let customer: Person;

    beforeAll(async () => {
      market = await Marketplace.open({ RATE_LIMITS: 'off' });
      customer = await market.registerCustomer();
      other = new pg.Client(addressOf(market.application.database));
      await other.connect();
    });
    afterAll(async () => {
      await other.end();
      await market.close();
    });

    const look = (): Promise<Look> => Look.at(market.application.baseUrl);
    const ask = (): Promise<Response> =>
      fetch(`${market.application.baseUrl}/api/v1/jobs`, { headers: { authorization: `Bearer ${customer.token}` } });

    /** Those who wait for a lock at this moment. */
    async function waitingForLocks(): Promise<number> {
      const { rows } = await other.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      return rows[0]?.waiting ?? 0;
    }

    it(
      'AegisErrors: a table that is not there any more',
      async () => {
        const before = await look();
        await other.query('ALTER TABLE jobs RENAME TO jobs_away');
        const { status } = await ask().finally(() => other.query('ALTER TABLE jobs_away RENAME TO jobs'));
        expect(status).toBe(500);
        const broken = await look();
        expect(comes('AegisErrors', broken, before)).toBe(true);
        expect((await ask()).status).toBe(200);
        expect(comes('AegisErrors', await look(), broken)).toBe(false);
      },
      LIMIT_MS,
    );

    it(
      'AegisSlow: a table that somebody holds',
      async () => {
        const before = await look();
        await other.query('BEGIN; LOCK TABLE jobs');
        const answers = [ask(), ask(), ask()];
        await expect.poll(waitingForLocks, SOON).toBeGreaterThanOrEqual(answers.length);
        await delay(HELD_MS);
        await other.query('COMMIT');
        expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200]);
        expect(comes('AegisSlow', await look(), before)).toBe(true);
      },
      LIMIT_MS,
    );

    it(
      'AegisProcessBusy: a process that computes and answers nobody',
      async () => {
        await look();
        const end = performance.now() + COMPUTED_MS;
        while (performance.now() < end);
        await expect.poll(async () => comes('AegisProcessBusy', await look()), SOON).toBe(true);
      },
      LIMIT_MS,
    );

    it(
      'AegisEventsWait: what has to be tried again, since the other side is away',
      async () => {
        const { consumer, event } = await aConsumer();
        await other.query(
          `INSERT INTO queued_events (id, event, consumer, payload, attempts, published_at, due_at)
           SELECT gen_random_uuid(), $1, $2, '{}', 9, now(), $3 FROM generate_series(1, $4::int)`,
          [event, consumer, shift(market.now, HOUR_MS), EVENTS],
        );
        expect(comes('AegisEventsWait', await look())).toBe(true);
        await other.query('DELETE FROM queued_events WHERE attempts = 9');
        expect(comes('AegisEventsWait', await look())).toBe(false);
      },
      LIMIT_MS,
    );

    async function aConsumer(): Promise<{ event: string; consumer: string }> {
      const [queue = ''] = [...(await look()).series.keys()].flatMap((one) => labelsOf(one).labels.get('queue') ?? []);
      const cut = queue.lastIndexOf('.');
      return { event: queue.slice(0, cut), consumer: queue.slice(cut + 1) };
    }

    it(
      'AegisGuardsSilent and AegisFixesWait: phones that are not heard of, and all at once what they kept',
      async () => {
        const { all } = await GuardsOnDuty.create(addressOf(market.application.database), GUARDS);
        const watch = market.application.app.get(SilenceWatch, { strict: false });
        await watch.look();
        expect(comes('AegisGuardsSilent', await look())).toBe(true);

        await other.query('BEGIN; LOCK TABLE location_history');
        const answers = all.map((guard) => send(guard));
        await expect
          .poll(async () => (await look()).series.get('aegis_ingest_waiting_fixes'), SOON)
          .toBeGreaterThan(5000);
        expect(comes('AegisFixesWait', await look())).toBe(true);
        await other.query('COMMIT');
        for (const status of await Promise.all(answers)) expect([200, 503]).toContain(status);
        // Who was asked to wait sends it again.
        await expect
          .poll(async () => new Set(await Promise.all(all.map((guard) => send(guard)))), SOON)
          .toEqual(new Set([200]));
        expect(comes('AegisFixesWait', await look())).toBe(false);
        await watch.look();
        expect(comes('AegisGuardsSilent', await look())).toBe(false);
      },
      LIMIT_MS,
    );

    /** The same again each time. */
    async function send({ jobId, token, sent }: Guard): Promise<number> {
      const last = (sent[0] ??= Date.now() - SECOND_MS);
      const fixes = Array.from({ length: FIXES }, (_, index) => ({
        ...{ lat: 34.05, lng: -118.25, accuracyMeters: 10 },
        recordedAt: new Date(last - index * SECOND_MS).toISOString(),
      }));
      const answer = await fetch(`${market.application.baseUrl}/api/v1/jobs/${jobId}/locations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ fixes }),
      });
      await answer.arrayBuffer();
      return answer.status;
    }

    it(
      'AegisGuardsWaitForVerification: guards whom nobody looks at',
      async () => {
        await other.query(
          `WITH people AS (
             INSERT INTO users (email, password_hash, first_name, last_name, role, status)
             SELECT $1 || n || '@test.example', 'none', 'Kim', 'Lee', 'guard', 'active' FROM generate_series(1, $2::int) AS n
             RETURNING id)
           INSERT INTO guard_profiles (user_id, license_number, license_state, license_expires_on, hourly_rate_cents)
           SELECT id, 'G-' || left(id::text, 8), 'CA', current_date + 400, 2000 FROM people`,
          [randomUUID(), APPLICANTS],
        );
        expect(comes('AegisGuardsWaitForVerification', await look())).toBe(true);
        await other.query('UPDATE guard_profiles SET license_verified_at = now() WHERE license_verified_at IS NULL');
        expect(comes('AegisGuardsWaitForVerification', await look())).toBe(false);
      },
      LIMIT_MS,
    );

    it(
      'AegisRetentionOverdue: somebody who has been reading an old day for two days',
      async () => {
        const partitions = market.application.app.get(LocationPartitions, { strict: false });
        const day = shift(market.now, -40 * 24 * HOUR_MS)
          .toISOString()
          .slice(0, 10);
        await other.query('SELECT create_location_partition($1::date)', [day]);
        await other.query(`BEGIN; SELECT count(*) FROM location_history_${day.replaceAll('-', '')}`);
        for (let hours = 0; hours <= 48; hours += 8) {
          await partitions.tend();
          market.clock.move(8 * HOUR_MS);
        }
        expect(comes('AegisRetentionOverdue', await look())).toBe(true);
        await other.query('COMMIT');
        await partitions.tend();
        expect(comes('AegisRetentionOverdue', await look())).toBe(false);
      },
      LIMIT_MS,
    );
  });

  describe('what the rules ask for', () => {
    it(
      'is told by a server, by its name and with the labels, and what is frozen is told of too',
      async () => {
        const database = await OwnPostgres.start();
        await runMigrations({ url: database.url });
        // Each shows what a market of the other has not: a replica that is none, and a Redis that is away.
        const settings = { DATABASE_REPLICA_URLS: database.url, REDIS_URL: 'redis://127.0.0.1:9' };
        const server = await ServerProcess.start(database.url, { ...settings, LOG_LEVEL: 'silent' });
        try {
          await database.query('ALTER TABLE sessions RENAME TO sessions_away');
          await fetch(`${server.url}/api/v1/jobs`, { headers: { authorization: `Bearer ${'x'.repeat(43)}` } });
          await database.query('ALTER TABLE sessions_away RENAME TO sessions');
          const told = [...(await Look.at(server.url)).series.keys()].map(labelsOf);
          const untold = askedFigures().filter(
            ({ figure, labels }) =>
              !told.some(
                (one) => one.figure === figure && labels.every(({ label, is }) => is(one.labels.get(label) ?? '')),
              ),
          );
          expect(untold.map(({ figure }) => figure)).toEqual([]);

          database.freeze();
          expect((await Look.at(server.url)).series.get('aegis_health{check="database"}')).toBe(2);
        } finally {
          await server.discard();
          await database.killAll();
          await database.discard();
        }
      },
      LIMIT_MS,
    );
  });
});
