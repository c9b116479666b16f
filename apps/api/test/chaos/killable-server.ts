import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { WorkDone } from './work-done.js';

const LINES_KEPT = 40;
const START_LIMIT_MS = 120_000;
const LONGEST_MOMENT_MS = 250;

/** One API process at a time, always on the same port: it is killed and started again. */
export class KillableServer {
  kills = 0;
  private child: ChildProcess | null = null;
  private readonly lines: string[] = [];

  constructor(
    /** Compiled: `dist/test/chaos/server.js`. */
    private readonly file: string,
    private readonly environment: Record<string, string>,
  ) {}

  async start(): Promise<void> {
    const env = { PATH: process.env['PATH'] ?? '', ...this.environment };
    const child = spawn(process.execPath, [this.file], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child = child;
    const ended = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`the API ended by itself (${String(code ?? signal)}):\n${this.lines.join('\n')}`);
    });
    const ready = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr])
        createInterface({ input: stream }).on(
          'line',
          (line) => (this.keep(line), line.startsWith('ready ') && resolve()),
        );
    });
    const tooLate = delay(START_LIMIT_MS, undefined, { ref: false }).then(() => {
      throw new Error(`the API did not start within ${START_LIMIT_MS} ms:\n${this.lines.join('\n')}`);
    });
    await Promise.race([ready, ended, tooLate]);
    tooLate.catch(() => {});
    // From now on it ends because we kill it.
    ended.catch(() => {});
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
