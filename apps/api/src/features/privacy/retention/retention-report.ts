import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import { HOUR_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { RetentionTasks } from './retention-tasks.js';

type Report = Answer<typeof api.admin.retention>['items'];

/** Dropped by the tracking feature, a partition at a time. */
const POSITIONS = {
  name: 'location-retention',
  what: 'days of positions older than thirty days are dropped',
  everyMs: HOUR_MS,
};

@Injectable()
export class RetentionReport {
  constructor(
    private readonly tasks: RetentionTasks,
    private readonly platform: Platform,
  ) {}

  async read(): Promise<Report> {
    const last = new Map((await this.platform.schedule.lastRuns()).map((run) => [run.task, run]));
    return [...this.tasks.all, POSITIONS].map(({ name, what, everyMs }) => ({
      task: name,
      what,
      everySeconds: everyMs / 1000,
      lastStartedAt: last.get(name)?.startedAt ?? null,
      lastFinishedAt: last.get(name)?.finishedAt ?? null,
      outcome: last.get(name)?.outcome ?? null,
    }));
  }
}
