import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Refusal } from './say.mjs';

/**
 * As an engine would start it, read-only but for its volume, with process numbers of its own: the first one hears no signal
 * that it has no handler for. Arguments: the root, what is mounted there as the volume, who, where, and the command.
 */
const INSIDE = `
  set -e
  root=$1 volume=$2 who=$3 where=$4
  shift 4
  mount --bind "$root" "$root"
  mount --bind "$volume" "$root/data"
  mount --bind /dev "$root/dev"
  mount -o remount,bind,ro "$root"
  mount -t proc proc "$root/proc"
  exec chroot --userspec="$who" "$root" /bin/sh -c 'cd "$1"; shift; exec "$@"' sh "$where" "$@"`;

/** An image's files at `root`, and what its configuration says of who runs what in them. */
export class ImageRoot {
  /**
   * @param {import('./image-build.mjs').Store} store
   * @param {string} image
   * @param {string} volume a folder that whoever runs in the image may write to
   */
  constructor(store, image, volume) {
    this.config = JSON.parse(store.buildah('inspect', '--type', 'image', image)).Docker.config;
    this.root = store.buildah('mount', store.buildah('from', image));
    this.volume = volume;
  }

  get userId() {
    return Number(this.config.User.split(':')[0]);
  }

  /**
   * @param {string[]} command instead of the image's own
   * @param {Record<string, string>} settings
   */
  start(settings, command = this.config.Cmd) {
    return this.#spawn([...this.config.Entrypoint, ...command], settings);
  }

  /** @returns {Promise<string>} what a command of the image prints */
  async outputOf(settings, command) {
    return outputOf(this.start(settings, command), command.join(' '));
  }

  /** As an engine asks: by the program of HEALTHCHECK. */
  async isHealthy(settings) {
    const [kind, ...program] = this.config.Healthcheck.Test;
    if (kind !== 'CMD') throw new Refusal(`HEALTHCHECK is ${kind}, and not a program with its arguments`);
    const [code] = await once(this.#spawn(program, settings), 'close');
    return code === 0;
  }

  #spawn(program, settings) {
    const own = ['--mount', '--pid', '--fork', '--kill-child'];
    const given = [this.root, this.volume, this.config.User, this.config.WorkingDir, ...program];
    const env = { ...Object.fromEntries(this.config.Env.map((line) => line.split(/=(.*)/s, 2))), ...settings };
    const stdio = ['ignore', 'pipe', 'pipe'];
    return spawn('/usr/bin/unshare', [...own, '/bin/sh', '-c', INSIDE, 'sh', ...given], { env, stdio });
  }
}

async function outputOf(child, name) {
  let [output, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (complaint += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Refusal(`${name} in the image ended with ${code}:\n${output}${complaint}`);
  return output.trim();
}

/** The first process inside of what `unshare` has forked, by its number outside. */
export function firstProcessOf({ pid }) {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}
