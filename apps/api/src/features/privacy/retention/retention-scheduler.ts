import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { RetentionTasks } from './retention-tasks.js';

/** Gives each task to the schedule, which runs it once in its time over all processes. */
@Injectable()
export class RetentionScheduler {
  constructor(
    private readonly tasks: RetentionTasks,
    private readonly platform: Platform,
  ) {}

  /** To be called when the application is ready to act on what they begin. */
  start(): void {
    for (const { name, everyMs, run } of this.tasks.all) this.platform.schedule.every(everyMs, name, run);
  }

  /** Runs what nobody has run in its slot yet; returns the names of what this process did. */
  async runDue(): Promise<string[]> {
    const done: string[] = [];
    for (const { name, everyMs, run } of this.tasks.all)
      if (await this.platform.schedule.attempt(everyMs, name, run)) done.push(name);
    return done;
  }
}
