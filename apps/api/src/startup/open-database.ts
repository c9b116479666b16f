import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import type { Config } from '../platform/config/config.js';
import { type Connection, openKeptConnections } from '../platform/database/connection.js';
import { openEmbeddedEngine } from '../platform/database/embedded/embedded-engine.js';
import { applicationDataSource } from './application-data-source.js';
import { explainConnection } from './unfit-sessions.js';
import { warmUp } from './warm-up.js';

/** Tells the person at the terminal what takes time. */
export type Progress = (message: string) => void;

export interface OpenDatabase {
  dataSource: DataSource;
  embedded: boolean;
  close(): Promise<void>;
}

/** The directory of the embedded database; everything else of the data directory lies beside it. */
const embeddedDirectory = (config: Config): string => join(config.dataDir, 'database');

/** Throws away what the embedded mode has kept: its database and the books of its Stripe double. */
export function discardEmbeddedData(config: Config): void {
  rmSync(config.dataDir, { recursive: true, force: true });
}

/** Opens the server of DATABASE_URL, or the embedded engine where there is none. Not yet migrated. */
export function openDatabase(config: Config, progress: Progress): Promise<OpenDatabase> {
  return config.databaseUrl ? openServer(config, config.databaseUrl) : openEmbedded(config, progress);
}

async function openServer(config: Config, url: string): Promise<OpenDatabase> {
  const { poolSize, statementTimeoutMs, pooled, statementNames } = config;
  const sessions = { poolSize, statementTimeoutMs, pooled, statementNames };
  const connection = { url, ...sessions, embedded: false, warmUp: warmUp(new Date()) };
  const dataSource = await initialised(connection).catch((error: unknown) => explainConnection(error));
  await openKeptConnections(dataSource, poolSize);
  return { dataSource, embedded: false, close: () => dataSource.destroy() };
}

async function openEmbedded(config: Config, progress: Progress): Promise<OpenDatabase> {
  const engine = await openEmbeddedEngine({ dataDir: embeddedDirectory(config), onProgress: progress });
  const { host, port, user, database } = engine;
  const { statementTimeoutMs } = config;
  const dataSource = await initialised({ host, port, user, database, statementTimeoutMs, poolSize: 1, embedded: true });
  const close = async (): Promise<void> => {
    await dataSource.destroy();
    await engine.close();
  };
  return { dataSource, embedded: true, close };
}

async function initialised(connection: Connection): Promise<DataSource> {
  return applicationDataSource(connection).initialize();
}
