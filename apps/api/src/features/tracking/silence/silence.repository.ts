import { Injectable } from '@nestjs/common';
import { locationHistory, silentJobs } from '../../../../database/tables.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { bigint, instant, instants, type RowOf, uuid, uuids } from '../../../platform/database/sql-types.js';
import { pick } from '../../../platform/database/shapes.js';
import { statement } from '../../../platform/database/statement.js';

/** A job under way, and since when its guard must have been heard of. */
export interface Watched {
  jobId: string;
  guardId: string;
  since: Date;
}

const LAST_FIXES = statement({
  name: 'silence_last_fixes',
  takes: [uuids, uuids, instants],
  gives: { jobId: uuid('last.job_id'), at: instant('last.recorded_at') },
  text: (row) => `
    SELECT ${row} FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS w (job_id, guard_id, since)
    CROSS JOIN LATERAL (
      SELECT h.job_id, h.recorded_at FROM location_history h
      WHERE h.guard_id = w.guard_id AND h.job_id = w.job_id AND h.recorded_at >= w.since
      ORDER BY h.recorded_at DESC LIMIT 1) AS last`,
});

const LAST_FIX = statement({
  name: 'silence_last_fix',
  takes: [locationHistory.guardId, locationHistory.jobId, instant],
  gives: { at: instant.orNull('max(recorded_at)') },
  text: (row) => `SELECT ${row} FROM location_history WHERE guard_id = $1 AND job_id = $2 AND recorded_at >= $3`,
});

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
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** The time of each one's newest fix, by job; those without any are left out. */
  async lastFixes(watched: readonly Watched[]): Promise<Map<string, Date>> {
    if (this.config.historyIsDistributed) return this.lastFixesOneByOne(watched);
    const rows = await this.database.rows(LAST_FIXES, [
      watched.map(({ jobId }) => jobId),
      watched.map(({ guardId }) => guardId),
      watched.map(({ since }) => since),
    ]);
    return new Map(rows.map(({ jobId, at }) => [jobId, at]));
  }

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

  private async lastFixesOneByOne(watched: readonly Watched[]): Promise<Map<string, Date>> {
    const last = new Map<string, Date>();
    for (const { jobId, guardId, since } of watched) {
      const row = await this.database.row(LAST_FIX, [guardId, jobId, since]);
      if (row?.at) last.set(jobId, row.at);
    }
    return last;
  }
}
