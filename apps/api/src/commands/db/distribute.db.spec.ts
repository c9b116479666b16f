import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { schemaSnapshot } from '../../../database/spec-support/snapshot.js';
import { openTestDataSource, type TestDataSource } from '../../../database/spec-support/test-data-source.js';
import { type Booking, Marketplace, metersNorth } from '../../../test/marketplace.js';
import { faultsSeen } from '../../../test/history-witness.js';
import { addressOf, onServerOnly } from '../../../test/test-database.js';
import { HOUR_MS, SECOND_MS } from '../../platform/clock/duration.js';
import { readConfig } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { type Command, type CommandContext, CommandRefusal } from './command.js';
import { distribute } from './distribute.js';
import { HistoryRules } from './distribution/history-rules.js';
import { undistribute } from './undistribute.js';

const engine = inject('testEngine');
const isOnCitus = engine.engine === 'postgres' && engine.isShared === true;

const contextOf = (url: string): CommandContext & { lines: string[] } => {
  const lines: string[] = [];
  const [print, tell] = [(line: string) => void lines.push(line), () => {}];
  return { config: readConfig({ DATABASE_URL: url }), environment: {}, print, tell, lines };
};

async function run(command: Command, url: string, ...args: string[]): Promise<string> {
  const context = contextOf(url);
  expect(await command.run(args, context)).toBe(0);
  return context.lines.join('\n');
}

if (!isOnCitus)
  onServerOnly('the commands are for servers', () => {
    describe('a history on a server without Citus', () => {
      let opened: TestDataSource;
      let database: Database;
      let url: string;

      beforeAll(async () => {
        opened = await openTestDataSource(2);
        database = new Database(opened.dataSource);
        url = addressOf(opened.database);
      });
      afterAll(() => opened.close());

      const snapshot = () => schemaSnapshot((sql) => opened.dataSource.query(sql));

      it('is not distributed, and nothing of it is changed: what is missing is said', async () => {
        const before = await snapshot();
        const refused = distribute.run([], contextOf(url)).catch((error: unknown) => error);
        expect(await refused).toBeInstanceOf(CommandRefusal);
        expect(String(await refused)).toMatch(/no Citus|CREATE EXTENSION citus/);
        expect(await snapshot()).toEqual(before);
      });

      it('gets its rules back as they were, from wherever a command was killed, without what they forbid', async () => {
        const before = await snapshot();
        const rules = new HistoryRules(database, () => {});
        await database.run(`SELECT create_location_partition('2031-05-01'), create_location_partition('2031-05-02')`);
        await rules.dropKeys();
        await rules.dropChecks();
        // A position of nobody, and a command that was killed after the first key of the first day.
        await database.run(
          `INSERT INTO location_history (guard_id, job_id, location, accuracy_meters, recorded_at)
           VALUES (gen_random_uuid(), gen_random_uuid(), ST_Point(0, 0)::geography, 5, '2031-05-02 12:00Z')`,
        );
        await database.run(
          `ALTER TABLE location_history_20310501 ADD CONSTRAINT location_history_guard_id_fkey
           FOREIGN KEY (guard_id) REFERENCES users (id) ON DELETE CASCADE NOT VALID`,
        );
        const text = await run(undistribute, url);
        expect(text).toContain('1 positions');
        expect(text).toContain('is whole');
        expect(await database.anyRows(`SELECT 1 FROM location_history`)).toEqual([]);
        await database.run('DROP TABLE location_history_20310501, location_history_20310502');
        expect(await snapshot()).toEqual(before);
        expect(await run(undistribute, url)).toContain('is whole');
      });
    });
  });
else
  describe('a history of a cluster', () => {
    let market: Marketplace;
    beforeAll(async () => {
      market = await Marketplace.open({ RATE_LIMITS: 'off' });
    });
    afterAll(async () => {
      await market.close();
      // For a while it was whole, and shared statements were right.
      faultsSeen();
    });

    /** What was acknowledged, as guard and moment. */
    const acknowledged = new Set<string>();
    let refusals = 0;

    /** As a phone does: until it is told that its fix is stored. */
    async function send({ guard, job }: Booking, recordedAt: string): Promise<void> {
      const fixes = [{ ...metersNorth(job.location, 5), accuracyMeters: 8, recordedAt }];
      for (;;)
        try {
          await guard.client.tracking.upload({ params: { id: job.id }, body: { fixes } });
          acknowledged.add(`${guard.id} ${recordedAt}`);
          return;
        } catch {
          refusals++;
        }
    }

    async function underIngest(bookings: readonly Booking[], work: () => Promise<string>): Promise<string> {
      let isOver = false;
      const phones = (async () => {
        while (!isOver) {
          market.clock.move(SECOND_MS);
          const recordedAt = market.now.toISOString();
          await Promise.all(bookings.map((booking) => send(booking, recordedAt)));
        }
      })();
      try {
        return await work();
      } finally {
        isOver = true;
        await phones;
      }
    }

    it('comes back and is distributed again while positions come in, and none that was acknowledged is lost', async () => {
      const url = addressOf(market.application.database);
      const bookings = await Promise.all(Array.from({ length: 4 }, () => market.runningJob({ lasts: 12 * HOUR_MS })));
      const back = await underIngest(bookings, () => run(undistribute, url));
      expect(back).toContain('is whole');
      const [beside, refusedBeside] = [acknowledged.size, refusals];
      const again = await underIngest(bookings, () => run(distribute, url));
      expect(again).toContain('is distributed');
      expect(await run(distribute, url)).toContain('is distributed');
      const rows = await market.application.dataSource.query<{ guard: string; at: Date }[]>(
        `SELECT guard_id AS guard, recorded_at AS at FROM location_history`,
      );
      const stored = new Set(rows.map(({ guard, at }) => `${guard} ${at.toISOString()}`));
      console.info(
        `acknowledged while it came back: ${beside} (${refusedBeside} asked again), while it was distributed: ${acknowledged.size - beside} (${refusals - refusedBeside})`,
      );
      expect(acknowledged.size).toBeGreaterThan(beside);
      expect([...acknowledged].filter((one) => !stored.has(one))).toEqual([]);
    });
  });
