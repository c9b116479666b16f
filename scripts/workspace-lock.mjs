import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say } from './say.mjs';

/** No signal tells that a file has gone; a wait of a minute may end a quarter of a second late. */
const POLL_MS = 250;

/**
 * Lets one script at a time do `work`: two `npm ci` at once leave neither's packages. Waits for a living holder; a killed one's
 * lock is taken over. (The server's lock on its data directory is another, in TypeScript: this one must run before packages.)
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = { pid: process.pid, startedAt: startedAt(process.pid), holder: randomUUID() };
  for (let told = false; !take(file, mine); told = true) {
    const other = read(file);
    if (other !== null && !told) say(`Waiting for process ${other.pid}, which installs or builds (${file})`);
    await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** True when the lock is ours now. A hard link appears with its content and fails when the name is taken. */
function take(file, mine) {
  const draft = `${file}.${mine.holder}`;
  writeFileSync(draft, JSON.stringify(mine));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const other = read(file);
    if (other !== null && !isRunning(other)) removeStale(file, other, mine);
    return false;
  } finally {
    rmSync(draft);
  }
}

/**
 * Of two scripts that find the same stale lock, the slower would remove the new one of the faster: so the removal has a lock of
 * its own, named after what is removed, and looks again first.
 */
function removeStale(file, stale, mine) {
  const removal = `${file}.${stale.holder}.removal`;
  if (!take(removal, mine)) return;
  try {
    if (read(file)?.holder === stale.holder) rmSync(file);
  } finally {
    rmSync(removal);
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/** A killed holder's pid may belong to another program by now; only Linux tells when a process began without starting another. */
function startedAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return 'unknown';
  }
}

function isRunning(record) {
  try {
    process.kill(record.pid, 0);
    return startedAt(record.pid) === record.startedAt;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
