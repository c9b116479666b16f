import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { openDataSource } from '../../src/platform/database/connection.js';
import { migrate } from '../../src/platform/database/migrations.js';

const POOL = 4;

/** A migrated database of its own on the server of TEST_DATABASE_URL, thrown away afterwards. */
export async function withOwnDatabase<T>(
  prefix: string,
  work: (url: string, dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('TEST_DATABASE_URL is not set');
  const administration = new pg.Client(server);
  await administration.connect();
  const name = `${prefix}_${randomBytes(4).toString('hex')}`;
  await administration.query(`CREATE DATABASE ${name}`);
  try {
    const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
    const connection = { url, poolSize: POOL, statementTimeoutMs: 30_000, embedded: false };
    // Known from those of the server, whose connections are ended by force.
    const dataSource = await openDataSource(connection)
      .setOptions({ applicationName: `${prefix}_looks` })
      .initialize();
    try {
      await migrate(dataSource);
      return await work(url, dataSource);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await administration.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await administration.end();
  }
}
