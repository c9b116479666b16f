import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEngine } from '@aegis/api/dist/src/platform/database/embedded/embedded-engine.js';
import { applicationDataSource } from '@aegis/api/dist/src/startup/application-data-source.js';

type DataSource = ReturnType<typeof applicationDataSource>;

interface PostgresScript {
  findPostgres: () => { bin: string; version: string } | { missing: string };
  startPostgres: () => Promise<{ url: string; version: string; pid: number; stop(): Promise<void> }>;
}

export interface ThrowAwayDatabase {
  dataSource: DataSource;
  /** What it runs on, for the reader. */
  engine: string;
  /** Null where it is this process. */
  pid: number | null;
  close(): Promise<void>;
}

/** The script has no types; found from packages/city/dist/city as from packages/city/src/city. */
const POSTGRES_SCRIPT = new URL('../../../../scripts/postgres-server.mjs', import.meta.url).href;
const POOL_SIZE = 12;
const STATEMENT_TIMEOUT_MS = 60_000;

/** A PostgreSQL server of its own where one is installed; else the embedded engine. Nothing of it stays. */
export async function openThrowAwayDatabase(): Promise<ThrowAwayDatabase> {
  const { findPostgres, startPostgres } = (await import(POSTGRES_SCRIPT)) as PostgresScript;
  if ('missing' in findPostgres()) return openEmbedded();
  const server = await startPostgres();
  const dataSource = await applicationDataSource({
    url: server.url,
    poolSize: POOL_SIZE,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    embedded: false,
  }).initialize();
  const close = async (): Promise<void> => {
    await dataSource.destroy();
    await server.stop();
  };
  return { dataSource, engine: `PostgreSQL ${server.version}`, pid: server.pid, close };
}

async function openEmbedded(): Promise<ThrowAwayDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-city-'));
  const engine = await openEmbeddedEngine({ dataDir: join(directory, 'database'), onProgress: () => {} });
  const { host, port, user, database } = engine;
  const connection = { host, port, user, database, poolSize: 1, statementTimeoutMs: STATEMENT_TIMEOUT_MS };
  const dataSource = await applicationDataSource({ ...connection, embedded: true }).initialize();
  const close = async (): Promise<void> => {
    await dataSource.destroy();
    await engine.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { dataSource, engine: 'the embedded engine', pid: null, close };
}
