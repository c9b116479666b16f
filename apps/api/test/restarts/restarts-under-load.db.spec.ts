import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '@aegis/client';
import { runMigrations } from '../../src/platform/database/migrations.js';
import { GuardsOnDuty } from '../guards-on-duty.js';
import { OwnPostgres } from '../own-postgres.js';
import { OwnRedis } from '../own-redis.js';
import { requiresRedis } from '../redis.js';
import { ServerProcess } from '../server-process.js';
import { onServerOnly } from '../test-database.js';
import { type Attempt, type Outcome, Promises } from './promises.js';
import { timesIn } from './times-in.js';
import { booking, COUNTED, customer, fix, message, signIn, signUp } from './wishers.js';

/** Servers start, several times, on a machine that may be busy. */
const LIMIT_MS = 600_000;
const GUARDS = 3;
const WITHOUT_BOUND = '1000000';
/** Counted all the same, so that Redis has work to do. */
const COUNTING = {
  RATE_LIMITS: 'on',
  RATE_USER_PER_MINUTE: WITHOUT_BOUND,
  RATE_ANONYMOUS_PER_MINUTE: WITHOUT_BOUND,
  RATE_UPLOADS_PER_MINUTE: WITHOUT_BOUND,
  RATE_BOOKINGS_PER_HOUR: WITHOUT_BOUND,
  RATE_WRITTEN_PER_MINUTE: WITHOUT_BOUND,
};

/** Of each kind, before, during and after each outage. */
const SOME = 3;
const AT_ONCE = 8;

onServerOnly('the embedded database is in the process: it does not restart beneath it', () => {
  requiresRedis('PostgreSQL and Redis restarted beneath people at work', () => {
    let postgres: OwnPostgres;
    let redis: OwnRedis;
    let server: ServerProcess;
    let promises: Promises;
    let isBack = false;

    beforeAll(async () => {
      [postgres, redis] = await Promise.all([OwnPostgres.start(), OwnRedis.start()]);
      await runMigrations({ url: postgres.url, statementTimeoutMs: 60_000 });
      const guards = await GuardsOnDuty.create(postgres.url, GUARDS);
      server = await ServerProcess.start(postgres.url, { ...COUNTING, REDIS_URL: redis.url, LOG_LEVEL: 'silent' });
      const anybody = createClient({ baseUrl: server.url, token: null });
      const customers = await Promise.all([1, 2, 3].map(() => customer(anybody)));
      promises = new Promises(() => server.port);
      promises.begin([
        ...customers.map(({ token }) => booking(token)),
        ...customers.map(({ email }) => signIn(email)),
        ...guards.all.flatMap((guard) => [message(guard), fix(guard)]),
        signUp(),
      ]);
    }, LIMIT_MS);
    afterAll(async () => {
      await server.discard();
      await Promise.all([postgres.discard(), redis.discard()]);
    });

    const served = () => promises.until(['done'], SOME);
    const refused = () => promises.until(['not done', 'unknown'], SOME);

    const restartPostgres = async (): Promise<void> => {
      await postgres.kill();
      await refused();
      await postgres.startAgain();
    };

    it(
      'are served before, while Redis is away, and after each of them has come back',
      async () => {
        await served();
        await restartPostgres();
        await served();
        await redis.stop();
        await served();
        await restartPostgres();
        await served();
        await redis.start();
        await served();
        await promises.end();
        isBack = true;
      },
      LIMIT_MS,
    );

    describe.each(Object.keys(COUNTED))('of each %s', (kind) => {
      // A server that is left without its database is asked again for ever.
      beforeEach(() => expect(isBack, 'what comes before has failed').toBe(true));
      const all = (...outcomes: Outcome[]): Attempt[] =>
        (promises.attempts.get(kind) ?? []).filter(({ outcome }) => outcomes.includes(outcome));
      const timesThere = (attempts: readonly Attempt[]) => timesIn(postgres.url, kind, attempts);

      it('what was said to be done is there once', async () => {
        expect(all('done').length).toBeGreaterThanOrEqual(5 * SOME);
        expect(await timesThere(all('done'))).toEqual(new Set([1]));
      });

      it('what was said to have changed nothing is not there', async () => {
        expect([...(await timesThere(all('not done')))].filter((count) => count !== 0)).toEqual([]);
      });

      it('what nobody could know is there once at most', async () => {
        expect([...(await timesThere(all('unknown')))].filter((count) => count > 1)).toEqual([]);
      });

      if (kind !== 'sign-in')
        it(
          'asked for again in the same words, whatever was answered, it is there once',
          { timeout: LIMIT_MS },
          async () => {
            const asked = [...all('not done', 'unknown'), ...all('done').slice(-SOME)];
            expect(asked.length).toBeGreaterThan(SOME);
            for (let first = 0; first < asked.length; first += AT_ONCE)
              await Promise.all(asked.slice(first, first + AT_ONCE).map(askUntilDone));
            expect(await timesThere(asked)).toEqual(new Set([1]));
          },
        );
    });

    /** An address that has an account by now is refused, and has one. A server that is busy is asked once more. */
    async function askUntilDone(attempt: Attempt): Promise<void> {
      const taken = (error: unknown): Outcome => {
        if (String(error).includes('email_taken')) return 'done';
        throw error;
      };
      while ((await promises.ask(attempt).catch(taken)) !== 'done');
    }
  });
});
