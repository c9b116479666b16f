import { DataSource, type DataSourceOptions } from 'typeorm';
import { MIGRATIONS } from '../../../database/migrations/index.js';
import { readColumnsAsValues } from './column-types.js';
import { EMBEDDED_POOL_SETTINGS } from './embedded/embedded-engine.js';

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
}

const SERVER_CONNECT_MS = 10_000;

// `pipeline` below: a statement is sent while the answer to the one before it is awaited, as Database does within a
// transaction. The embedded engine takes one at a time.

/**
 * jit off: compiling costs the nearest-guards query 34 ms at a million guards.
 * UTC: a calendar day of the database is a day of the partitions.
 */
const sessionSettings = (connection: Connection): string =>
  `-c jit=off -c timezone=UTC -c statement_timeout=${connection.statementTimeoutMs} -c idle_in_transaction_session_timeout=60000`;

/** @param entities the tables that TypeORM is to map; none are needed for SQL and migrations. */
export function openDataSource(connection: Connection, entities: DataSourceOptions['entities'] = []): DataSource {
  readColumnsAsValues();
  return new DataSource({
    type: 'postgres',
    ...(connection.url
      ? { url: connection.url }
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
    extra: connection.embedded
      ? EMBEDDED_POOL_SETTINGS
      : { connectionTimeoutMillis: SERVER_CONNECT_MS, options: sessionSettings(connection), pipeline: true },
  });
}
