import '../src/features/notifications/messages/messages.repository.js';
import '../src/platform/aftermath/aftermath.js';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declaredStatements } from '../src/platform/database/statement.js';
import { createTestDatabase, type TestDatabase } from '../test/test-database.js';

/** Enough that reading all of them is dearer than looking one up. */
const ROWS = 20_000;

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ ...database });
  await client.connect();
  await client.query('SET plan_cache_mode = force_generic_plan');
  await fill();
  await client.query('ANALYZE');
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function fill(): Promise<void> {
  await client.query(
    `INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
     SELECT gen_random_uuid(), number || '@plan.example', 'none', 'C', 'C', 'customer', 'active'
     FROM generate_series(1, $1::int) AS number`,
    [ROWS / 10],
  );
  await client.query(
    `INSERT INTO messages (id, cause_id, user_id, kind, facts, topic, created_at)
     SELECT gen_random_uuid(), gen_random_uuid(), id, 'receipt', '{}', 'money:' || number, now()
     FROM users, generate_series(1, 10) AS number`,
  );
  await client.query(
    `INSERT INTO deadlines (id, kind, subject_id, due_at)
     SELECT gen_random_uuid(), 'money.due', gen_random_uuid(), now() + interval '1 day' FROM generate_series(1, $1::int)`,
    [ROWS],
  );
}

/** As every connection has it from its sixth time on. */
async function planOf(name: string): Promise<string> {
  const found = declaredStatements().find((statement) => statement.name === name);
  if (!found) throw new Error(`there is no statement ${name}`);
  await client.query(`PREPARE ${name} AS ${found.text}`);
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN EXECUTE ${name} (${found.takes.map(() => `'[]'`).join(', ')})`,
  );
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

describe('what every change writes at the end of its transaction', () => {
  // Of the rows of a JSON text the planner knows nothing but that there are a hundred, which is worth reading a table for.
  it.each(['messages_write', 'aftermath_write'])('asks for what it is about alone: %s', async (name) => {
    const read = [...(await planOf(name)).matchAll(/Seq Scan on (messages|deadlines|users)\b/g)].map(
      ([, table]) => table,
    );
    expect(read).toEqual([]);
  });
});
