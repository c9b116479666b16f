import pg from 'pg';
import { readColumnsAsValues, SESSION_SETTINGS } from '../harness/sessions.js';

export interface Statement {
  name: string;
  text: string;
}

/** A pool, or one of its connections with a transaction on it. */
export type Queryable = Pick<pg.Pool, 'query'>;

export function openPool(connectionString: string, max: number): pg.Pool {
  readColumnsAsValues();
  return new pg.Pool({ connectionString, max, options: SESSION_SETTINGS });
}

export async function rowsOf<Row extends object>(
  on: Queryable,
  statement: Statement,
  values: unknown[],
): Promise<Row[]> {
  return (await on.query<Row>({ ...statement, values })).rows;
}

/** @throws when a statement that must change one row changes none. */
export async function change(on: Queryable, statement: Statement, values: unknown[]): Promise<void> {
  const { rowCount } = await on.query({ ...statement, values });
  if (rowCount !== 1) throw new Error(`${statement.name} changed ${rowCount} rows`);
}

export async function transaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
