import { describe, it } from 'vitest';
import type { TestDatabase } from './test-database.js';

interface Pgbouncer {
  port: number;
  stop(): Promise<void>;
}

interface Script {
  pgbouncerVersion(): string | null;
  startPgbouncer(server: {
    host: string;
    port: number;
    users: Record<string, string>;
    settings?: Record<string, string | number>;
  }): Promise<Pgbouncer>;
}

const script = (await import(new URL('../../../scripts/pgbouncer-server.mjs', import.meta.url).href)) as Script;

/** Fewer than a process has connections: they have to share. */
const SESSIONS = 3;

/** Declares tests that need PgBouncer; where it is missing they are skipped, which REQUIRE_ALL=1 makes a failure. */
export function requiresPgbouncer(name: string, declare: () => void): void {
  if (script.pgbouncerVersion() !== null) {
    describe(name, declare);
    return;
  }
  console.info(`skipped, pgbouncer is not installed: ${name}`);
  describe.skip(name, () => it('needs PgBouncer', () => {}));
}

/** A PgBouncer in transaction mode before the server of a test's database. */
export function startPgbouncer(
  { host, port, user, password = '' }: Pick<TestDatabase, 'host' | 'port' | 'user' | 'password'>,
  settings: Record<string, string | number> = {},
  others: Record<string, string> = {},
): Promise<Pgbouncer> {
  const users = { [user]: password, ...others };
  return script.startPgbouncer({ host, port, users, settings: { default_pool_size: SESSIONS, ...settings } });
}
