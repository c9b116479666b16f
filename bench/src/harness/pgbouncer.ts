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

/** More than the application has. */
const STATEMENTS_KEPT = 500;

/** From 1.21 on it keeps prepared statements, and a server may name them. */
function keepsStatements(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 1 || minor >= 21;
}

/** A PgBouncer in transaction mode as the guide sets it up, before the server of a database. Gives what a server by way of it is set to. */
export async function pgbouncerBefore(
  bench: Bench,
  url: string,
  pool: pg.Pool,
  sessions: number,
): Promise<{ url: string; settings: Record<string, string> }> {
  const { pgbouncerVersion, startPgbouncer } = (await import(SCRIPT)) as PgbouncerScript;
  const version = pgbouncerVersion();
  if (version === null)
    throw new Refusal('The measurement needs PgBouncer: apt-get install pgbouncer (it need not run).');
  const { hostname: host, port, username, password, pathname } = new URL(url);
  for (const [name, value] of Object.entries(sessionSettings(STATEMENT_TIMEOUT_MS)))
    await pool.query(`ALTER ROLE ${username} IN DATABASE ${pathname.slice(1)} SET ${name} = '${value}'`);
  const users = { [username]: decodeURIComponent(password) };
  const hasNames = keepsStatements(version);
  const settings = {
    default_pool_size: sessions,
    ...(hasNames && { max_prepared_statements: STATEMENTS_KEPT }),
  };
  const pooler = await startPgbouncer({ host, port: Number(port || 5432), users, settings });
  bench.atEnd(() => pooler.stop());
  bench.tell(
    `PgBouncer ${version}, transaction mode, ${sessions} sessions, statements ${hasNames ? 'with' : 'without'} names`,
  );
  const through = new URL(url);
  through.host = `127.0.0.1:${pooler.port}`;
  const names = hasNames ? 'on' : 'off';
  return {
    url: through.href,
    settings: { DATABASE_POOLED: 'true', DATABASE_DIRECT_URL: url, DATABASE_STATEMENT_NAMES: names },
  };
}
