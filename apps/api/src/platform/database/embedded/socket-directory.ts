import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** `pg` looks for `.s.PGSQL.<port>` when its host is a directory. */
export const SOCKET_PORT = 5432;

const NAME_START = 'aegis-db-';

/**
 * A new directory only this user may enter (mkdtemp gives it mode 0700): whoever reaches the socket has the whole database. In the
 * system's temporary directory, because a socket's path may not be longer than 107 bytes and a data directory's is anybody's guess.
 */
export function createSocketDirectory(): string {
  return mkdtempSync(join(tmpdir(), NAME_START));
}

export function socketPath(directory: string): string {
  return join(directory, `.s.PGSQL.${SOCKET_PORT}`);
}

/** Removes nothing that createSocketDirectory has not made: the path may come out of a lock file. */
export function removeSocketDirectory(directory: string): void {
  if (basename(directory).startsWith(NAME_START)) rmSync(directory, { recursive: true, force: true });
}
