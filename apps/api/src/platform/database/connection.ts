import { Logger } from '@nestjs/common';
import type pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { MIGRATIONS } from '../../../database/migrations/index.js';
import { type DatabaseAddress, readDatabaseAddress } from './address.js';
import { readColumnsAsValues } from './column-types.js';
import { EMBEDDED_POOL_SETTINGS } from './embedded/embedded-engine.js';
import { clientOf, Primary, refuseStandby } from './primary.js';
import type { PoolSettings } from './pool-settings.js';
import { asStartUpOptions } from './session-settings.js';

/** Where a PostgreSQL is and how many connections it gets; the embedded engine takes exactly one. */
export interface Connection {
  host?: string;
  port?: number;
  user?: string;
  password?: string;
  database?: string;
  url?: string;
  poolSize: number;
  statementTimeoutMs: number;
  embedded: boolean;
  /** By way of a pooler that lends a session for one transaction: it takes no settings when a connection begins. */
  pooled?: boolean;
  /** Statements are prepared under their names; unless it says no. */
  statementNames?: boolean;
  /** For a new connection, where that is not the usual. */
  connectTimeoutMs?: number;
  /** For an answer, of a server that may be gone without a word: past it the connection is given up. */
  answerTimeoutMs?: number;
  /** What a new connection does before it serves, whether that succeeds or not; of a server's only. */
  warmUp?: readonly WarmUp[];
}

/** A statement that changes nothing. */
export interface WarmUp {
  /** Of a prepared statement. */
  name?: string;
  text: string;
  values?: readonly unknown[];
}

/** So many connections stay open when nobody asks for anything: the first geography call of a new one costs 40 ms of CPU. */
export const KEPT_CONNECTIONS = 4;
const IDLE_MS = 60_000;

const SERVER_CONNECT_MS = 10_000;
const KEEP_ALIVE_MS = 10_000;

const logger = new Logger('database');

// `pipeline` below: a statement is sent while the answer to the one before it is awaited, as Database does within a
// transaction. The embedded engine takes one at a time.

/** @param entities the tables that TypeORM is to map; none are needed for SQL and migrations. */
export function openDataSource(connection: Connection, entities: DataSourceOptions['entities'] = []): DataSource {
  readColumnsAsValues();
  const address = connection.url === undefined ? undefined : readDatabaseAddress(connection.url);
  const dataSource = new DataSource({
    type: 'postgres',
    ...(address
      ? { url: address.servers[0] }
      : {
          host: connection.host,
          port: connection.port,
          username: connection.user,
          password: connection.password,
          database: connection.database,
        }),
    ...(connection.embedded && { ssl: false }),
    entities,
    migrations: MIGRATIONS,
    migrationsTransactionMode: 'each',
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    poolSize: connection.embedded ? EMBEDDED_POOL_SETTINGS.max : connection.poolSize,
    applicationName: 'aegis',
    extra: connection.embedded ? EMBEDDED_POOL_SETTINGS : serverPoolSettings(connection, address),
  });
  // A migration that fails throws; TypeORM would tell of it on standard output as well, each time that one is tried again.
  dataSource.logger.logMigration = () => {};
  return dataSource;
}

function serverPoolSettings(connection: Connection, address: DatabaseAddress | undefined): PoolSettings {
  const { poolSize, statementTimeoutMs, pooled = false, statementNames = !pooled } = connection;
  const { connectTimeoutMs = SERVER_CONNECT_MS, answerTimeoutMs } = connection;
  return {
    connectionTimeoutMillis: connectTimeoutMs,
    ...(answerTimeoutMs !== undefined && { query_timeout: answerTimeoutMs, ...ASKED_FOR_LIFE }),
    // Of a pooler's they come by role and database: session-settings.ts.
    ...(!pooled && { options: asStartUpOptions(statementTimeoutMs) }),
    pipeline: true,
    statementNames,
    min: Math.min(KEPT_CONNECTIONS, poolSize),
    idleTimeoutMillis: IDLE_MS,
    ...(address?.mustBeFound && toPrimary(address)),
    onConnect: async (client) => {
      client.on('error', knownToWhoeverAsks);
      if (address?.mustBeFound) await refuseStandby(client);
      // What warms a session is lost on one that is lent.
      await warm(client, pooled ? [] : (connection.warmUp ?? []));
    },
  };
}

/** A machine that is gone says nothing: without being asked for life its connections would stay for hours. */
const ASKED_FOR_LIFE = { keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_MS };

const toPrimary = ({ servers }: DatabaseAddress) => ({ Client: clientOf(new Primary(servers)), ...ASKED_FOR_LIFE });

/**
 * The pool hears of a connection that breaks while it lies idle, and TypeORM while it has it. From the one to the other it passes in the
 * middle of what was read from the network, where an end that came with an answer would be nobody's, which ends the process. Whoever
 * asks it next is told.
 */
const knownToWhoeverAsks = (): void => {};

/** One that cannot be warmed serves cold: what is wrong with it is for whoever asks it something to be told. */
async function warm(client: pg.ClientBase, statements: readonly WarmUp[]): Promise<void> {
  try {
    for (const { name, text, values = [] } of statements)
      await client.query({ ...(name !== undefined && { name }), text, values: [...values] });
  } catch (error) {
    logger.debug(`a connection serves cold: ${String(error)}`);
  }
}

/** Opens those that are kept, all at once: a pool opens one only when it is needed. */
export async function openKeptConnections(dataSource: DataSource, poolSize: number): Promise<void> {
  const pool = (dataSource.driver as PostgresDriver).master as pg.Pool;
  const opening = Array.from({ length: Math.min(KEPT_CONNECTIONS, poolSize) }, () => pool.connect());
  for (const client of await Promise.all(opening)) client.release();
}
