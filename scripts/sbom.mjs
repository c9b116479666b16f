import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { objectionsTo } from './sbom-check.mjs';
import { Refusal, runScript, say } from './say.mjs';
import { ROOT } from './workspace.mjs';

const FILE = join(ROOT, '.aegis', 'sbom.cdx.json');

const HELP = `npm run sbom

Writes what Aegis is made of, with what it is built and tested with, as CycloneDX to ${relative(process.cwd(), FILE)}: from
package-lock.json, without network. Then compares the two: each package with the hash that npm ci holds it to, and what runs with a
licence under which it may be passed on. Exit code 1 and a line for each package that is not so.`;

/** npm leaves it in the environment of its scripts; run by hand, the one beside this Node. */
const npm = () =>
  process.env.npm_execpath === undefined
    ? { command: 'npm', args: [] }
    : { command: process.execPath, args: [process.env.npm_execpath] };

await runScript(async () => {
  if (process.argv.includes('--help')) {
    say(HELP);
    return 0;
  }
  const { command, args } = npm();
  // All of it: with "--omit dev" npm leaves out what one workspace runs with and another is tested with.
  const options = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const text = execFileSync(command, [...args, ...options], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, text);
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const { packages, objections } = objectionsTo(JSON.parse(text), lock);
  if (objections.length > 0) throw new Refusal(objections.join('\n'));
  say(`${packages} packages, each with its hash, those that run with their licence: ${relative(process.cwd(), FILE)}`);
  return 0;
});
