import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { within } from './patience.js';
import type { WorkDone } from './work-done.js';

const LINES_KEPT = 40;
const START_LIMIT_MS = 120_000;
const LONGEST_MOMENT_MS = 250;

/** One API process at a time, always on the same port: it is killed and started again. */
export class KillableServer {
  kills = 0;
  /** How far the clock of the application is ahead, also of the next one that is started. */
  aheadMs = 0;
  private readonly dead = new AbortController();
  private child: ChildProcess | null = null;
  private readonly lines: string[] = [];

  constructor(
    /** Compiled: `dist/test/chaos/server.js`. */
    private readonly file: string,
    private readonly environment: Record<string, string>,
  ) {}

  async start(): Promise<void> {
    const ahead = { CHAOS_CLOCK_AHEAD_MS: String(this.aheadMs) };
    const env = { PATH: process.env['PATH'] ?? '', ...this.environment, ...ahead };
    const child = spawn(process.execPath, [this.file], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child = child;
    const ended = once(child, 'exit').then(([code, signal]) => {
      const error = new Error(`the API ended by itself (${String(code ?? signal)})`);
      if (this.child === child) this.dead.abort(error);
      throw error;
    });
    // From now on it ends because we kill it, or `died` says that it did not.
    ended.catch(() => {});
    // A line for one that is dead already.
    child.stdin.on('error', () => {});
    const ready = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr])
        createInterface({ input: stream }).on(
          'line',
          (line) => (this.keep(line), line.startsWith('ready ') && resolve()),
        );
    });
    try {
      await within('the start of the API', START_LIMIT_MS, Promise.race([ready, ended]));
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${this.output}`, { cause: error });
    }
  }

  /** Aborted when it ends although nobody has killed it: nobody needs to wait for an answer then. */
  get died(): AbortSignal {
    return this.dead.signal;
  }

  /** Time passes for the application, as for the provider when its clock is moved as well. */
  goOn(milliseconds: number): void {
    this.aheadMs += milliseconds;
    this.child?.stdin?.write(`${milliseconds}\n`);
  }

  /** -9: nothing of it runs any more, no answer leaves, no transaction ends. */
  async kill(): Promise<void> {
    const child = this.child;
    if (!child) return;
    this.child = null;
    this.kills++;
    const gone = once(child, 'exit');
    if (child.kill('SIGKILL')) await gone;
  }

  /**
   * Kills it at random moments until `signal`; each time it comes back. A moment is counted in answers that people got, not
   * in seconds: on a machine that is busy with other things it would be killed before it has done anything, for ever.
   */
  async killAgainAndAgain(
    random: () => number,
    work: WorkDone,
    mostAnswers: number,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      await work.reach(work.answers + 1 + Math.floor(random() * mostAnswers), signal);
      if (signal.aborted) return;
      // Not only in the moment between an answer and the next request.
      await delay(random() * LONGEST_MOMENT_MS);
      await this.kill();
      await this.start();
    }
  }

  /** What it said last. */
  get output(): string {
    return this.lines.join('\n');
  }

  private keep(line: string): void {
    this.lines.push(line);
    if (this.lines.length > LINES_KEPT) this.lines.shift();
  }
}
