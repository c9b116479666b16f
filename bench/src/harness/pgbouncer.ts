import { sessionSettings } from '@aegis/api/dist/src/platform/database/session-settings.js';
import type pg from 'pg';
import type { Bench } from './bench.js';
import { Refusal } from './refusal.js';

interface PgbouncerScript {
  pgbouncerVersion: () => string | null;
  startPgbouncer: (server: {
    host: string;
    port: number;
    users: Record<string, string>;
    settings: Record<string, string | number>;
  }) => Promise<{ port: number; stop(): Promise<void> }>;
}

/** The script has no types; found from bench/dist/harness as from bench/src/harness. */
const SCRIPT = new URL('../../../scripts/pgbouncer-server.mjs', import.meta.url).href;

const STATEMENT_TIMEOUT_MS = 10_000;

/** A PgBouncer in transaction mode as the guide sets it up, before the server of a database. Gives the database's address there. */
export async function pgbouncerBefore(bench: Bench, url: string, pool: pg.Pool, sessions: number): Promise<string> {
  const { pgbouncerVersion, startPgbouncer } = (await import(SCRIPT)) as PgbouncerScript;
  const version = pgbouncerVersion();
  if (version === null)
    throw new Refusal('The measurement needs PgBouncer: apt-get install pgbouncer (it need not run).');
  const { hostname: host, port, username, password, pathname } = new URL(url);
  for (const [name, value] of Object.entries(sessionSettings(STATEMENT_TIMEOUT_MS)))
    await pool.query(`ALTER ROLE ${username} IN DATABASE ${pathname.slice(1)} SET ${name} = '${value}'`);
  const users = { [username]: decodeURIComponent(password) };
  const settings = { default_pool_size: sessions };
  const pooler = await startPgbouncer({ host, port: Number(port || 5432), users, settings });
  bench.atEnd(() => pooler.stop());
  bench.tell(`PgBouncer ${version}, transaction mode, ${sessions} sessions`);
  const through = new URL(url);
  through.host = `127.0.0.1:${pooler.port}`;
  return through.href;
}
