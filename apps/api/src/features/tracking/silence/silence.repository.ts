import { Injectable } from '@nestjs/common';
import { silentJobs } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { bigint, type RowOf } from '../../../platform/database/sql-types.js';
import { pick } from '../../../platform/database/shapes.js';
import { statement } from '../../../platform/database/statement.js';

const NOTICE = statement({
  takes: [silentJobs.jobId, silentJobs.lastHeardAt, silentJobs.noticedAt],
  text: `INSERT INTO silent_jobs (job_id, last_heard_at, noticed_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
});

const END = statement({
  takes: [silentJobs.jobId],
  gives: { since: silentJobs.lastHeardAt },
  text: (row) => `DELETE FROM silent_jobs WHERE job_id = $1 RETURNING ${row}`,
});

const SINCE = statement({
  name: 'silence_since',
  takes: [silentJobs.jobId],
  gives: { since: silentJobs.lastHeardAt },
  text: (row) => `SELECT ${row} FROM silent_jobs WHERE job_id = $1`,
});

const SILENT_IDS = statement({
  gives: { id: silentJobs.jobId },
  text: (row) => `SELECT ${row} FROM silent_jobs`,
});

const SILENT = {
  ...pick(silentJobs, 'jobId', 'lastHeardAt'),
  /** Of all that are silent. */
  count: bigint('count(*) OVER ()'),
};
export type SilentJob = RowOf<typeof SILENT>;

const LONGEST_SILENT = statement({
  takes: [bigint],
  gives: SILENT,
  text: (row) => `SELECT ${row} FROM silent_jobs ORDER BY last_heard_at, job_id LIMIT $1`,
});

@Injectable()
export class SilenceRepository {
  constructor(private readonly database: Database) {}

  /** False when it was noticed before. */
  async notice(jobId: string, lastHeardAt: Date, noticedAt: Date): Promise<boolean> {
    return (await this.database.run(NOTICE, [jobId, lastHeardAt, noticedAt])) === 1;
  }

  /** Since when the job was silent; null when it was not, or another process was faster. */
  async end(jobId: string): Promise<Date | null> {
    return (await this.database.row(END, [jobId]))?.since ?? null;
  }

  async since(jobId: string): Promise<Date | null> {
    return (await this.database.row(SINCE, [jobId]))?.since ?? null;
  }

  async silentIds(): Promise<string[]> {
    return (await this.database.rows(SILENT_IDS)).map(({ id }) => id);
  }

  longestSilent(limit: number): Promise<SilentJob[]> {
    return this.database.rows(LONGEST_SILENT, [limit]);
  }
}
