import { PATIENCE } from '@aegis/api/dist/src/platform/database/lock-patience.js';
import { openDataSource } from '@aegis/api/dist/src/platform/database/connection.js';
import { migrate } from '@aegis/api/dist/src/platform/database/migrations.js';
import { type Change, CHANGES, LOOKED_AT, OFFERS } from '@aegis/api/dist/test/changes-beside-writes.js';
import type pg from 'pg';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import type { Figure } from '../harness/figures.js';

/** Rows of a statement that fills: the log of one for all of them would not fit. */
const FILLED_AT_ONCE = 500_000;
const WRITERS = 4;

export const migrations: Topic = {
  name: 'migrations',
  summary: 'how long writes to a large table wait for migrations of it, by kind and by how they are written',
  together: { historyRows: 1_000_000 },

  async run(bench) {
    const { url, pool } = await createDatabase(bench);
    const rows = bench.options.historyRows;
    await fill(bench, pool, rows);
    const figures: Figure[] = [];
    for (const change of CHANGES) figures.push(...(await measured(bench, { url, pool, rows }, change)));
    return figures;
  },
};

async function fill(bench: Bench, pool: pg.Pool, rows: number): Promise<void> {
  bench.tell(`Filling: ${rows.toLocaleString('en-US')} offers ...`);
  const client = await pool.connect();
  try {
    await client.query('SET session_replication_role = replica');
    for (let first = 1; first <= rows; first += FILLED_AT_ONCE)
      await client.query(OFFERS, [first, Math.min(rows, first + FILLED_AT_ONCE - 1)]);
    await client.query('RESET session_replication_role');
    await client.query('VACUUM ANALYZE offers');
    await client.query('CHECKPOINT');
  } finally {
    client.release();
  }
}

interface Filled {
  url: string;
  pool: pg.Pool;
  rows: number;
}

/** As `npm run db -- migrate` applies it, while others write; taken back afterwards. */
async function measured(bench: Bench, { url, pool, rows }: Filled, change: Change): Promise<Figure[]> {
  const dataSource = openDataSource({ url, poolSize: 2, statementTimeoutMs: 0, embedded: false });
  await dataSource.initialize();
  try {
    dataSource.migrations.push(change.migration);
    const begun = performance.now();
    const waits = await writingBeside(pool, rows, () => migrate(dataSource));
    const seconds = (performance.now() - begun) / 1000;
    await dataSource.undoLastMigration({ transaction: 'none' });
    const late = waits.filter((ms) => ms > PATIENCE.lockTimeoutMs).length;
    bench.tell(`  ${change.name}: ${waits.length} writes in ${seconds.toFixed(1)} s, ${late} of them late`);
    return [
      { name: `${change.name}: the migration`, value: seconds, unit: 's' },
      { name: `${change.name}: longest write`, value: Math.max(...waits), unit: 'ms' },
      {
        name: `${change.name}: writes over a second`,
        value: late,
        unit: 'writes',
        ...(change.isBesideWrites && { bar: { kind: 'at most', value: 0, words: 'as many as without it' } as const }),
      },
    ];
  } finally {
    await dataSource.destroy();
  }
}

/** One write after the other by each of some writers; how long each took, in milliseconds. */
async function writingBeside(pool: pg.Pool, rows: number, work: () => Promise<unknown>): Promise<number[]> {
  const waits: number[] = [];
  const state = { isDone: false, next: 1 };
  const write = async (): Promise<void> => {
    while (!state.isDone) {
      // All over the table: a step that is coprime to most sizes.
      const offer = 1 + ((state.next++ * 7_368_787) % rows);
      const begun = performance.now();
      await pool.query(LOOKED_AT, [offer]);
      waits.push(performance.now() - begun);
    }
  };
  const writers = Array.from({ length: WRITERS }, write);
  await work().finally(() => (state.isDone = true));
  await Promise.all(writers);
  return waits;
}
