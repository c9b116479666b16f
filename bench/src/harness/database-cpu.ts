import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
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

/** Of all processes of the server: those for connections, those that write in the background, and those of them that have ended. */
export const cpuOfServer = (pool: pg.Pool): Promise<number> => cpuOf(pool, 'true', cpuOfEnded);

/**
 * The same of those for connections alone: what reads is not followed by anything, and pages of a market that was just filled are
 * still being written and looked through behind it.
 */
export const cpuOfConnections = (pool: pg.Pool): Promise<number> =>
  cpuOf(pool, `backend_type = 'client backend'`, () => 0);

const LOOK_MS = 1000;
/** Of a second, five hundredths of a core: its upkeep at rest is less, what it makes up for is more. */
const AT_REST_MICROS = 50_000;
const LOOKS_AT_REST = 5;
const LOOKS_AT_MOST = 900;

/**
 * Until the server of a market that was just filled has made up for its past (deadlines of months that are due at once): it works on
 * the very connections that are measured, and beside whatever else is.
 * @throws Refusal when it does not come to rest
 */
export async function untilAtRest(pool: pg.Pool): Promise<void> {
  let atRest = 0;
  for (let look = 0; look < LOOKS_AT_MOST && atRest < LOOKS_AT_REST; look++) {
    const before = await cpuOfConnections(pool);
    await delay(LOOK_MS);
    atRest = (await cpuOfConnections(pool)) - before < AT_REST_MICROS ? atRest + 1 : 0;
  }
  if (atRest < LOOKS_AT_REST) throw new Refusal('The server of a market that was just filled does not come to rest.');
}

/** Of all connections to the database of the pool that are open. */
export const cpuOfDatabase = (pool: pg.Pool): Promise<number> => cpuOf(pool, 'datname = current_database()', () => 0);

async function cpuOf(pool: pg.Pool, which: string, ended: (own: number) => number): Promise<number> {
  const client = await pool.connect();
  try {
    const own = await processOf(client);
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND ${which}`,
    );
    return rows.reduce((sum, { pid }) => sum + cpuIfAlive(pid), ended(own));
  } finally {
    client.release();
  }
}

/** Bytes that the server has written to its write-ahead log since it was made. */
export async function walBytesOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(`SELECT pg_current_wal_lsn() - '0/0'::pg_lsn AS bytes`);
  return Number(rows[0]?.bytes);
}

/** Of those that the parent of `pid` has seen end, as the system counts it: in hundredths of a second. */
function cpuOfEnded(pid: number): number {
  const [, parent] = afterName(pid);
  const fields = afterName(Number(parent));
  return (Number(fields[CUTIME]) + Number(fields[CUTIME + 1])) * TICK_MICROS;
}

/** /proc/PID/stat after the name, which may hold anything: the state, the parent, ... */
const afterName = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
const CUTIME = 13;
const TICK_MICROS = 10_000;

function cpuIfAlive(pid: number): number {
  try {
    return cpuMicrosOf(pid);
  } catch {
    return 0;
  }
}
