import { Logger } from '@nestjs/common';
import { scheduledRuns } from '../../../database/tables.js';
import { Clock } from '../clock/clock.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../clock/duration.js';
import { Database } from '../database/database.js';
import { pick } from '../database/shapes.js';
import { instant, text } from '../database/sql-types.js';
import { type RowFrom, statement } from '../database/statement.js';

/** So soon what another process left is taken over, also when the next slot is a day away. */
const LOOK_EVERY_MS = 10 * MINUTE_MS;
/** Longer than any work takes: who has not finished by then was stopped, or failed. */
const STALE_MS = HOUR_MS;
/** What runs once a day has run within it. */
const LOOKED_BACK_MS = 2 * DAY_MS;

type Work = () => Promise<object>;

/** `finishedAt` null: under way, failed or stopped. */
const LAST_RUNS = statement({
  gives: pick(scheduledRuns, 'task', 'startedAt', 'finishedAt', 'outcome'),
  text: (row) => `SELECT DISTINCT ON (task) ${row} FROM scheduled_runs ORDER BY task, slot DESC`,
});
const FAILING = statement({
  takes: [scheduledRuns.startedAt, scheduledRuns.startedAt],
  gives: { task: text('last.task'), startedAt: instant('last.started_at') },
  text: (row) => `
    SELECT ${row} FROM (
      SELECT DISTINCT ON (task) * FROM scheduled_runs WHERE started_at > $1
        AND (finished_at IS NOT NULL OR started_at < $2)
      ORDER BY task, slot DESC) last
    WHERE last.finished_at IS NULL OR COALESCE(last.outcome -> 'failed', '0') NOT IN ('0', '{}', '[]') ORDER BY last.task`,
});
export type LastRun = RowFrom<typeof LAST_RUNS>;

/**
 * Regular work, once for all processes: whoever writes the row of the slot does the work of it. What a process that died or
 * failed has left is taken over an hour later or in the next slot, so the work must be able to begin anew. After a time when no
 * process ran, the next start makes up for it at once.
 */
export class Schedule {
  private readonly logger = new Logger('schedule');
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<unknown>>();
  private ending = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    /** Else what is regular is done by processes of another role. */
    private readonly isWorker: boolean,
  ) {}

  /**
   * The process wants to end. Work over many things asks between two of them and breaks off: thousands after an outage take
   * minutes, for which nobody waits. Its slot is given back, so that the next process does the rest at once.
   */
  get isEnding(): boolean {
    return this.ending;
  }

  /** At once, because the process before this one may have died in the middle, and in every slot that follows. */
  every(intervalMs: number, task: string, work: Work): void {
    if (!this.isWorker) return;
    const run = (): void => this.follow(this.attempt(intervalMs, task, work));
    run();
    this.repeat(Math.min(intervalMs, LOOK_EVERY_MS), run);
  }

  /**
   * What every process does for itself, from one interval after now on: it looks after what it holds in memory. A round that
   * lasts longer than the interval is followed by the next one that comes; one that fails is logged.
   */
  inEveryProcess(intervalMs: number, task: string, work: () => Promise<void> | void): void {
    let isRunning = false;
    const round = async (): Promise<void> => {
      isRunning = true;
      try {
        await work();
      } catch (error) {
        this.logger.warn(`${task}: ${String(error)}`);
      } finally {
        isRunning = false;
      }
    };
    this.repeat(intervalMs, () => {
      if (!isRunning) this.follow(round());
    });
  }

  /** `runSlot` for work whose failure concerns nobody else: it is logged, and false. */
  async attempt(intervalMs: number, task: string, work: Work): Promise<boolean> {
    try {
      return await this.runSlot(intervalMs, task, work);
    } catch (error) {
      this.logger.error(`${task}: ${error instanceof Error ? error.stack : String(error)}`);
      return false;
    }
  }

  /** The work of the slot that `now` lies in; false when another process has taken it. */
  async runSlot(intervalMs: number, task: string, work: Work): Promise<boolean> {
    const now = this.clock.now();
    const slot = new Date(Math.floor(now.getTime() / intervalMs) * intervalMs);
    if (!(await this.claim(task, slot, now))) return false;
    const outcome = await work();
    if (this.ending) {
      await this.database.run(`DELETE FROM scheduled_runs WHERE task = $1 AND slot = $2`, [task, slot]);
      return true;
    }
    await this.database.run(`UPDATE scheduled_runs SET finished_at = $3, outcome = $4 WHERE task = $1 AND slot = $2`, [
      task,
      slot,
      this.clock.now(),
      JSON.stringify(outcome),
    ]);
    return true;
  }

  /** Work whose last run failed, was stopped long ago, or says itself that something `failed`; with since when. */
  async failing(): Promise<{ task: string; startedAt: Date }[]> {
    const now = this.clock.now();
    return this.database.rows(FAILING, [shift(now, -LOOKED_BACK_MS), shift(now, -STALE_MS)]);
  }

  lastRuns(): Promise<LastRun[]> {
    return this.database.rows(LAST_RUNS);
  }

  /** Nothing waits for the next round when the process wants to end. */
  private repeat(intervalMs: number, run: () => void): void {
    this.timers.push(setInterval(run, intervalMs).unref());
  }

  /** The end of the process waits for it. */
  private follow(work: Promise<unknown>): void {
    this.running.add(work);
    void work.finally(() => this.running.delete(work));
  }

  private async claim(task: string, slot: Date, now: Date): Promise<boolean> {
    const claimed = await this.database.run(
      `INSERT INTO scheduled_runs AS run (task, slot, started_at) VALUES ($1, $2, $3)
       ON CONFLICT (task, slot) DO UPDATE SET started_at = EXCLUDED.started_at
       WHERE run.finished_at IS NULL AND run.started_at < $4`,
      [task, slot, now, shift(now, -STALE_MS)],
    );
    return claimed === 1;
  }

  /** Begins nothing more by itself, and lets what runs come to its end. */
  async rest(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.running);
  }

  /** Begins nothing more, and lets what runs come to where it can be left. */
  close(): Promise<void> {
    this.ending = true;
    return this.rest();
  }
}
