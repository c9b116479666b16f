import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runQuietly } from './child-process.mjs';
import { Refusal, withProgress } from './say.mjs';
import { withLock } from './workspace-lock.mjs';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST_NODE = [20, 19];
const LOCK = join(ROOT, '.aegis', 'workspace.lock');
const CACHE = join(ROOT, 'node_modules', '.cache', 'aegis');
const INSTALLED_STAMP = join(CACHE, 'installed');
const BUILT_STAMP = join(CACHE, 'built');
const CHECKED_STAMP = join(CACHE, 'checked');
const SITE_STAMP = join(CACHE, 'site');
const SITE = join(ROOT, 'apps', 'web', 'dist', 'site', 'index.html');

/** What a build is made from, beside the tsconfig files: these folders of every package and application. */
const SOURCE_FOLDERS = ['src', 'database', 'test', 'browser', 'build', 'public', 'service-worker'];
const LAST_LINES = 40;

/** Installs the packages of package-lock.json unless they are there. Takes 2 ms when nothing is to do. */
export async function ensureInstalled() {
  refuseOldNode();
  if (isInstalled()) return;
  await withLock(LOCK, async () => {
    if (isInstalled()) return;
    await withProgress('Installing packages with npm ci (about a minute, once)', npmCi);
    stamp(INSTALLED_STAMP, lockFileHash());
  });
}

/** Makes programs of what has changed, so that it can run. Looking for that takes 10 ms for 300 files. */
export function ensureBuilt() {
  return ensure(BUILT_STAMP, makePrograms);
}

/** Compiles what has changed, and looks at its types. */
export function ensureChecked() {
  return ensure(CHECKED_STAMP, compile);
}

async function ensure(stampFile, make) {
  if (isBuilt(stampFile)) return;
  await withLock(LOCK, async () => {
    if (isBuilt(stampFile)) return;
    const sources = sourcesHash();
    await withProgress('Compiling', make);
    await ensureSite();
    // What is checked can run; what can run is not checked.
    for (const file of new Set([BUILT_STAMP, stampFile])) stamp(file, [sources, ...outputFolders()].join('\n'));
  });
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Refusal(
    `Aegis needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. Get one from https://nodejs.org`,
  );
}

function isInstalled() {
  return readStamp(INSTALLED_STAMP) === lockFileHash() || installedByHand();
}

/** Someone ran npm: it leaves a lock file of what it installed. Packages for other machines are missing there, rightly. */
function installedByHand() {
  const record = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = Object.entries(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages);
  const isThere = ([path, { version, integrity, optional }]) =>
    !path.startsWith('node_modules/') ||
    (installed[path]
      ? installed[path].version === version && installed[path].integrity === integrity
      : optional === true);
  if (!wanted.every(isThere)) return false;
  stamp(INSTALLED_STAMP, lockFileHash());
  return true;
}

async function npmCi() {
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const result = await runQuietly(command, [...args, 'ci', '--no-audit', '--no-fund'], { cwd: ROOT }).catch((error) => {
    throw new Refusal(`npm could not be started (${error.message}). It comes with Node: is it on the PATH?`);
  });
  if (result.code === 0) return;
  throw new Refusal(
    `${lastLines(result.output)}\nnpm ci failed (exit code ${result.code}); its last words are above. ` +
      'Often the network or the registry setting is at fault: "npm ping" tells. Then run the same command again.',
  );
}

async function makePrograms() {
  // Only now: a package, which was not installed when this file was read.
  const { transpile } = await import('./transpile.mjs');
  for (const folder of packageFolders()) if (existsSync(join(folder, 'tsconfig.json'))) transpile(folder);
}

async function compile() {
  const tsc = join(ROOT, 'node_modules', 'typescript-7', 'bin', 'tsc');
  const { code, output } = await runQuietly(process.execPath, [tsc, '-b'], { cwd: ROOT });
  if (code !== 0) throw new Refusal(`${lastLines(output)}\nThe sources do not compile.`);
}

/** The web application, when something it is made of has changed: seven seconds that a change of the server need not wait for. */
async function ensureSite() {
  const web = join(ROOT, 'apps', 'web');
  if (!existsSync(web)) return;
  const made = ['packages/words', 'packages/contract', 'packages/client', 'packages/receipt', 'apps/web'].map(
    (folder) => join(ROOT, folder),
  );
  const sources = hashOf(made.flatMap(filesOf));
  if (readStamp(SITE_STAMP) === sources && existsSync(SITE)) return;
  await withProgress('Building the web application', async () => {
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    // As it is served, whatever this shell or a test calls its own: with another name React comes along as it is for work on pages.
    const env = { ...process.env, NODE_ENV: 'production' };
    const command = [vite, 'build', '--logLevel', 'warn'];
    const { code, output } = await runQuietly(process.execPath, command, { cwd: web, env });
    if (code !== 0) throw new Refusal(`${lastLines(output)}\nThe web application could not be built.`);
  });
  stamp(SITE_STAMP, sources);
}

function lastLines(output) {
  return output.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
}

/** The stamp names the sources and the folders they were compiled to, one of which may have been deleted since. */
function isBuilt(stampFile) {
  const [sources, ...outputs] = readStamp(stampFile)?.split('\n') ?? [];
  return (
    sources === sourcesHash() &&
    (existsSync(SITE) || !existsSync(join(ROOT, 'apps', 'web'))) &&
    outputs.every((folder) => existsSync(join(ROOT, folder)))
  );
}

function outputFolders() {
  return packageFolders()
    .map((folder) => join(folder, 'dist'))
    .filter(existsSync)
    .map((folder) => relative(ROOT, folder));
}

/** Over names, sizes and times, so that an added, a changed and a deleted file all show, without reading one. */
function sourcesHash() {
  return hashOf([...filesNamed(ROOT), ...packageFolders().flatMap(filesOf)]);
}

function hashOf(files) {
  const lines = files.map((file) => {
    const { mtimeMs, size } = statSync(file);
    return `${relative(ROOT, file)} ${mtimeMs} ${size}`;
  });
  return sha256([lockFileHash(), ...lines.sort()].join('\n'));
}

function packageFolders() {
  const groups = ['packages', 'apps'].map((group) => join(ROOT, group)).filter(existsSync);
  const members = groups.flatMap((group) => readdirSync(group).map((name) => join(group, name)));
  return [...members, join(ROOT, 'bench')].filter(
    (folder) => existsSync(join(folder, 'package.json')) || existsSync(join(folder, 'tsconfig.json')),
  );
}

function filesOf(folder) {
  const sources = SOURCE_FOLDERS.map((name) => join(folder, name)).filter(existsSync);
  const inside = sources.flatMap((source) =>
    readdirSync(source, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return [...filesNamed(folder), ...inside];
}

/** The settings of a build that stand at the top of a folder. */
function filesNamed(folder) {
  return readdirSync(folder)
    .filter((name) => /^(tsconfig.*|package)\.json$|^vite\.config\.mjs$|\.html$/.test(name))
    .map((name) => join(folder, name));
}

function lockFileHash() {
  return sha256(readFileSync(join(ROOT, 'package-lock.json')));
}

function sha256(content) {
  return createHash('sha256').update(content).digest('hex');
}

function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function stamp(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
