import pg from 'pg';
import { expect, it } from 'vitest';
import { onServerOnly } from './test-database.js';
import { TestApplication } from './test-application.js';

interface PoolOfSessions {
  database: string;
  cl_active: number;
}

onServerOnly('nothing stands before the embedded engine', () => {
  it('is through the pooler in the project that has its name, and straight in the other', async () => {
    const application = await TestApplication.start();
    const { pooledPort, user, password, database } = application.database;
    try {
      expect(pooledPort === undefined ? 'postgres' : 'pgbouncer').toBe(process.env.AEGIS_TEST_ENGINE);
      if (pooledPort === undefined) return;
      const console = new pg.Client({ host: '127.0.0.1', port: pooledPort, user, password, database: 'pgbouncer' });
      await console.connect();
      const { rows } = await console.query<PoolOfSessions>('SHOW POOLS');
      await console.end();
      expect(rows.find((pool) => pool.database === database)?.cl_active).toBeGreaterThan(0);
    } finally {
      await application.close();
    }
  });
});
