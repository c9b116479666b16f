import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { DAY_MS, shift } from '../clock/duration.js';
import { Database } from '../database/database.js';

/** How long it is kept what a run came to. */
const RUNS_KEPT_MS = 30 * DAY_MS;

type Work = () => Promise<object>;

/**
 * Regular work, once for all processes: whoever writes the row of the slot does the work of it. A process that dies in the
 * middle leaves the rest to the next slot, so the work must be able to begin anew.
 */
@Injectable()
export class Schedule implements OnApplicationShutdown {
  private readonly logger = new Logger('schedule');
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** At once, because the process before this one may have died in the middle, and in every slot that follows. */
  every(intervalMs: number, task: string, work: Work): void {
    const run = (): void => {
      const attempt = this.attempt(intervalMs, task, work);
      this.running.add(attempt);
      void attempt.finally(() => this.running.delete(attempt));
    };
    run();
    // Nothing waits for the next slot when the process wants to end.
    this.timers.push(setInterval(run, intervalMs).unref());
  }

  /** What fails is begun anew in the next slot. */
  private async attempt(intervalMs: number, task: string, work: Work): Promise<void> {
    try {
      await this.runSlot(intervalMs, task, work);
    } catch (error) {
      this.logger.error(`${task}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }

  /** The work of the slot that `now` lies in; false when another process has taken it. */
  async runSlot(intervalMs: number, task: string, work: Work): Promise<boolean> {
    const now = this.clock.now();
    const slot = new Date(Math.floor(now.getTime() / intervalMs) * intervalMs);
    const claimed = await this.database.run(
      `INSERT INTO scheduled_runs (task, slot, started_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [task, slot, now],
    );
    if (claimed === 0) return false;
    const outcome = await work();
    await this.database.run(`UPDATE scheduled_runs SET finished_at = $3, outcome = $4 WHERE task = $1 AND slot = $2`, [
      task,
      slot,
      this.clock.now(),
      JSON.stringify(outcome),
    ]);
    await this.database.run(`DELETE FROM scheduled_runs WHERE task = $1 AND slot < $2`, [
      task,
      shift(slot, -RUNS_KEPT_MS),
    ]);
    return true;
  }

  /** Begins nothing new and lets what runs come to its end. */
  async onApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.running);
  }
}
