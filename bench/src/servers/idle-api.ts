import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { createApplication } from '@aegis/api/dist/src/application.js';
import { withKeys } from '@aegis/api/dist/src/platform/crypto/embedded-keys.js';
import { type Connection, openDataSource } from '@aegis/api/dist/src/platform/database/connection.js';
import {
  EMBEDDED_POOL_SETTINGS,
  openEmbeddedEngine,
} from '@aegis/api/dist/src/platform/database/embedded/embedded-engine.js';
import { migrate } from '@aegis/api/dist/src/platform/database/migrations.js';
import pg from 'pg';
import { StatementCounter } from '../harness/statement-counter.js';
import { insertPeople } from '../world/people.js';
import { benchConfig, serveUntilStopped } from './api-config.js';

/**
 * Our application with every statement it sends counted on the way to the database: the server of DATABASE_URL, or the embedded
 * engine where that is empty. GET /bench/idle tells the count, and the session of a customer who may look.
 */
const config = withKeys(benchConfig());
const { connection, counter, close } = config.databaseUrl ? await serverOf(config.databaseUrl) : await embedded();

const pool = new pg.Pool({ ...connection, max: 1 });
if (connection.embedded) await migrated(connection);
const [customer] = await insertPeople(pool, 'customer', 1);
await pool.end();

const dataSource = await openDataSource(connection).initialize();
const app = await createApplication(config, dataSource);
app
  .getHttpAdapter()
  .getInstance()
  .get('/bench/idle', (_request, reply) => reply.send({ statements: counter.count, token: customer?.token }));
await app.listen(0, '127.0.0.1');
const { port } = app.getHttpServer().address() as AddressInfo;
serveUntilStopped(`http://127.0.0.1:${port}`, async () => {
  await app.close();
  await dataSource.destroy();
  await close();
});

interface Counted {
  connection: Connection;
  counter: StatementCounter;
  close: () => Promise<void>;
}

async function serverOf(databaseUrl: string): Promise<Counted> {
  const { counter, url } = await StatementCounter.beforeServerOf(databaseUrl);
  const { hostname: host, port, username, password: secret, pathname } = new URL(url);
  const { poolSize, statementTimeoutMs } = config;
  const [user, password, database] = [username, secret, pathname.slice(1)].map(decodeURIComponent);
  const own = { host, port: Number(port), user, password, database };
  return {
    connection: { ...own, poolSize, statementTimeoutMs, embedded: false },
    counter,
    close: () => Promise.resolve(),
  };
}

async function embedded(): Promise<Counted> {
  const engine = await openEmbeddedEngine({ dataDir: 'memory' });
  const { user, database } = engine;
  const counter = await StatementCounter.before({ path: `${engine.host}/.s.PGSQL.${engine.port}` });
  const own = { host: '127.0.0.1', port: counter.port, user, database };
  const { max: poolSize } = EMBEDDED_POOL_SETTINGS;
  const { statementTimeoutMs } = config;
  return {
    connection: { ...own, poolSize, statementTimeoutMs, embedded: true },
    counter,
    close: () => engine.close(),
  };
}

async function migrated(connection: Connection): Promise<void> {
  const empty = await openDataSource(connection).initialize();
  await migrate(empty);
  await empty.destroy();
}
