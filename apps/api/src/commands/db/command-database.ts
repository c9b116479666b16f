import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { openDataSource } from '../../platform/database/connection.js';
import { type EmbeddedEngine, openEmbeddedEngine } from '../../platform/database/embedded/embedded-engine.js';
import { type CommandContext, CommandRefusal } from './command.js';
import { readDatabaseAddress } from '../../platform/database/address.js';

/** A migration may rewrite a large table: no time limit. */
const NO_STATEMENT_TIMEOUT = 0;
/** `migrate` holds its lock on one connection and works on another; `seed` runs the application, with its queue. */
const SERVER_CONNECTIONS = 5;

/** The database that the configuration names, open for one command. */
export interface CommandDatabase {
  dataSource: DataSource;
  /** Where it is, without secrets. */
  place: string;
  /** Undefined on a server. */
  engine: EmbeddedEngine | undefined;
}

const NO_SESSION =
  'DATABASE_URL leads through a pooler (DATABASE_POOLED), and commands need a session that is kept: set DATABASE_DIRECT_URL to the ' +
  'server behind it, with the owner of the tables as its user.';

/** Where the embedded engine keeps its files. */
const embeddedDirectory = (dataDir: string): string => join(dataDir, 'database');

/**
 * Runs `work` on the configured database and closes it. Only with `create` is an embedded database made when there is none:
 * a command that looks must not leave forty megabytes behind.
 */
export async function withDatabase<T>(
  context: CommandContext,
  { create, entities }: { create: boolean; entities?: DataSourceOptions['entities'] },
  work: (database: CommandDatabase) => Promise<T>,
): Promise<T> {
  const { databaseUrl, directUrl, dataDir } = context.config;
  if (directUrl !== undefined) return withServer(directUrl, work, entities);
  if (databaseUrl !== undefined) throw new CommandRefusal(NO_SESSION);
  const directory = embeddedDirectory(dataDir);
  if (!create && !existsSync(join(directory, 'PG_VERSION')))
    throw new CommandRefusal(
      `There is no embedded database in ${directory} yet, and DATABASE_URL is not set. "npm start" or "npm run db -- migrate" makes one.`,
    );
  const engine = await openEmbeddedEngine({ dataDir: directory, onProgress: (message) => context.tell(message) });
  try {
    const { host, port, user, database } = engine;
    const connection = { host, port, user, database, poolSize: 1, statementTimeoutMs: NO_STATEMENT_TIMEOUT };
    return await withDataSource(openDataSource({ ...connection, embedded: true }, entities), (dataSource) =>
      work({ dataSource, engine, place: directory }),
    );
  } finally {
    await engine.close();
  }
}

export function withServer<T>(
  url: string,
  work: (database: CommandDatabase) => Promise<T>,
  entities: DataSourceOptions['entities'] = [],
): Promise<T> {
  const connection = { url, poolSize: SERVER_CONNECTIONS, statementTimeoutMs: NO_STATEMENT_TIMEOUT, embedded: false };
  const dataSource = openDataSource(connection, entities);
  return withDataSource(dataSource, (open) =>
    work({ dataSource: open, engine: undefined, place: readDatabaseAddress(url).place }),
  );
}

async function withDataSource<T>(dataSource: DataSource, work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  await dataSource.initialize();
  try {
    return await work(dataSource);
  } finally {
    // An application that ran on it has closed it with itself.
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}
