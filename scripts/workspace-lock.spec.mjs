import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './workspace-lock.mjs';

let directory;
let file;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aegis-workspace-'));
  file = join(directory, 'workspace.lock');
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('the lock of the workspace', () => {
  it('lets one at a time do its work, and leaves nothing behind', async () => {
    let inside = 0;
    const work = async () => {
      expect(++inside).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
    };
    await Promise.all([withLock(file, work), withLock(file, work), withLock(file, work)]);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is given back when the work fails', async () => {
    await expect(withLock(file, () => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
    await expect(withLock(file, async () => 'done')).resolves.toBe('done');
  });

  it.each([
    ['whose process has ended', { pid: 2 ** 22 + 1, startedAt: '1', holder: 'killed' }],
    ['whose pid now belongs to another program', { pid: process.pid, startedAt: 'before', holder: 'killed' }],
  ])('is taken over from a holder %s', async (_case, stale) => {
    writeFileSync(file, JSON.stringify(stale));
    await expect(withLock(file, async () => 'done')).resolves.toBe('done');
    expect(readdirSync(directory)).toEqual([]);
  });
});
