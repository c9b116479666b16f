import { Injectable } from '@nestjs/common';
import { pausedSearches } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';

const PAUSE = statement({
  takes: [pausedSearches.jobId, pausedSearches.pausedAt],
  text: `INSERT INTO paused_searches (job_id, paused_at) VALUES ($1, $2) ON CONFLICT (job_id) DO UPDATE SET paused_at = $2`,
});

const GO_ON = statement({
  takes: [pausedSearches.jobId],
  text: `DELETE FROM paused_searches WHERE job_id = $1`,
});

const IS_PAUSED = statement({
  takes: [pausedSearches.jobId],
  gives: { jobId: pausedSearches.jobId },
  text: (row) => `SELECT ${row} FROM paused_searches WHERE job_id = $1`,
});

/** Searches that wait until the money of a changed job is in order. */
@Injectable()
export class PausedSearchesRepository {
  constructor(private readonly database: Database) {}

  async pause(jobId: string, at: Date): Promise<void> {
    await this.database.run(PAUSE, [jobId, at]);
  }

  async goOn(jobId: string): Promise<void> {
    await this.database.run(GO_ON, [jobId]);
  }

  async isPaused(jobId: string): Promise<boolean> {
    return (await this.database.row(IS_PAUSED, [jobId])) !== null;
  }
}
