import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { processStartedAt } from './process-identity.js';
import { removeSocketDirectory } from './socket-directory.js';

/** Who holds a lock; `holder` is new for every hold, so that two holds by one process differ. */
interface LockRecord {
  pid: number;
  startedAt: string | null;
  holder: string;
  /** Left behind by a killed holder, to be removed by whoever takes over. */
  socketDirectory: string | null;
}

export class DirectoryInUseError extends Error {
  constructor(
    readonly pid: number,
    what: string,
  ) {
    super(
      `${what} is in use by process ${pid}. Two processes would destroy it: stop that one first (kill ${pid}), ` +
        'or give this one another data directory.',
    );
    this.name = 'DirectoryInUseError';
  }
}

export interface DirectoryLock {
  /** Gives the lock back; does nothing when called again. */
  release(): void;
}

/**
 * Takes the lock file, or throws DirectoryInUseError while a living process holds it. What a killed process left is taken
 * over, also when its pid now belongs to another program.
 */
export function lockDirectory(file: string, what: string, socketDirectory: string | null = null): DirectoryLock {
  const mine: LockRecord = {
    pid: process.pid,
    startedAt: processStartedAt(process.pid),
    holder: randomUUID(),
    socketDirectory,
  };
  while (!createLock(file, mine)) {
    const other = readLock(file);
    if (other === null) continue;
    if (isAlive(other)) throw new DirectoryInUseError(other.pid, what);
    removeStale(file, other, what);
  }
  return { release: () => readLock(file)?.holder === mine.holder && rmSync(file, { force: true }) };
}

/** A hard link appears with its whole content or not at all, and fails when the name is taken. */
function createLock(file: string, record: LockRecord): boolean {
  const draft = `${file}.${record.holder}`;
  writeFileSync(draft, JSON.stringify(record));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

function readLock(file: string): LockRecord | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function isAlive(record: LockRecord): boolean {
  const startedAt = processStartedAt(record.pid);
  return startedAt !== null && startedAt === record.startedAt;
}

/**
 * Removes exactly this stale lock. Of two processes that both found it, the slower would remove the new lock of the faster:
 * so the removal has a lock of its own, named after the hold that is removed (and stale ones of those go the same way).
 */
function removeStale(file: string, stale: LockRecord, what: string): void {
  const removal = lockDirectory(`${file}.${stale.holder}.removal`, what);
  try {
    if (readLock(file)?.holder !== stale.holder) return;
    if (stale.socketDirectory !== null) removeSocketDirectory(stale.socketDirectory);
    rmSync(file, { force: true });
  } finally {
    removal.release();
  }
}
