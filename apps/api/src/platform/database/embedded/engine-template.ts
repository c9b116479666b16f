import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ENGINE_EXTENSIONS } from './engine-extensions.js';

/** Where `node_modules` has the package: its folder `<root>/node_modules/@electric-sql/<name>`. */
function packageFolder(name: string): string {
  return dirname(dirname(createRequire(import.meta.url).resolve(`@electric-sql/${name}`)));
}

function packageVersion(name: string): string {
  return (JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8')) as { version: string }).version;
}

/** `node_modules/.cache/aegis`: goes with the packages it was made by, and no directory of the user's is written to. */
export function defaultTemplateCache(): string {
  return join(packageFolder('pglite'), '..', '..', '.cache', 'aegis');
}

/**
 * The file a ready-made database is kept in. Its name changes with everything the content depends on: the engine's versions,
 * the extensions, and what the caller adds (`state`, for example a hash of the migrations applied to it).
 */
export function templateFile(cache: string, state = 'empty'): string {
  const made = [packageVersion('pglite'), packageVersion('pglite-postgis'), ...Object.keys(ENGINE_EXTENSIONS), state];
  return join(cache, `database-${createHash('sha256').update(made.join('\n')).digest('hex').slice(0, 16)}.tar.gz`);
}
