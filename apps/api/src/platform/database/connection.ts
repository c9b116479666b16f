import { DataSource, type DataSourceOptions } from 'typeorm';
import { MIGRATIONS } from '../../../database/migrations/index.js';
import { readColumnsAsValues } from './column-types.js';

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

/** Fails a query outside the open transaction at once, where it would wait for ever for the only connection. */
const EMBEDDED_WAIT_MS = 30_000;
const SERVER_CONNECT_MS = 10_000;

/**
 * jit off: compiling costs the nearest-guards query 34 ms at a million guards.
 * UTC: a calendar day of the database is a day of the partitions.
 */
const sessionSettings = (connection: Connection): string =>
  `-c jit=off -c timezone=UTC -c statement_timeout=${connection.statementTimeoutMs} -c idle_in_transaction_session_timeout=60000`;

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
    poolSize: connection.poolSize,
    applicationName: 'aegis',
    extra: {
      connectionTimeoutMillis: connection.embedded ? EMBEDDED_WAIT_MS : SERVER_CONNECT_MS,
      // The server's statement_timeout has no effect on the embedded engine: the driver keeps the time there.
      ...(connection.embedded ? { query_timeout: EMBEDDED_WAIT_MS } : { options: sessionSettings(connection) }),
    },
  } as DataSourceOptions);
}
