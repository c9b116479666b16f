import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROOT } from './workspace.mjs';

/** Processes start, on a machine that may be busy. */
const LIMIT_MS = 60_000;
const { build } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts;

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aegis-build-'));
  cpSync(join(ROOT, 'scripts'), join(root, 'scripts'), { recursive: true });
  write('package.json', JSON.stringify({ type: 'commonjs' }));
  write('package-lock.json', JSON.stringify({ packages: { 'node_modules/typescript-7': { version: '1.0.0' } } }));
  // Brings the compiler, as npm does, which notes that it has run.
  write(
    'npm.js',
    `const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
     appendFileSync('said', process.argv.slice(2, 3).join(' ') + '\\n');
     mkdirSync('node_modules/typescript-7/bin', { recursive: true });
     writeFileSync('node_modules/typescript-7/bin/tsc', "require('node:fs').appendFileSync('said', 'tsc ' + process.argv[2] + '\\\\n')");`,
  );
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path, text) {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

function runBuild() {
  const env = { ...process.env, npm_execpath: join(root, 'npm.js') };
  execFileSync('sh', ['-c', build], { cwd: root, env, stdio: 'pipe' });
}

it(
  'npm run build of nothing but the sources installs, then compiles; what is done is not done again',
  () => {
    runBuild();
    expect(readFileSync(join(root, 'said'), 'utf8')).toBe('ci\ntsc -b\n');
    runBuild();
    expect(readFileSync(join(root, 'said'), 'utf8')).toBe('ci\ntsc -b\n');
  },
  LIMIT_MS,
);
