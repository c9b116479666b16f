import { afterAll, beforeAll, expect, it } from 'vitest';
import { sessionSettings } from '../../src/platform/database/session-settings.js';
import { requiresPgbouncer, startPgbouncer } from '../own-pgbouncer.js';
import type { OwnPostgres } from '../own-postgres.js';
import { onServerOnly } from '../test-database.js';
import { ReplicatedMarket } from './replicated-market.js';

const LIMIT_MS = 300_000;
const READER = { user: 'reader', password: 'reads-alone' };

onServerOnly('no pooler stands before the embedded engine', () => {
  requiresPgbouncer('a replica behind PgBouncer, by a role that may read alone', () => {
    let world: ReplicatedMarket;
    let pooler: Awaited<ReturnType<typeof startPgbouncer>>;

    beforeAll(async () => {
      const settings = { DATABASE_POOLED: 'true', DATABASE_REPLICA_MAX_LAG_MS: '5000' };
      world = await ReplicatedMarket.open(settings, async (primary, replica) => {
        await makeReader(primary);
        const { hostname, port } = new URL(replica.url);
        pooler = await startPgbouncer({ host: hostname, port: Number(port), ...READER });
        return `postgres://${READER.user}:${READER.password}@127.0.0.1:${pooler.port}/postgres`;
      });
    }, LIMIT_MS);
    afterAll(async () => {
      await world.close();
      await pooler.stop();
    });

    it(
      'answers many at once over fewer sessions, each with what was written before',
      { timeout: LIMIT_MS },
      async () => {
        await world.untilServing();
        const admin = await world.market.admin();
        const { by } = await world.counting(() =>
          Promise.all(
            Array.from({ length: 10 }, async () => {
              const customer = await world.market.registerCustomer();
              const { items } = await admin.client.admin.users({ query: { words: customer.email } });
              expect(items.map(({ id }) => id)).toEqual([customer.id]);
              await admin.client.admin.overview({ query: { days: 7, timeZone: 'UTC' } });
            }),
          ),
        );
        expect(by.again).toBe(0);
        expect(by.replica).toBeGreaterThan(0);
      },
    );
  });
});

/** Roles and their settings are replicated as everything else. */
async function makeReader(primary: OwnPostgres): Promise<void> {
  const { user, password } = READER;
  await primary.query(`CREATE ROLE ${user} LOGIN PASSWORD '${password}'`);
  await primary.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${user}`);
  for (const [name, value] of Object.entries(sessionSettings(7_000)))
    await primary.query(`ALTER ROLE ${user} SET ${name} = '${value}'`);
}
