import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '@aegis/client';
import { runMigrations } from '../../src/platform/database/migrations.js';
import { GuardsOnDuty } from '../guards-on-duty.js';
import { OwnPostgres } from '../own-postgres.js';
import { ServerProcess } from '../server-process.js';
import { onServerOnly } from '../test-database.js';
import { type Outcome, Promises } from './promises.js';
import { timesIn } from './times-in.js';
import { booking, customer, fix, message } from './wishers.js';

/** Two clusters and a process start, on a machine that may be busy. */
const LIMIT_MS = 300_000;
const SOME = 5;

const FALLS: Record<string, (primary: OwnPostgres) => Promise<void>> = {
  'killed, with every connection to it': (primary) => primary.kill(),
  'frozen, with connections that nobody breaks': (primary) => Promise.resolve(primary.freeze()),
};

onServerOnly('the embedded database has no standby', () => {
  describe.each(Object.entries(FALLS))('a primary that is %s', (_name, fall) => {
    let primary: OwnPostgres;
    let standby: OwnPostgres;
    let server: ServerProcess;
    let promises: Promises;

    beforeAll(async () => {
      primary = await OwnPostgres.start();
      await runMigrations({ url: primary.url });
      standby = await OwnPostgres.follow(primary);
      const [guard] = (await GuardsOnDuty.create(primary.url, 1)).all;
      server = await ServerProcess.start(eitherOf(standby, primary), { LOG_LEVEL: 'silent' });
      const { token } = await customer(createClient({ baseUrl: server.url, token: null }));
      promises = new Promises(() => server.port);
      promises.begin([booking(token), ...(guard ? [message(guard), fix(guard)] : [])]);
    }, LIMIT_MS);
    afterAll(async () => {
      await server.discard();
      await standby.discard();
      await primary.killAll();
      await primary.discard();
    });

    it(
      'is replaced by its standby: the process goes on, and nothing that was acknowledged is missing',
      async () => {
        await promises.until(['done'], SOME);
        await fall(primary);
        await standby.promote();
        await promises.until(['done'], SOME);
        await promises.end();

        for (const [kind, attempts] of promises.attempts) {
          const those = (outcome: Outcome) => attempts.filter((attempt) => attempt.outcome === outcome);
          expect(those('done').length).toBeGreaterThanOrEqual(2 * SOME);
          expect(await timesIn(standby.url, kind, those('done'))).toEqual(new Set([1]));
          const notThere = await timesIn(standby.url, kind, those('not done'));
          expect([...notThere].filter((count) => count !== 0)).toEqual([]);
          const perhaps = await timesIn(standby.url, kind, those('unknown'));
          expect([...perhaps].filter((count) => count > 1)).toEqual([]);
        }
      },
      LIMIT_MS,
    );

    it('is not gone back to when it comes again and takes writes', { timeout: LIMIT_MS }, async () => {
      await primary.killAll();
      await primary.startAgain();
      const [before] = await primary.query<{ count: number }>(BOOKINGS);
      const again = new Promises(() => server.port);
      const { token } = await customer(createClient({ baseUrl: server.url, token: null }));
      again.begin([booking(token)]);
      await again.until(['done'], SOME);
      await again.end();
      expect(await timesIn(standby.url, 'booking', again.attempts.get('booking') ?? [])).toEqual(new Set([1]));
      expect(await primary.query(BOOKINGS)).toEqual([before]);
    });
  });
});

const BOOKINGS = `SELECT count(*)::int AS count FROM jobs`;

/** The standby first: who took the first that answers would have it. */
function eitherOf(first: OwnPostgres, second: OwnPostgres): string {
  const [one, other] = [new URL(first.url), new URL(second.url)];
  return `postgres://${one.username}:${one.password}@${one.host},${other.host}${one.pathname}?target_session_attrs=read-write`;
}
