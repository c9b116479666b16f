import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from './workspace.mjs';

/** npm starts, and so does what it runs, on a machine that may be busy. */
const LIMIT_MS = 60_000;
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** Notes its pid and waits to be told to end, which it notes too. */
const PATIENT = `
import { renameSync, writeFileSync } from 'node:fs';
const note = (name, text) => {
  writeFileSync(process.env.NOTES + '/draft', text);
  renameSync(process.env.NOTES + '/draft', process.env.NOTES + '/' + name);
};
process.on('SIGTERM', () => {
  note('told', 'SIGTERM');
  process.exit(0);
});
setInterval(() => {}, 1000);
note('pid', String(process.pid));`;

let root;
let npm;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aegis-start-'));
  cpSync(join(ROOT, 'scripts'), join(root, 'scripts'), { recursive: true });
  write('package.json', JSON.stringify({ name: 'aegis', type: 'module', scripts }));
  write('package-lock.json', JSON.stringify({ packages: {} }));
  write('node_modules/.package-lock.json', JSON.stringify({ packages: {} }));
  symlinkSync(join(ROOT, 'node_modules', 'rolldown'), join(root, 'node_modules', 'rolldown'));
  write('apps/api/dist/src/main.js', PATIENT);
});
afterEach(() => {
  npm.kill('SIGKILL');
  const left = Number(readIfThere(join(root, 'pid')));
  if (left > 0 && isRunning(left)) process.kill(left, 'SIGKILL');
  rmSync(root, { recursive: true });
});

function write(path, text) {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** `npm start` with the real script on a workspace that is small; resolves with the pid that is written down. */
async function start() {
  const execpath = process.env.npm_execpath;
  const [command, ...args] = execpath?.endsWith('.js') ? [process.execPath, execpath] : ['npm'];
  const env = { ...process.env, NOTES: root };
  npm = spawn(command, [...args, 'start'], { cwd: root, env, stdio: 'ignore' });
  await expect.poll(() => readIfThere(join(root, 'pid')), { timeout: LIMIT_MS }).toMatch(/^\d+$/);
  return Number(readIfThere(join(root, 'pid')));
}

const readIfThere = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('npm start', () => {
  it(
    'that is told to end tells the server, and waits until it has',
    async () => {
      const server = await start();
      npm.kill('SIGTERM');
      const [code] = await once(npm, 'exit');
      expect([code, readIfThere(join(root, 'told')), isRunning(server)]).toEqual([0, 'SIGTERM', false]);
    },
    LIMIT_MS,
  );

  it(
    'that is told to end while it builds the pages ends who builds them, and starts nothing',
    async () => {
      for (const part of ['packages/words', 'packages/contract', 'packages/client', 'packages/receipt', 'apps/web'])
        write(`${part}/package.json`, '{}');
      write('node_modules/vite/package.json', JSON.stringify({ type: 'module' }));
      write('node_modules/vite/bin/vite.js', PATIENT);
      const builder = await start();
      npm.kill('SIGTERM');
      const [code] = await once(npm, 'exit');
      expect([code, isRunning(builder)]).toEqual([143, false]);
    },
    LIMIT_MS,
  );
});
