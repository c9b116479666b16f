import type pg from 'pg';
import type { Bench } from '../harness/bench.js';
import type { Figure } from '../harness/figures.js';
import { median } from '../harness/rounds.js';

const FEW = 10_000;
const DROPS = 5;

/** What has to be read while a day goes: it asks for a lock on every day of the time it asks about. */
const READ = `SELECT count(*) FROM location_history
              WHERE guard_id = '00000000-0000-7000-8000-000000000001' AND recorded_at >= '2020-01-01'`;

/** Milliseconds to drop a day of many fixes, of few, and to delete a tenth of the many. */
export async function measureRetention(bench: Bench, pool: pg.Pool): Promise<Figure[]> {
  const { historyRows } = bench.options;
  const few: number[] = [];
  for (let drop = 0; drop < DROPS; drop++) few.push(await timeOf(pool, await fillDay(pool, FEW), 'drop'));
  bench.tell(`Filling a day with ${historyRows.toLocaleString('en-US')} fixes ...`);
  const day = await fillDay(pool, historyRows);
  const { result: many, longestMs } = await readingBeside(pool, () => timeOf(pool, day, 'drop'));
  const tenth = Math.round(historyRows / 10);
  const deleted = await timeOf(pool, await fillDay(pool, tenth), 'delete');
  const limit = 3 * median(few);
  const size = historyRows.toLocaleString('en-US');
  return [
    {
      name: `dropping a day of ${size} fixes`,
      value: many,
      unit: 'ms',
      bar: { kind: 'at most', value: limit, words: `3 times a day of ${FEW.toLocaleString('en-US')}` },
    },
    // The files are removed when the locks are released already: the server says so in CommitTransaction (xact.c).
    { name: 'longest read meanwhile', value: longestMs, unit: 'ms' },
    { name: `DELETE of ${tenth.toLocaleString('en-US')} fixes`, value: deleted, unit: 'ms' },
  ];
}

/** One read after the other while `work` is done, and how long the longest took. */
async function readingBeside<T>(pool: pg.Pool, work: () => Promise<T>): Promise<{ result: T; longestMs: number }> {
  let longestMs = 0;
  const state = { isDone: false };
  const reader = async (): Promise<void> => {
    while (!state.isDone) {
      const begun = performance.now();
      await pool.query(READ);
      longestMs = Math.max(longestMs, performance.now() - begun);
    }
  };
  const reading = reader();
  const result = await work().finally(() => (state.isDone = true));
  await reading;
  return { result, longestMs };
}

/** A partition long ago, filled past the keys: they would cost more than the rows, and are not what is measured. */
async function fillDay(pool: pg.Pool, rows: number): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query(`SELECT create_location_partition('2020-01-01')`);
    await client.query('SET session_replication_role = replica');
    await client.query(
      `INSERT INTO location_history (guard_id, job_id, location, accuracy_meters, recorded_at)
       SELECT guard, guard, 'POINT(-118.25 34.05)', 10, timestamptz '2020-01-01 00:00Z' + n * interval '8 ms'
       FROM (SELECT n, ('00000000-0000-7000-8000-' || lpad(to_hex(n % 5000), 12, '0'))::uuid AS guard
             FROM generate_series(1, $1::int) AS n) AS drawn`,
      [rows],
    );
    await client.query('RESET session_replication_role');
    await client.query('CHECKPOINT');
  } finally {
    client.release();
  }
  return 'location_history_20200101';
}

async function timeOf(pool: pg.Pool, partition: string, how: 'drop' | 'delete'): Promise<number> {
  const begun = performance.now();
  await pool.query(how === 'drop' ? `DROP TABLE ${partition}` : `DELETE FROM ${partition}`);
  const ms = performance.now() - begun;
  if (how === 'delete') await pool.query(`DROP TABLE ${partition}`);
  return ms;
}
