import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { Refusal } from './refusal.js';

/** From the sixth execution on PostgreSQL may take one plan for all values; twice as many leave no doubt. */
export const UNTIL_PLANNED = 12;

/** Microseconds of CPU that a process has used with all its threads: of the scheduler, so that other processes add nothing. */
export function cpuMicrosOf(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  const nanoseconds = readdirSync(tasks).map((task) =>
    Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1000;
}

/** The process of the server that works for a connection. */
export async function processOf(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const pid = rows[0]?.pid ?? 0;
  try {
    cpuMicrosOf(pid);
  } catch {
    throw new Refusal(
      'CPU is read from /proc of the machine that PostgreSQL runs on: leave BENCH_DATABASE_URL out, on Linux.',
    );
  }
  return pid;
}

/** Executes on every connection of the pool, as often as its plan takes to be chosen for good. */
export async function warmAll(pool: pg.Pool, queries: readonly pg.QueryConfig[]): Promise<void> {
  const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  await Promise.all(
    clients.map(async (client) => {
      for (let execution = 0; execution < UNTIL_PLANNED; execution++) {
        const query = queries[execution % queries.length];
        if (query) await client.query(query);
      }
      client.release();
    }),
  );
}

/** Of all processes of the server that live: those for connections, and those that write in the background. */
export const cpuOfServer = (pool: pg.Pool): Promise<number> => cpuOf(pool, 'true');

/**
 * The same of those for connections alone: what reads is not followed by anything, and pages of a market that was just filled are
 * still being written and looked through behind it.
 */
export const cpuOfConnections = (pool: pg.Pool): Promise<number> => cpuOf(pool, `backend_type = 'client backend'`);

async function cpuOf(pool: pg.Pool, which: string): Promise<number> {
  const client = await pool.connect();
  try {
    await processOf(client);
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND ${which}`,
    );
    return rows.reduce((sum, { pid }) => sum + cpuIfAlive(pid), 0);
  } finally {
    client.release();
  }
}

function cpuIfAlive(pid: number): number {
  try {
    return cpuMicrosOf(pid);
  } catch {
    return 0;
  }
}
