import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { runMigrations } from '@aegis/api/dist/src/platform/database/migrations.js';
import pg from 'pg';
import type { Bench } from './bench.js';
import { Refusal } from './refusal.js';
import { readColumnsAsValues, SESSION_SETTINGS } from './sessions.js';

interface PostgresScript {
  findPostgres: () => { bin: string; version: string } | { missing: string };
  startPostgres: (options: {
    settings: Record<string, string | number>;
    standbyOf?: string;
  }) => Promise<{ url: string; version: string; stop(): Promise<void> }>;
}

/** The script has no types; found from bench/dist/harness as from bench/src/harness. */
const POSTGRES_SCRIPT = new URL('../../../scripts/postgres-server.mjs', import.meta.url).href;

/** Durable like a real server (fsync is on), with the memory that a small one would be given. */
const SETTINGS = { shared_buffers: '512MB', max_wal_size: '4GB', checkpoint_timeout: '30min', max_connections: 100 };

const HOW_TO_GET_ONE = `The measurement needs PostgreSQL 15 or newer with PostGIS 3. One of:
  Debian, Ubuntu   apt-get install postgresql postgresql-15-postgis-3   (it need not run: a server of its own is started)
  macOS            brew install postgresql@17 postgis
  Docker           docker run -p 127.0.0.1:5432:5432 -e POSTGRES_PASSWORD=bench postgis/postgis:17-3.5
                   BENCH_DATABASE_URL=postgres://postgres:bench@127.0.0.1:5432/postgres npm run bench -- TOPIC
BENCH_DATABASE_URL may name any server on which a new database with extensions may be made; it is dropped at the end.`;

/** A new, migrated, empty database; dropped at the end of the run. */
export async function createDatabase(bench: Bench): Promise<{ url: string; pool: pg.Pool }> {
  return createDatabaseOn(bench, process.env.BENCH_DATABASE_URL ?? (await startServer(bench)));
}

/** The same on a server of its own, which a replica can be asked to follow once there is something in it. */
export async function createFollowed(
  bench: Bench,
): Promise<{ url: string; pool: pg.Pool; follow: () => Promise<{ url: string; pool: pg.Pool }> }> {
  const server = await startServer(bench);
  const { url, pool } = await createDatabaseOn(bench, server);
  const follow = async () => {
    const replica = new URL(await startServer(bench, server));
    replica.pathname = new URL(url).pathname;
    return { url: replica.href, pool: openPool(bench, replica.href) };
  };
  return { url, pool, follow };
}

async function createDatabaseOn(bench: Bench, server: string): Promise<{ url: string; pool: pg.Pool }> {
  const name = `aegis_bench_${randomBytes(4).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name}`);
  bench.atEnd(() => execute(server, `DROP DATABASE ${name} WITH (FORCE)`));
  readColumnsAsValues();
  const url = new URL(server);
  url.pathname = `/${name}`;
  await runMigrations({ url: url.href, statementTimeoutMs: 600_000 });
  return { url: url.href, pool: openPool(bench, url.href) };
}

/** A copy of a database that nobody is connected to any more: its pool is ended. */
export async function copyOf(
  bench: Bench,
  original: { url: string; pool: pg.Pool },
): Promise<{ url: string; pool: pg.Pool }> {
  await original.pool.end();
  const url = new URL(original.url);
  const template = url.pathname.slice(1);
  const name = `${template}_copy`;
  url.pathname = '/postgres';
  await execute(url.href, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const server = url.href;
  bench.atEnd(() => execute(server, `DROP DATABASE ${name} WITH (FORCE)`));
  url.pathname = `/${name}`;
  return { url: url.href, pool: openPool(bench, url.href) };
}

export function openPool(bench: Bench, url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, options: SESSION_SETTINGS, max: bench.options.connections });
  // The server may be gone before the pool; what was lost with it was thrown away anyway.
  pool.on('error', () => {});
  bench.atEnd(() => (pool.ended ? Promise.resolve() : pool.end()));
  return pool;
}

async function startServer(bench: Bench, standbyOf?: string): Promise<string> {
  const { findPostgres, startPostgres } = (await import(POSTGRES_SCRIPT)) as PostgresScript;
  const found = findPostgres();
  if ('missing' in found) throw new Refusal(`${found.missing}.\n${HOW_TO_GET_ONE}`);
  const server = await startPostgres({ settings: SETTINGS, ...(standbyOf !== undefined && { standbyOf }) });
  bench.atEnd(() => server.stop());
  const what = standbyOf === undefined ? 'a server of its own' : 'a replica of it';
  bench.tell(`PostgreSQL ${server.version}, ${what} with ${JSON.stringify(SETTINGS)}`);
  return server.url;
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect().catch((error: unknown) => {
    throw new Refusal(`No connection to the server of BENCH_DATABASE_URL: ${String(error)}\n${HOW_TO_GET_ONE}`);
  });
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
