import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { ScheduledRunsRepository } from './scheduled-runs.repository.js';
import { type RetentionTask, RetentionTasks } from './retention-tasks.js';

const LOOK_EVERY_MS = 5 * MINUTE_MS;
/** Longer than any task runs: who has not finished by then was stopped. */
const STALE_MS = HOUR_MS;

/**
 * Runs each task once in its time over all processes: the first to write (task, slot) has it. After a time when no process ran,
 * the next start makes up for it at once.
 */
@Injectable()
export class RetentionScheduler implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('retention');
  private timer: NodeJS.Timeout | undefined;
  private underway: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly tasks: RetentionTasks,
    private readonly runs: ScheduledRunsRepository,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    // Nothing waits for the next look when the process wants to end.
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.underway;
  }

  /** The start's first look comes when the queue's tables are there. */
  look(): void {
    this.underway = this.underway.then(() => this.runDue()).catch((error: unknown) => this.logger.error(String(error)));
  }

  /** Runs what nobody has run in its slot yet; returns the names of what this process did. */
  async runDue(): Promise<string[]> {
    const done: string[] = [];
    for (const task of this.tasks.all) if (await this.runOnce(task)) done.push(task.name);
    return done;
  }

  /** One that fails is tried again in its next slot, and stops no other. */
  private async runOnce({ name, everyMs, run }: RetentionTask): Promise<boolean> {
    const now = this.clock.now();
    const slot = new Date(Math.floor(now.getTime() / everyMs) * everyMs);
    if (!(await this.runs.claim(name, slot, now, shift(now, -STALE_MS)))) return false;
    const outcome = await run().catch((error: unknown) => {
      this.logger.error(name, error instanceof Error ? error.stack : String(error));
      return { failed: 1 };
    });
    await this.runs.finish(name, slot, this.clock.now(), outcome);
    return true;
  }
}
