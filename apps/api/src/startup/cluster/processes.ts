import type { Address, Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { SECOND_MS } from '../../platform/clock/duration.js';
import { LEAVE } from '../../platform/processes/messages.js';

/** Who lived for so long did not die of how it was started. */
const SOUND_AFTER_MS = 30 * SECOND_MS;
const LONGEST_WAIT_MS = 30 * SECOND_MS;
/** Longer than an orderly end takes at worst: STOP_DELAY_MS, requests under way, what runs behind them. */
const LEAVE_LIMIT_MS = 120 * SECOND_MS;

type End = [code: number | null, signal: string | null];

/** How one that is not wanted has come to its end. */
const endOf = ([code, signal]: End): string => (signal ? `was ended by ${signal}` : `ended with ${code}`);

/**
 * As many processes as wanted, all listening on one port: one that dies is started again, and all are replaced one by one, each
 * by one that listens already.
 */
export class Processes {
  private readonly serving = new Set<Worker>();
  private readonly alive = new Set<Worker>();
  /** Of all; 0 before the first listens. */
  port = 0;
  private deaths = 0;
  private ending = false;
  private replacing: Promise<void> | undefined;
  private isOutdated = false;

  /** @param fork begins a process, which listens when it is ready @param say tells the operator */
  constructor(
    private readonly fork: () => Worker,
    private readonly say: (line: string) => void,
  ) {}

  /** Those that listen. */
  get workers(): readonly Worker[] {
    return [...this.serving];
  }

  get pids(): number[] {
    return [...this.serving].map((worker) => worker.process.pid ?? 0);
  }

  /** Resolves when all serve. @throws when one of them ends before it does; the others are ended then. */
  async begin(count: number): Promise<void> {
    const starting = await Promise.allSettled(Array.from({ length: count }, () => this.start()));
    const failed = starting.find((one) => one.status === 'rejected');
    if (!failed || this.ending) return;
    await this.end('SIGTERM');
    throw failed.reason;
  }

  /** Replaces all, one after the other; once more when it is asked for meanwhile. What cannot be replaced serves on. */
  restart(): Promise<void> {
    this.isOutdated = this.replacing !== undefined;
    this.replacing ??= this.replaceAll().finally(() => {
      this.replacing = undefined;
      if (this.isOutdated) void this.restart();
    });
    return this.replacing;
  }

  /** Resolves when all have ended. */
  async end(signal: NodeJS.Signals): Promise<void> {
    this.ending = true;
    const ends = [...this.alive].map((worker) => once(worker, 'exit'));
    for (const worker of this.alive) worker.process.kill(signal);
    await Promise.all(ends);
  }

  private async start(): Promise<void> {
    const worker = this.fork();
    this.alive.add(worker);
    const over = (once(worker, 'exit') as Promise<End>).finally(() => this.alive.delete(worker));
    const tooEarly = over.then((how) => Promise.reject(new Error(`a process ${endOf(how)} before it was ready`)));
    // What goes wrong with the line to a process ends in its exit.
    worker.on('error', () => {});
    const [address] = (await Promise.race([once(worker, 'listening'), tooEarly])) as [Address];
    tooEarly.catch(() => {});
    const since = performance.now();
    this.port = address.port;
    this.serving.add(worker);
    void over.then((how) => {
      if (!this.serving.delete(worker) || this.ending) return;
      this.say(`Process ${worker.process.pid} ${endOf(how)}; another takes its place`);
      if (performance.now() - since > SOUND_AFTER_MS) this.deaths = 0;
      void this.startAgain();
    });
  }

  /** Until one serves: what it dies of may pass, as a database that is away does. */
  private async startAgain(): Promise<void> {
    for (;;) {
      // At once the first time.
      await delay(this.deaths === 0 ? 0 : Math.min(LONGEST_WAIT_MS, 2 ** this.deaths * SECOND_MS));
      this.deaths++;
      if (this.ending) return;
      try {
        await this.start();
        return this.say(`All serve: ${this.pids.join(', ')}`);
      } catch (error) {
        if (!this.ending) this.say(String(error));
      }
    }
  }

  private async replaceAll(): Promise<void> {
    for (const old of [...this.serving]) {
      if (this.ending || !this.serving.has(old)) continue;
      try {
        await this.start();
      } catch (error) {
        return this.say(`${String(error)}: the restart ends here, and those that run serve on`);
      }
      await this.leave(old);
    }
    this.say(`All are new: ${this.pids.join(', ')}`);
  }

  private async leave(old: Worker): Promise<void> {
    // It may have died meanwhile, and has been replaced then.
    if (!this.serving.delete(old)) return;
    const over = once(old, 'exit');
    const limit = setTimeout(() => old.process.kill('SIGKILL'), LEAVE_LIMIT_MS);
    old.send(LEAVE);
    await over;
    clearTimeout(limit);
  }
}
