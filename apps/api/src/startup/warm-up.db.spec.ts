import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, onServerOnly, type TestDatabase } from '../../test/test-database.js';
import { KEPT_CONNECTIONS, openKeptConnections, type WarmUp } from '../platform/database/connection.js';
import { applicationDataSource } from './application-data-source.js';
import { warmUp } from './warm-up.js';

const POOL_SIZE = 6;

onServerOnly('it has one connection, which is always open', () => {
  let database: TestDatabase;
  let dataSource: DataSource | undefined;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => dataSource?.destroy());
  afterAll(() => database.drop());

  async function open(statements: readonly WarmUp[]): Promise<DataSource> {
    const connection = {
      ...database,
      embedded: false,
      poolSize: POOL_SIZE,
      statementTimeoutMs: 60_000,
      warmUp: statements,
    };
    dataSource = await applicationDataSource(connection).initialize();
    return dataSource;
  }

  it('has the search planned on a connection before it serves', async () => {
    const opened = await open(warmUp(new Date()));
    const planned: unknown = await opened.query(
      `SELECT generic_plans + custom_plans AS plans FROM pg_prepared_statements WHERE name = 'candidates_on_duty'`,
    );
    expect(planned).toEqual([{ plans: 6 }]);
  });

  it('serves on a connection that cannot be warmed', async () => {
    const opened = await open([{ text: 'SELECT nothing FROM nowhere' }]);
    expect(await opened.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('opens at once those that are kept', async () => {
    const opened = await open([]);
    await openKeptConnections(opened, POOL_SIZE);
    const [row] = await opened.query<{ open: number }[]>(
      `SELECT count(*) AS open FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'aegis'`,
    );
    expect(row?.open).toBe(KEPT_CONNECTIONS);
  });
});
