import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { MIGRATIONS } from '../../../database/migrations/index.js';
import { openDataSource, type Connection } from './connection.js';
import { Database } from './database.js';
import { type Patience, PATIENCE, patiently } from './lock-patience.js';
import { text } from './sql-types.js';
import { statement } from './statement.js';

export class NewerSchemaError extends Error {
  constructor(names: string[]) {
    super(
      `The database has migrations that this version of Aegis does not know (${names.join(', ')}). ` +
        'Start the newer version, or restore the backup taken before its migration.',
    );
  }
}

/** Any number that no other program uses as an advisory lock of this database. */
const MIGRATION_LOCK = 7_203_411;

/** TypeORM's list; null before the first migration. */
const TABLE = statement({
  gives: { name: text.orNull(`to_regclass('migrations')::text`) },
  text: (row) => `SELECT ${row}`,
});

const APPLIED = statement({
  gives: { name: text('name::text') },
  text: (row) => `SELECT ${row} FROM migrations ORDER BY id`,
});

/** Names of applied migrations, oldest first; none on an empty database. */
export async function appliedMigrations(dataSource: DataSource): Promise<string[]> {
  const database = new Database(dataSource);
  if (!(await database.row(TABLE))?.name) return [];
  return (await database.rows(APPLIED)).map(({ name }) => name);
}

export const knownMigrations = (): string[] => MIGRATIONS.map((migration) => migration.name);

export async function pendingMigrations(dataSource: DataSource): Promise<string[]> {
  const applied = new Set(await appliedMigrations(dataSource));
  return knownMigrations().filter((name) => !applied.has(name));
}

/** @throws NewerSchemaError when the database is ahead of this program. */
export async function refuseNewerSchema(dataSource: DataSource): Promise<void> {
  const known = new Set(knownMigrations());
  const unknown = (await appliedMigrations(dataSource)).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new NewerSchemaError(unknown);
}

/**
 * Brings the schema up to date, one process at a time; returns the names of what was applied.
 * @param tell is told that a table is in use
 */
export async function migrate(
  dataSource: DataSource,
  tell: (sentence: string) => void = () => {},
  patience: Patience = PATIENCE,
): Promise<string[]> {
  // One connection only on the embedded engine: there the engine's own directory lock keeps others out.
  const alone = dataSource.options.poolSize === 1;
  if (alone) await refuseNewerSchema(dataSource);
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    if (alone) return await applyPending(dataSource, runner);
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await refuseNewerSchema(dataSource);
    await runner.query(`SET lock_timeout = ${patience.lockTimeoutMs}`);
    return await applyPatiently(dataSource, runner, tell, patience);
  } finally {
    if (!alone) {
      await runner.query('RESET lock_timeout');
      await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
    await runner.release();
  }
}

async function applyPatiently(
  dataSource: DataSource,
  runner: QueryRunner,
  tell: (sentence: string) => void,
  patience: Patience,
): Promise<string[]> {
  const before = new Set(await appliedMigrations(dataSource));
  await patiently(() => applyPending(dataSource, runner), tell, patience);
  return (await appliedMigrations(dataSource)).filter((name) => !before.has(name));
}

/** Each in a transaction of its own, on the connection of `runner`. */
async function applyPending(dataSource: DataSource, runner: QueryRunner): Promise<string[]> {
  const executor = new MigrationExecutor(dataSource, runner);
  executor.transaction = 'each';
  return (await executor.executePendingMigrations()).map(({ name }) => name);
}

/** Opens, migrates and closes again: for test templates and commands. */
export async function runMigrations(
  connection: Omit<Connection, 'poolSize' | 'statementTimeoutMs' | 'embedded'> & Partial<Connection>,
): Promise<string[]> {
  const dataSource = openDataSource({ poolSize: 2, statementTimeoutMs: 60_000, embedded: false, ...connection });
  await dataSource.initialize();
  try {
    return await migrate(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
