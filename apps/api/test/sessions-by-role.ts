import pg from 'pg';
import { sessionSettings } from '../src/platform/database/session-settings.js';
import type { TestDatabase } from './test-database.js';

/** As `db setup` does: what every session of the application has comes by its role, for a pooler hands on none of its wishes. */
export async function setSessionsByRole(database: TestDatabase, statementTimeoutMs: number): Promise<void> {
  for (const [name, value] of Object.entries(sessionSettings(statementTimeoutMs)))
    await onServer(database, `ALTER ROLE ${database.user} IN DATABASE ${database.database} SET ${name} = '${value}'`);
}

/** Past the pooler. */
export async function onServer({ host, port, user, password, database }: TestDatabase, sql: string): Promise<void> {
  const client = new pg.Client({ host, port, user, password, database });
  await client.connect();
  await client.query(sql);
  await client.end();
}
