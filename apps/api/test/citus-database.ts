import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { distribute } from '../src/commands/db/distribute.js';
import { readConfig } from '../src/platform/config/config.js';
import { runMigrations } from '../src/platform/database/migrations.js';

interface Address {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}

/**
 * A migrated and distributed database on every node of a cluster.
 * @param url of a database of the coordinator that knows its workers; its user is a superuser, and signs in to each of them alike
 */
export async function makeCitusDatabase(url: string): Promise<{ address: Address; drop: () => Promise<void> }> {
  const coordinator = new pg.Client(url);
  await coordinator.connect();
  const { host, port, user = '', password } = coordinator;
  const known = { user, password: typeof password === 'string' ? password : '' };
  const { rows } = await coordinator.query<{ host: string; port: number; isCoordinator: boolean }>(
    `SELECT nodename AS host, nodeport AS port, groupid = 0 AS "isCoordinator" FROM pg_dist_node WHERE noderole = 'primary' ORDER BY groupid`,
  );
  const database = `aegis_citus_${randomBytes(6).toString('hex')}`;
  for (const node of rows) {
    await ask({ ...known, host: node.host, port: node.port, database: 'postgres' }, [`CREATE DATABASE ${database}`]);
    const extensions = ['CREATE EXTENSION citus', 'CREATE EXTENSION postgis'];
    await ask({ ...known, host: node.host, port: node.port, database }, extensions);
  }
  const address = { host, port, ...known, database };
  const membership = rows.map((node) =>
    node.isCoordinator
      ? `SELECT citus_set_coordinator_host('${node.host}', ${node.port})`
      : `SELECT citus_add_node('${node.host}', ${node.port})`,
  );
  await ask(address, membership);
  await runMigrations(address);
  // With a day there is something to copy while writes go on.
  await ask(address, ['SELECT create_location_partition(current_date)']);
  await distributeIt(address);
  const drop = async (): Promise<void> => {
    // What Citus looks after in it goes on until it is gone there.
    await ask(address, ['DROP TABLE location_history']);
    for (const node of rows)
      await ask({ ...known, host: node.host, port: node.port, database: 'postgres' }, [
        `DROP DATABASE ${database} WITH (FORCE)`,
      ]);
    await coordinator.end();
  };
  return { address, drop };
}

async function distributeIt({ host, port, user, password, database }: Address): Promise<void> {
  const account = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  const environment = { DATABASE_URL: `postgres://${account}@${host}:${port}/${database}` };
  const config = readConfig(environment);
  await distribute.run([], { config, environment, print: () => {}, tell: () => {} });
}

async function ask(address: pg.ClientConfig, statements: readonly string[]): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}
