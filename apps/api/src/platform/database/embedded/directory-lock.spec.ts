import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryInUseError, lockDirectory } from './directory-lock.js';

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aegis-lock-'));
  file = join(directory, 'data.lock');
});
afterEach(() => rmSync(directory, { recursive: true }));

function writeLockOf(pid: number, startedAt: string): void {
  writeFileSync(file, JSON.stringify({ pid, startedAt, holder: 'another', socketDirectory: null }));
}

describe('the lock of a data directory', () => {
  it('refuses a second holder, naming the first and what to do', () => {
    lockDirectory(file, 'The database');
    expect(() => lockDirectory(file, 'The database')).toThrow(DirectoryInUseError);
    expect(() => lockDirectory(file, 'The database')).toThrow(
      `The database is in use by process ${process.pid}. Two processes would destroy it: stop that one first`,
    );
  });

  it('is free again after its release, and a second release does not take it from the next holder', () => {
    const first = lockDirectory(file, 'The database');
    first.release();
    lockDirectory(file, 'The database');
    first.release();
    expect(() => lockDirectory(file, 'The database')).toThrow(DirectoryInUseError);
  });

  it('is taken over from a process that no longer runs', () => {
    writeLockOf(2 ** 22 + 1, 'whenever');
    lockDirectory(file, 'The database');
    expect(readFileSync(file, 'utf8')).toContain(`"pid":${process.pid}`);
  });

  it('is taken over when the pid now belongs to another program', () => {
    writeLockOf(process.pid, 'before the reboot');
    lockDirectory(file, 'The database').release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is not removed while another process is removing it', () => {
    writeLockOf(process.pid, 'before the reboot');
    lockDirectory(`${file}.another.removal`, 'The removal');
    expect(() => lockDirectory(file, 'The database')).toThrow(DirectoryInUseError);
    expect(readFileSync(file, 'utf8')).toContain('before the reboot');
  });
});
