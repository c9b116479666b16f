import type { DataSource, DataSourceOptions } from 'typeorm';
import { openDataSource } from '../../src/platform/database/connection.js';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.js';

const STATEMENT_TIMEOUT_MS = 30_000;

export interface TestDataSource {
  database: TestDatabase;
  dataSource: DataSource;
  close(): Promise<void>;
}

/** The database of one test file with a pool on it. */
export async function openTestDataSource(
  poolSize = 2,
  entities: DataSourceOptions['entities'] = [],
): Promise<TestDataSource> {
  const database = await createTestDatabase();
  const dataSource = await openPool(database, poolSize, entities);
  return {
    database,
    dataSource,
    close: async () => {
      await dataSource.destroy();
      await database.drop();
    },
  };
}

/** The embedded engine has one session, so one connection. */
export function openPool(
  database: Omit<TestDatabase, 'drop'>,
  poolSize: number,
  entities: DataSourceOptions['entities'] = [],
): Promise<DataSource> {
  const embedded = database.engine === 'embedded';
  const { host, port, user, password } = database;
  const connection = { host, port, user, password, database: database.database };
  return openDataSource(
    { ...connection, embedded, poolSize: embedded ? 1 : poolSize, statementTimeoutMs: STATEMENT_TIMEOUT_MS },
    entities,
  ).initialize();
}
