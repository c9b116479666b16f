import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DataSource } from 'typeorm';
import { isHistoryDistributed } from '../../features/tracking/history/placed-history.js';
import { Database } from '../../platform/database/database.js';
import { appliedMigrations } from '../../platform/database/migrations.js';
import { identifier } from '../../platform/database/sql-types.js';
import { statement } from '../../platform/database/statement.js';
import { CommandRefusal } from './command.js';
import type { CommandDatabase } from './command-database.js';
import { pgDump } from './pg-dump.js';

/** A backup holds personal data: nobody but its owner may read it. */
const OWNER_ONLY_UMASK = 0o077;
/**
 * What belongs to the extension that a superuser has made, so that an owner who is none may not restore it; and who may do what,
 * since where it is restored there may be other roles.
 */
const NOT_OURS = ['--no-comments', '--no-privileges', '--exclude-table-data=*.spatial_ref_sys'];

/** For the commands that write one. */
export const WITHOUT_POSITIONS = { 'without-positions': { type: 'boolean' } } as const;

const DISTRIBUTED =
  'location_history is distributed, or was until a moment ago (it lacks its foreign keys): what lies on other servers is in no backup of ' +
  'this one. Either take it back first ("npm run db -- undistribute"), or leave positions out (--without-positions) and back up each ' +
  'server by its own means: docs/backups.md.';
const EMBEDDED_IS_WHOLE =
  'The embedded database is backed up as its files, with everything in them: leave --without-positions out.';

/** Those of Citus belong to how the positions lie, and to servers that have it. */
const EXTENSIONS = statement({
  gives: { name: identifier('extname') },
  text: (row) => `SELECT ${row} FROM pg_extension WHERE extname NOT LIKE 'citus%' ORDER BY extname`,
});

/**
 * Writes a backup of everything, or of everything but positions, into `directory`, under a name made of the moment and the last migration, so that the version of
 * Aegis that fits it can be found. It has its name only when it is whole. Resolves with the file.
 * @param url of the server; unused on the embedded engine.
 * @throws CommandRefusal before anything is written where positions lie on other servers too and were not left out
 */
export async function writeBackup(
  database: CommandDatabase,
  directory: string,
  url: string | undefined,
  { withoutPositions = false }: { withoutPositions?: boolean | undefined } = {},
): Promise<string> {
  const left = await leftOutOf(database, withoutPositions);
  const last = (await appliedMigrations(database.dataSource)).at(-1) ?? 'empty';
  const moment = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const isEmbedded = database.engine !== undefined || url === undefined;
  const what = withoutPositions ? '-without-positions' : '';
  const file = join(resolve(directory), `aegis-${moment}-${last}${what}.${isEmbedded ? 'tar.gz' : 'dump'}`);
  const draft = `${file}.partial`;
  process.umask(OWNER_ONLY_UMASK);
  await mkdir(resolve(directory), { recursive: true });
  try {
    if (database.engine !== undefined) await database.engine.dumpTemplate(draft);
    else if (url !== undefined) await pgDump(url, ['--format=custom', `--file=${draft}`, ...NOT_OURS, ...left]);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return file;
}

/** What pg_dump is told beside the rest. */
async function leftOutOf({ dataSource, engine }: CommandDatabase, withoutPositions: boolean): Promise<string[]> {
  if (engine !== undefined) {
    if (withoutPositions) throw new CommandRefusal(EMBEDDED_IS_WHOLE);
    return [];
  }
  if (withoutPositions) return ['--exclude-table-data=*.location_history*', ...(await extensionsOf(dataSource))];
  if (await isHistoryDistributed(new Database(dataSource))) throw new CommandRefusal(DISTRIBUTED);
  return [];
}

async function extensionsOf(dataSource: DataSource): Promise<string[]> {
  const extensions = await new Database(dataSource).rows(EXTENSIONS);
  return extensions.map(({ name }) => `--extension=${name}`);
}
