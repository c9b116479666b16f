import type { DataSource } from 'typeorm';
import { readDatabaseAddress } from '../../../platform/database/address.js';
import type { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { identifier, text } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { identifierOf } from './sql-words.js';

/** Of what is only ever added to, less than of the rest; `migrations` is TypeORM's list. */
const LESS: Record<string, string> = {
  audit_log: 'SELECT, INSERT',
  receipt_entries: 'SELECT, INSERT',
  timeline: 'SELECT, INSERT, UPDATE',
  payments: 'SELECT, INSERT, UPDATE',
  disputes: 'SELECT, INSERT, UPDATE',
  migrations: 'SELECT',
};
const USUAL = 'SELECT, INSERT, UPDATE, DELETE';

/** Tables, the parts of a partitioned one left out, and views; none of an extension's. */
const RELATIONS = statement({
  gives: { name: identifier('c.relname'), kind: text('c.relkind::text') },
  text: (row) => `
    SELECT ${row} FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S') AND NOT c.relispartition
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY c.relname`,
});

/** What runs with the rights of the owner. */
const OWNERS_FUNCTIONS = statement({
  gives: { signature: text('oid::regprocedure::text') },
  text: (row) => `
    SELECT ${row} FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'e') ORDER BY 1`,
});

/** The user of DATABASE_URL where that is another one than the owner; undefined where one does both. */
export function servingRole({ databaseUrl, directUrl }: Pick<Config, 'databaseUrl' | 'directUrl'>): string | undefined {
  if (databaseUrl === undefined || directUrl === undefined) return undefined;
  const [serving, owner] = [readDatabaseAddress(databaseUrl).user, readDatabaseAddress(directUrl).user];
  return serving === owner || serving === '' ? undefined : serving;
}

/**
 * Lets `role` read and write rows of everything that is there, and change nothing else; and keeps what runs with the rights of the
 * owner from everybody else. To be called by the owner, after each migration: what is new is not granted by itself.
 */
export async function grantServing(dataSource: DataSource, role: string | undefined): Promise<void> {
  const database = new Database(dataSource);
  const [relations, functions] = [await database.rows(RELATIONS), await database.rows(OWNERS_FUNCTIONS)];
  await database.transaction(async () => {
    for (const { signature } of functions) await database.run(`REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`);
    if (role === undefined) return;
    const to = `TO ${identifierOf(role)}`;
    for (const { signature } of functions) await database.run(`GRANT EXECUTE ON FUNCTION ${signature} ${to}`);
    for (const { name, kind } of relations)
      if (kind === 'S') await database.run(`GRANT USAGE, SELECT ON SEQUENCE ${identifierOf(name)} ${to}`);
      else {
        const table = identifierOf(name);
        await database.run(`REVOKE ALL ON ${table} FROM ${identifierOf(role)}`);
        await database.run(`GRANT ${kind === 'v' ? 'SELECT' : (LESS[name] ?? USUAL)} ON ${table} ${to}`);
      }
  });
}
