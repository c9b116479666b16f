import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';

export interface LastRun {
  task: string;
  startedAt: Date;
  finishedAt: Date | null;
  outcome: Record<string, unknown> | null;
}

@Injectable()
export class ScheduledRunsRepository {
  constructor(private readonly database: Database) {}

  /** False when another process has this run, or has done it. One that was begun before `staleBefore` and not finished is taken over. */
  async claim(task: string, slot: Date, startedAt: Date, staleBefore: Date): Promise<boolean> {
    const claimed = await this.database.run(
      `INSERT INTO scheduled_runs AS run (task, slot, started_at) VALUES ($1, $2, $3)
       ON CONFLICT (task, slot) DO UPDATE SET started_at = EXCLUDED.started_at
       WHERE run.finished_at IS NULL AND run.started_at < $4`,
      [task, slot, startedAt, staleBefore],
    );
    return claimed === 1;
  }

  async finish(task: string, slot: Date, finishedAt: Date, outcome: Record<string, unknown>): Promise<void> {
    await this.database.run(`UPDATE scheduled_runs SET finished_at = $3, outcome = $4 WHERE task = $1 AND slot = $2`, [
      task,
      slot,
      finishedAt,
      JSON.stringify(outcome),
    ]);
  }

  lastRuns(): Promise<LastRun[]> {
    return this.database.query<LastRun>(
      `SELECT DISTINCT ON (task) task, started_at AS "startedAt", finished_at AS "finishedAt", outcome
       FROM scheduled_runs ORDER BY task, slot DESC`,
    );
  }
}
