import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { readDatabaseAddress } from '../../../platform/database/address.js';
import { migrate } from '../../../platform/database/migrations.js';
import { withServer } from '../command-database.js';

/**
 * Runs `work` on a new database of the server, made by the migrations alone, and drops it again: what people have tried out in
 * their own must not get into the documents.
 */
export async function withScratchDatabase<T>(
  serverUrl: string,
  work: (dataSource: DataSource, url: string) => Promise<T>,
): Promise<T> {
  const name = `aegis_schema_${randomBytes(6).toString('hex')}`;
  const target = new URL(readDatabaseAddress(serverUrl).servers[0]);
  target.pathname = `/${name}`;
  return withServer(serverUrl, async (server) => {
    await server.dataSource.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
    try {
      return await withServer(target.href, async ({ dataSource }) => {
        await migrate(dataSource);
        return work(dataSource, target.href);
      });
    } finally {
      await server.dataSource.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
  });
}
