import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { appliedMigrations } from '../../platform/database/migrations.js';
import type { CommandDatabase } from './command-database.js';
import { pgDump } from './pg-dump.js';

/** A backup holds personal data: nobody but its owner may read it. */
const OWNER_ONLY_UMASK = 0o077;
/**
 * What belongs to the extension that a superuser has made, so that an owner who is none may not restore it; and who may do what,
 * since where it is restored there may be other roles.
 */
const NOT_OURS = ['--no-comments', '--no-privileges', '--exclude-table-data=*.spatial_ref_sys'];

/**
 * Writes a backup of everything into `directory`, under a name made of the moment and the last migration, so that the version of
 * Aegis that fits it can be found. It has its name only when it is whole. Resolves with the file.
 * @param url of the server; unused on the embedded engine.
 */
export async function writeBackup(
  database: CommandDatabase,
  directory: string,
  url: string | undefined,
  now: Date,
): Promise<string> {
  const last = (await appliedMigrations(database.dataSource)).at(-1) ?? 'empty';
  const moment = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const isEmbedded = database.engine !== undefined || url === undefined;
  const file = join(resolve(directory), `aegis-${moment}-${last}.${isEmbedded ? 'tar.gz' : 'dump'}`);
  const draft = `${file}.partial`;
  process.umask(OWNER_ONLY_UMASK);
  await mkdir(resolve(directory), { recursive: true });
  try {
    if (database.engine !== undefined) await database.engine.dumpTemplate(draft);
    else if (url !== undefined) await pgDump(url, ['--format=custom', `--file=${draft}`, ...NOT_OURS]);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return file;
}
