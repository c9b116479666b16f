import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { EngineCommand, EngineReport, EngineStart } from './engine-messages.js';

/** A close that takes longer has met an engine that will never answer (COPY FROM STDIN hangs it): the thread is ended. */
const CLOSE_DEADLINE_MS = 15_000;

/** The engine's worker thread, seen from the main thread. `onFailure` is told once, when it has ended without being asked to. */
export class EngineThread {
  readonly #worker: Worker;
  readonly #reportListeners = new Set<(report: EngineReport) => void>();
  readonly #failureListeners = new Set<(error: Error) => void>();
  readonly #exited: Promise<void>;
  #isStopping = false;
  #failure: Error | null = null;

  private constructor(start: EngineStart) {
    // execArgv: a test runner's loader flags are not for this thread.
    this.#worker = new Worker(workerFile(), { workerData: start, execArgv: [], name: 'embedded-database' });
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.#worker.on('message', (report: EngineReport) => {
      if (report.kind === 'failed') this.#breakDown(new Error(`The embedded database failed: ${report.reason}`));
      else for (const listen of this.#reportListeners) listen(report);
    });
    this.#worker.on('error', (error) => this.#breakDown(error));
    this.#worker.on('exit', (code) => {
      if (!this.#isStopping) this.#breakDown(new Error(`The embedded database's thread ended with code ${code}.`));
    });
  }

  /** Resolves when the database takes connections. */
  static async start(start: EngineStart): Promise<EngineThread> {
    const thread = new EngineThread(start);
    await thread.#reportOf('ready');
    return thread;
  }

  onFailure(listen: (error: Error) => void): void {
    this.#failureListeners.add(listen);
  }

  /** Resolves when the tarball stands whole under its name. */
  async dump(file: string): Promise<void> {
    const done = this.#reportOf('dumped', file);
    this.#send({ kind: 'dump', file });
    await done;
  }

  /**
   * Rolls open transactions back, writes a checkpoint and ends the thread; never waits longer than the deadline. Rejects when the
   * database breaks down over it; one that had before is only ended.
   */
  async stop(): Promise<void> {
    if (this.#failure !== null) return this.#exited;
    this.#isStopping = true;
    this.#send({ kind: 'close' });
    const deadline = setTimeout(() => void this.#worker.terminate(), CLOSE_DEADLINE_MS);
    await this.#exited;
    clearTimeout(deadline);
    if (this.#failure !== null) throw this.#failure as Error;
  }

  #send(command: EngineCommand): void {
    this.#worker.postMessage(command);
  }

  /** Resolves with the report of this kind (and file), rejects when the thread fails or says that it could not. */
  #reportOf(kind: 'ready' | 'dumped', file?: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const listen = (report: EngineReport): void => {
        if (report.kind === 'not dumped' && report.file === file) settle(() => reject(new Error(report.reason)));
        else if (report.kind === kind && (report.kind === 'ready' || report.file === file)) settle(resolve);
      };
      const settle = (outcome: () => void): void => {
        this.#reportListeners.delete(listen);
        this.#failureListeners.delete(reject);
        outcome();
      };
      this.#reportListeners.add(listen);
      this.#failureListeners.add(reject);
    });
  }

  /** Ends the thread, so that its connections break and its files are let go, and then tells whoever waits. */
  #breakDown(error: Error): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    void this.#worker.terminate().then(() => {
      if (!this.#isStopping) for (const listen of [...this.#failureListeners]) listen(error);
    });
  }
}

/** A thread cannot be started from TypeScript: tests, which run from the sources, use what the build made of it. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./engine-worker.js', import.meta.url));
  const compiled = import.meta.url.endsWith('.ts')
    ? beside.replace(/([\\/])src([\\/]platform[\\/])/, '$1dist$1src$2')
    : beside;
  if (!existsSync(compiled)) throw new Error(`${compiled} is missing: run "npm run build" first.`);
  return compiled;
}
