import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { lockDirectory } from './directory-lock.js';
import type { EngineStart } from './engine-messages.js';
import { defaultTemplateCache, templateFile } from './engine-template.js';
import { EngineThread } from './engine-thread.js';
import { createSocketDirectory, removeSocketDirectory, SOCKET_PORT, socketPath } from './socket-directory.js';

/**
 * For every pool on the embedded engine. One connection: the engine has one session, a second connection would only wait for
 * the first. A query outside the open transaction then waits for a transaction that waits for it; the two limits make that an
 * error at once instead of for ever (statement_timeout has no effect in this engine). 20 s is above the slowest statement
 * known, CREATE EXTENSION postgis with 7 s.
 */
export const EMBEDDED_POOL_SETTINGS = { max: 1, connectionTimeoutMillis: 10_000, query_timeout: 20_000 } as const;

export interface EmbeddedEngineOptions {
  /** A directory that need not exist yet; `'memory'` keeps nothing. */
  dataDir: string;
  /** Told what happens and how long it usually takes, in sentences for people. */
  onProgress?: (message: string) => void;
  /** Where ready-made databases are kept that shorten a first start; `node_modules/.cache/aegis` without it. */
  templateCache?: string;
  /** A tarball of `dumpTemplate` for a new database to begin with; one that exists keeps what it has. */
  template?: string;
}

/**
 * PostgreSQL with PostGIS inside this process: connect `pg` to `host`, `port`, `user`, `database` with EMBEDDED_POOL_SETTINGS.
 * Emits 'error' once when the engine has broken down: every connection is then broken and stays so. Left unheard, it ends the
 * process like any 'error' event, which is better than a server that answers nothing.
 */
export class EmbeddedEngine extends EventEmitter<{ error: [Error] }> {
  readonly port = SOCKET_PORT;
  readonly user = 'postgres';
  readonly database = 'postgres';
  readonly #thread: EngineThread;
  readonly #release: () => void;
  #closed: Promise<void> | null = null;

  constructor(
    readonly host: string,
    thread: EngineThread,
    release: () => void,
  ) {
    super();
    this.#thread = thread;
    this.#release = release;
    thread.onFailure((error) => {
      release();
      this.emit('error', error);
    });
  }

  /** Writes the database as a tarball that `template` takes; replaces the file in one step. Transactions still open are left out. */
  dumpTemplate(file: string): Promise<void> {
    return this.#thread.dump(resolve(file));
  }

  /** Rolls back what is open, writes everything out and lets the directory go. May be called twice. */
  close(): Promise<void> {
    this.#closed ??= this.#thread.stop().finally(this.#release);
    return this.#closed;
  }
}

/**
 * Opens or makes the database: about 15 s for the first on a machine, 4 s for a further new one, 3 s for one that exists, and 1 GB
 * of memory each time. Throws DirectoryInUseError while another process has the directory open.
 */
export async function openEmbeddedEngine(options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
  const dataDir = options.dataDir === 'memory' ? null : resolve(options.dataDir);
  const socketDirectory = createSocketDirectory();
  const release = claim(dataDir, socketDirectory);
  try {
    const start = planStart(options, dataDir, socketDirectory);
    options.onProgress?.(describe(start));
    if (start.isNew && dataDir !== null) writeFileSync(unfinishedMark(dataDir), '');
    const thread = await EngineThread.start(start);
    if (dataDir !== null) rmSync(unfinishedMark(dataDir), { force: true });
    return new EmbeddedEngine(socketDirectory, thread, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** Takes the directory for this process; the function returned gives it back, and is also called when the process ends. */
function claim(dataDir: string | null, socketDirectory: string): () => void {
  const release = (): void => {
    removeSocketDirectory(socketDirectory);
    lock?.release();
    process.off('exit', release);
  };
  process.once('exit', release);
  let lock: ReturnType<typeof lockDirectory> | undefined;
  if (dataDir === null) return release;
  try {
    mkdirSync(dirname(dataDir), { recursive: true });
    lock = lockDirectory(`${dataDir}.lock`, `The embedded database in ${dataDir}`, socketDirectory);
    return release;
  } catch (error) {
    release();
    throw error;
  }
}

/** Beside the directory while its database is being made: what a killed first start leaves is made again, not opened. */
function unfinishedMark(dataDir: string): string {
  return `${dataDir}.unfinished`;
}

function planStart(options: EmbeddedEngineOptions, dataDir: string | null, socketDirectory: string): EngineStart {
  if (dataDir !== null && existsSync(unfinishedMark(dataDir))) rmSync(dataDir, { recursive: true, force: true });
  const isNew = dataDir === null || !existsSync(join(dataDir, 'PG_VERSION'));
  const cached = templateFile(options.templateCache ?? defaultTemplateCache());
  const template = options.template ?? (existsSync(cached) ? cached : null);
  return {
    dataDir,
    isNew,
    template: isNew ? template : null,
    saveTemplateTo: isNew && template === null ? cached : null,
    socketPath: socketPath(socketDirectory),
  };
}

function describe(start: EngineStart): string {
  if (!start.isNew) return 'Opening the embedded database (~3 s)';
  return start.template === null
    ? 'Preparing the embedded database (once, ~15 s)'
    : 'Making a new embedded database (~4 s)';
}
