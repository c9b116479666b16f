import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Refusal, withProgress } from './say.mjs';
import { runQuietly } from './child-process.mjs';
import { ROOT } from './workspace.mjs';

const SUITE = 'bookworm';
/** What Node needs that the smallest Debian lacks. */
const INCLUDED = ['ca-certificates', 'libstdc++6'];
/** Of certificates, here and in the base. */
const TRUSTED = '/etc/ssl/certs/ca-certificates.crt';
const BASE = 'localhost/aegis-base';
export const IMAGE = 'localhost/aegis';

const isOnPath = (tool) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, tool)));

/** @returns {string | null} why no image can be built on this machine */
export function obstacle() {
  if (process.getuid?.() !== 0) return 'this is not root';
  const missing = ['buildah', 'debootstrap', 'unshare'].filter((tool) => !isOnPath(tool));
  return missing.length === 0 ? null : `${missing.join(' and ')} not installed`;
}

/** A store of images of our own in `folder`: nothing of the machine's is used, or left to it. */
export class Store {
  #options;

  constructor(folder) {
    this.folder = folder;
    this.#options = [
      ...['--root', join(folder, 'images'), '--runroot', join(folder, 'run')],
      ...['--storage-driver', 'vfs'],
    ];
  }

  /** @returns {string} what it says */
  buildah(...args) {
    const { status, stdout, stderr } = spawnSync('buildah', [...this.#options, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Refusal(`buildah ${args[0]} failed:\n${stderr}`);
    return stdout.trim();
  }

  async build(...args) {
    const { code, output } = await runQuietly('buildah', [...this.#options, 'bud', ...args], { cwd: ROOT });
    if (code !== 0) throw new Refusal(`${output}\nThe image cannot be built.`);
  }
}

/**
 * The image of deploy/Dockerfile, on a base made of Debian's packages and a Node of this machine: no registry of images is asked.
 * @param {Store} store
 * @param {string} node the program
 */
export async function buildImage(store, node) {
  const base = join(store.folder, 'base');
  await withProgress('Making a base of Debian packages', async () => {
    await bootstrap(base);
    installNode(base, node);
    const container = store.buildah('from', 'scratch');
    store.buildah('copy', '--quiet', container, base, '/');
    store.buildah('commit', '--quiet', '--rm', container, BASE);
  });
  await withProgress('Building the image', () =>
    store.build(
      ...['--isolation', 'chroot', '--build-arg', `BASE_IMAGE=${BASE}`],
      // What this machine has fetched before is not fetched again.
      ...['--volume', `${npm('config', 'get', 'cache')}:/root/.npm`],
      // The other format has no HEALTHCHECK.
      ...['--format', 'docker', '-f', 'deploy/Dockerfile', '-t', IMAGE, '.'],
    ),
  );
}

async function bootstrap(base) {
  const args = ['--variant=minbase', `--include=${INCLUDED.join(',')}`, SUITE, base];
  const { code, output } = await runQuietly('debootstrap', args);
  if (code !== 0) throw new Refusal(`${output}\ndebootstrap failed.`);
}

/** With npm, which trusts whom this machine trusts: a company's network has an authority of its own. */
function installNode(base, node) {
  const [bin, lib] = [join(base, 'usr/local/bin'), join(base, 'usr/local/lib')];
  mkdirSync(lib, { recursive: true });
  cpSync(node, join(bin, 'node'), { dereference: true });
  cpSync(join(npm('root', '--global'), 'npm'), join(lib, 'npm'), { recursive: true });
  symlinkSync('../lib/npm/bin/npm-cli.js', join(bin, 'npm'));
  cpSync(TRUSTED, join(base, TRUSTED));
  mkdirSync(join(base, 'usr/local/etc'), { recursive: true });
  writeFileSync(join(base, 'usr/local/etc/npmrc'), `cafile=${TRUSTED}\n`);
}

function npm(...args) {
  const { status, stdout, stderr } = spawnSync('npm', args, { encoding: 'utf8', cwd: dirname(ROOT) });
  if (status !== 0) throw new Refusal(`npm ${args.join(' ')} failed: ${stderr}`);
  return stdout.trim();
}
