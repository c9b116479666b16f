import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createTestDatabase, onServerOnly, type TestDatabase } from '../../../test/test-database.js';
import { Clock } from '../../platform/clock/clock.js';
import { DAY_MS, HOUR_MS, shift } from '../../platform/clock/duration.js';
import { readConfig } from '../../platform/config/config.js';
import { openDataSource } from '../../platform/database/connection.js';
import { Database } from '../../platform/database/database.js';
import { Platform } from '../../platform/platform.js';
import { identifier } from '../../platform/database/sql-types.js';
import { composed } from '../../platform/database/statement.js';
import { LocationPartitions } from './location-partitions.js';
import { LocationPartitionsRepository } from './location-partitions.repository.js';

/** Far from the days of other files, which share one database on the embedded engine. */
const START = new Date('2031-03-01T23:30:00Z');

class SetClock extends Clock {
  time = START;
  override now(): Date {
    return this.time;
  }
}

let testDatabase: TestDatabase;
let dataSource: DataSource;
let database: Database;
const clock = new SetClock();
const config = readConfig({ LOCATION_PARTITIONS_AHEAD_DAYS: '3' });

/** What one process has. */
const newProcess = (platform = new Platform(config, dataSource, clock)): LocationPartitions =>
  new LocationPartitions(new LocationPartitionsRepository(platform.database), platform);

beforeAll(async () => {
  // What is made and dropped is told on the log; here it is asserted.
  Logger.overrideLogger(false);
  testDatabase = await createTestDatabase();
  const embedded = testDatabase.engine === 'embedded';
  const connection = { ...testDatabase, embedded, poolSize: embedded ? 1 : 5, statementTimeoutMs: 15_000 };
  dataSource = await openDataSource(connection).initialize();
  database = new Database(dataSource);
});

afterAll(async () => {
  await dropAll();
  await dataSource.destroy();
  await testDatabase.drop();
});

beforeEach(async () => {
  clock.time = START;
  await dropAll();
  await database.run(`DELETE FROM scheduled_runs`);
});

const PARTITIONS = composed({
  gives: { name: identifier('relname') },
  text: (row) => `
    SELECT ${row} FROM pg_class
    WHERE relname LIKE 'location_history_2%' AND relkind = 'r' AND relispartition ORDER BY relname`,
});

async function partitions(): Promise<string[]> {
  return (await database.rows(PARTITIONS)).map(({ name }) => name.replace('location_history_', ''));
}

async function dropAll(): Promise<void> {
  for (const day of await partitions()) await database.run(`DROP TABLE location_history_${day}`);
}

describe('partitions of the location history', () => {
  it('are there from yesterday to the days ahead when the application starts', async () => {
    const platform = new Platform(config, dataSource, clock);
    await newProcess(platform).onApplicationBootstrap();
    await platform.schedule.rest();
    expect(await partitions()).toEqual(['20310228', '20310301', '20310302', '20310303', '20310304']);
  });

  it('are added as the days go by, and only those that are missing', async () => {
    await newProcess().createUntil(3);
    clock.time = shift(START, HOUR_MS);
    expect(await newProcess().createUntil(3)).toEqual(['2031-03-05']);
    expect(await newProcess().createUntil(3)).toEqual([]);
  });

  it('are made once by processes that start together, round after round', async () => {
    // Once would often miss that a connection still remembers the absence of what another has made.
    for (let round = 0; round < 5; round++) {
      const made = await Promise.all([newProcess(), newProcess(), newProcess()].map((one) => one.createUntil(3)));
      expect(made.flat().toSorted()).toEqual(['2031-02-28', '2031-03-01', '2031-03-02', '2031-03-03', '2031-03-04']);
      await dropAll();
    }
  });

  it('are dropped when all of the day is older than thirty days, by one process, which records it', async () => {
    await newProcess().createUntil(1);
    const lastMomentOf28February = new Date('2031-03-01T00:00:00Z');
    clock.time = shift(lastMomentOf28February, 30 * DAY_MS - 1);
    expect(await newProcess().dropExpired()).toEqual([]);
    clock.time = shift(lastMomentOf28February, 30 * DAY_MS);
    const dropped = await Promise.all([newProcess(), newProcess(), newProcess()].map((one) => one.dropExpired()));
    expect(dropped.flat()).toEqual(['location_history_20310228']);
    expect(await partitions()).toEqual(['20310301', '20310302']);
    expect(
      await database.anyRows(
        `SELECT task, finished_at, outcome FROM scheduled_runs WHERE outcome -> 'dropped' <> '[]'`,
      ),
    ).toEqual([
      {
        task: 'location-retention',
        finished_at: clock.time,
        outcome: { dropped: ['location_history_20310228'], failed: {} },
      },
    ]);
  });

  it('are overdue when no run has succeeded for two days, and not before', async () => {
    expect(await newProcess().overdueSince()).toBeNull();
    await newProcess().dropExpired();
    clock.time = shift(START, 2 * DAY_MS);
    expect(await newProcess().overdueSince()).toBeNull();
    clock.time = shift(START, 2 * DAY_MS + 1);
    expect(await newProcess().overdueSince()).toEqual(START);
    await newProcess().dropExpired();
    expect(await newProcess().overdueSince()).toBeNull();
  });

  onServerOnly('one session, so that no reader can be in the way of a drop', () => {
    it('that cannot be made stop the start', async () => {
      await dataSource.query(`ALTER FUNCTION create_location_partition(date) RENAME TO create_location_partition_away`);
      try {
        await expect(newProcess().onApplicationBootstrap()).rejects.toThrow('create_location_partition');
      } finally {
        await dataSource.query(
          `ALTER FUNCTION create_location_partition_away(date) RENAME TO create_location_partition`,
        );
      }
    });
  });

  // On the embedded engine there is one session: nobody can be in the way.
  if (inject('testEngine').engine === 'embedded')
    console.info(
      'location-partitions.db.spec.ts: one session, so no reader is in the way of a drop on the embedded engine',
    );
  else
    describe('expired partitions', () => {
      it('are asked for again in the next hour when a reader was in the way', async () => {
        await newProcess().createUntil(1);
        clock.time = shift(START, 40 * DAY_MS);
        const reader = dataSource.createQueryRunner();
        await reader.startTransaction();
        await reader.query(`SELECT count(*) FROM location_history_20310228`);
        expect(await newProcess().dropExpired()).toEqual(['location_history_20310301', 'location_history_20310302']);
        await reader.rollbackTransaction();
        await reader.release();
        expect(await newProcess().dropExpired()).toEqual([]);
        clock.time = shift(clock.time, HOUR_MS);
        expect(await newProcess().dropExpired()).toEqual(['location_history_20310228']);
      });
    });
});
