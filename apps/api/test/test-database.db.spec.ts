import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './test-database.js';

describe('the database of a test file', () => {
  let first: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    first = await createTestDatabase();
    client = new pg.Client(first);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await first.drop();
  });

  it('runs on the engine its project is named after', () => {
    expect(first.engine).toBe(process.env.AEGIS_TEST_ENGINE);
  });

  it('has the migrated schema and PostGIS, and no row of ours', async () => {
    const { rows } = await client.query(`
      SELECT (SELECT count(*) FROM users)::int AS users,
             (SELECT count(*) > 0 FROM migrations) AS migrated,
             (SELECT count(*) > 1000 FROM spatial_ref_sys) AS reference_systems`);
    expect(rows).toEqual([{ users: 0, migrated: true, reference_systems: true }]);
  });

  it('is empty again for the next file', async () => {
    await client.query(`INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
      VALUES (gen_random_uuid(), 'left@behind.example', 'x', 'Left', 'Behind', 'customer', 'active')`);
    const next = await createTestDatabase();
    const nextClient = new pg.Client(next);
    await nextClient.connect();
    const { rows } = await nextClient.query('SELECT count(*)::int AS users FROM users');
    expect(rows).toEqual([{ users: 0 }]);
    await nextClient.end();
    await next.drop();
  });
});
