import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { takeEngine } from './engine-handout.js';
import type { TestEngine } from './test-engine.js';

export interface TestDatabase {
  engine: 'embedded' | 'postgres';
  host: string;
  port: number;
  user: string;
  password?: string;
  database: string;
  /** Of the PgBouncer that the tests of this project are to go through. */
  pooledPort?: number;
  /** To be called when every connection to it is closed. */
  drop(): Promise<void>;
}

/**
 * A migrated database without a row, for one test file: a clone of its own on PostgreSQL; on the embedded engine the one of this
 * worker, emptied. There the worker's next file gets the same one, so close every connection before a file ends.
 */
export function createTestDatabase(): Promise<TestDatabase> {
  const testEngine = inject('testEngine');
  return testEngine.engine === 'embedded' ? emptyDatabaseOfWorker(testEngine) : cloneTemplate(testEngine);
}

/**
 * Declares tests that only a server can run. Not declared elsewhere instead of skipped: a skipped test is one that is
 * missing, and these are not.
 */
export function onServerOnly(reason: string, declare: () => void): void {
  if (inject('testEngine').engine === 'postgres') declare();
  else console.info(`not on the embedded engine: ${reason}`);
}

/** As a setting names it; of a server's only. */
export function addressOf({ host, port, user, password = '', database }: TestDatabase): string {
  return `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
}

async function cloneTemplate(server: Extract<TestEngine, { engine: 'postgres' }>): Promise<TestDatabase> {
  const { host, port, user, password, template, pooledPort, isShared } = server;
  if (isShared) {
    await execute({ host, port, user, password, database: template }, EMPTY_EVERY_TABLE);
    return { engine: 'postgres', host, port, user, password, database: template, drop: () => Promise.resolve() };
  }
  const database = `${template}_${randomBytes(4).toString('hex')}`;
  const administration = { host, port, user, password, database: 'postgres' };
  await execute(administration, `CREATE DATABASE ${database} TEMPLATE ${template}`);
  const drop = (): Promise<void> => execute(administration, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  return { engine: 'postgres', host, port, user, password, database, pooledPort, drop };
}

let engineOfWorker: Promise<string> | undefined;

async function emptyDatabaseOfWorker(engines: Extract<TestEngine, { engine: 'embedded' }>): Promise<TestDatabase> {
  const { handout, ...rest } = engines;
  engineOfWorker ??= takeEngine(handout);
  const own = { ...rest, host: await engineOfWorker };
  // The engine has one session: what an application that was closed has left open would take this in.
  await execute(own, 'ROLLBACK');
  await execute(own, EMPTY_EVERY_TABLE);
  return { ...own, drop: () => Promise.resolve() };
}

/**
 * Every table of ours (not PostGIS's list of reference systems, not the list of migrations). As a replica,
 * because the triggers that forbid deleting money and history would forbid this too. Triggers that a file has silenced, to write a
 * past that never was, are heard again.
 */
const EMPTY_EVERY_TABLE = `
  DO $$
  DECLARE
    tables text;
    silenced record;
  BEGIN
    SELECT string_agg(format('%I.%I', n.nspname, c.relname), ', ') INTO tables
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p')
      AND NOT c.relispartition
      AND n.nspname = 'public' AND c.relname <> 'migrations'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e');
    SET LOCAL session_replication_role = replica;
    EXECUTE 'TRUNCATE ' || tables || ' RESTART IDENTITY CASCADE';
    FOR silenced IN SELECT tgrelid::regclass AS relation, tgname AS name FROM pg_trigger WHERE tgenabled = 'D' AND NOT tgisinternal LOOP
      EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', silenced.relation, silenced.name);
    END LOOP;
  END $$`;

async function execute(connection: pg.ClientConfig, sql: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
