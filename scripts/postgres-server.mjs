import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startServer } from './throw-away-server.mjs';

/** Fast and forgetful: for data that is thrown away. A measurement gives settings of its own. */
export const TEST_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 200 };

const SUPERUSER = 'postgres';
/** A socket's path may have 107 bytes, of which the file's name takes 20; the loopback address works anyway. */
const LONGEST_SOCKET_FOLDER = 80;
const DEBIAN_VERSIONS = '/usr/lib/postgresql';

/**
 * The newest installed PostgreSQL that has PostGIS.
 * @returns {{ bin: string, version: string } | { missing: string }} or the reason why there is none
 */
export function findPostgres() {
  const installed = [...debianBinaries(), ...binariesOnPath()];
  if (installed.length === 0) return { missing: 'PostgreSQL is not installed' };
  const bin = installed.find(hasPostgis);
  if (bin === undefined) return { missing: 'PostgreSQL is installed without PostGIS' };
  if (isRoot() && account() === null) return { missing: `PostgreSQL refuses root, and there is no user ${SUPERUSER}` };
  return { bin, version: /[\d.]+/.exec(execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }))[0] };
}

/**
 * Starts a cluster of our own on a free loopback port, and makes it first where `dataDir` has none. Without `dataDir` it is
 * temporary and `stop()` removes it. Never touches a cluster of the system's.
 * @param {{ dataDir?: string, port?: number, settings?: Record<string, string | number>, standbyOf?: string }} [options]
 *   `standbyOf`: the URL of a server of ours that a new cluster follows
 * @returns {Promise<{ url: string, version: string, pid: number, stop(): Promise<void> }>}
 */
export async function startPostgres({ dataDir, port: wanted, settings = TEST_SETTINGS, standbyOf } = {}) {
  const found = findPostgres();
  if ('missing' in found) throw new Error(found.missing);
  const home = dataDir ?? mkdtempSync(join(tmpdir(), 'aegis-postgres-'));
  if (!existsSync(join(home, 'data', 'PG_VERSION')))
    if (standbyOf === undefined) createCluster(found.bin, home);
    else copyCluster(found.bin, home, standbyOf);
  const port = wanted ?? (await freePort());
  const server = await startServer({
    command: join(found.bin, 'postgres'),
    args: ['-D', join(home, 'data'), ...serverSettings(home, port, settings)],
    readyLine: /database system is ready to accept (read-only )?connections/,
    stopSignal: 'SIGINT', // "fast": ends sessions, and writes a checkpoint
    options: asAccount(home),
  });
  const password = readFileSync(join(home, 'password'), 'utf8');
  return {
    url: `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`,
    version: found.version,
    pid: server.pid,
    stop: async () => {
      await server.stop();
      if (dataDir === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}

function createCluster(bin, home) {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'password'), randomBytes(16).toString('hex'), { mode: 0o600 });
  chmodSync(home, 0o700);
  giveToAccount(home, join(home, 'password'));
  const authentication = ['--auth=scram-sha-256', `--username=${SUPERUSER}`, `--pwfile=${join(home, 'password')}`];
  const encoding = ['--encoding=UTF8', '--locale=C.UTF-8'];
  const args = ['-D', join(home, 'data'), '--no-sync', ...encoding, ...authentication];
  const { status, stderr } = spawnSync(join(bin, 'initdb'), args, { ...asAccount(home), encoding: 'utf8' });
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
}

/** With what makes it follow the other one (`--write-recovery-conf`). */
function copyCluster(bin, home, url) {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'password'), new URL(url).password, { mode: 0o600 });
  chmodSync(home, 0o700);
  giveToAccount(home, join(home, 'password'));
  const args = ['-D', join(home, 'data'), '--no-sync', '--checkpoint=fast', '--write-recovery-conf', '-d', url];
  const { status, stderr } = spawnSync(join(bin, 'pg_basebackup'), args, { ...asAccount(home), encoding: 'utf8' });
  if (status !== 0) throw new Error(`pg_basebackup failed: ${stderr}`);
}

function serverSettings(home, port, settings) {
  const ours = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: home.length <= LONGEST_SOCKET_FOLDER ? home : '',
    lc_messages: 'C', // the line we wait for is in English
    logging_collector: 'off',
  };
  return Object.entries({ ...settings, ...ours }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function debianBinaries() {
  if (!existsSync(DEBIAN_VERSIONS)) return [];
  const newestFirst = readdirSync(DEBIAN_VERSIONS).sort((a, b) => Number(b) - Number(a));
  return newestFirst
    .map((version) => join(DEBIAN_VERSIONS, version, 'bin'))
    .filter((bin) => existsSync(join(bin, 'initdb')));
}

function binariesOnPath() {
  return (process.env.PATH ?? '').split(':').filter((folder) => folder !== '' && existsSync(join(folder, 'initdb')));
}

function hasPostgis(bin) {
  const { stdout } = spawnSync(join(bin, 'pg_config'), ['--sharedir'], { encoding: 'utf8' });
  return existsSync(join((stdout ?? '').trim(), 'extension', 'postgis.control'));
}

function isRoot() {
  return process.getuid?.() === 0;
}

/** Who runs PostgreSQL when we are root, which it refuses: the account its package makes. */
function account() {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${SUPERUSER}:`));
  const [, , uid, gid] = line?.split(':').map(Number) ?? [];
  return line === undefined ? null : { uid, gid };
}

/** Its working directory too: it may not enter one of root's. Of PostgreSQL's other servers as well, which refuse root like itself. */
export function asAccount(home) {
  return { cwd: home, ...(isRoot() && account()) };
}

export function giveToAccount(...paths) {
  if (!isRoot()) return;
  const { uid, gid } = account();
  for (const path of paths) chownSync(path, uid, gid);
}
