import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';

/** A job under way, and since when its guard must have been heard of. */
export interface Watched {
  jobId: string;
  guardId: string;
  since: Date;
}

const LAST_FIX = `SELECT max(recorded_at) AS at FROM location_history
  WHERE guard_id = $1 AND job_id = $2 AND recorded_at >= $3`;

@Injectable()
export class SilenceRepository {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** The time of each one's newest fix, by job; those without any are left out. */
  async lastFixes(watched: readonly Watched[]): Promise<Map<string, Date>> {
    if (this.config.historyIsDistributed) return this.lastFixesOneByOne(watched);
    const rows = await this.database.query<{ jobId: string; at: Date }>(
      {
        name: 'silence_last_fixes',
        text: `SELECT w.job_id AS "jobId", last.recorded_at AS at
               FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS w (job_id, guard_id, since)
               CROSS JOIN LATERAL (
                 SELECT h.recorded_at FROM location_history h
                 WHERE h.guard_id = w.guard_id AND h.job_id = w.job_id AND h.recorded_at >= w.since
                 ORDER BY h.recorded_at DESC LIMIT 1) AS last`,
      },
      [watched.map(({ jobId }) => jobId), watched.map(({ guardId }) => guardId), watched.map(({ since }) => since)],
    );
    return new Map(rows.map(({ jobId, at }) => [jobId, at]));
  }

  /** False when it was noticed before. */
  async notice(jobId: string, lastHeardAt: Date, noticedAt: Date): Promise<boolean> {
    const noticed = await this.database.run(
      `INSERT INTO silent_jobs (job_id, last_heard_at, noticed_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [jobId, lastHeardAt, noticedAt],
    );
    return noticed === 1;
  }

  /** Since when the job was silent; null when it was not, or another process was faster. */
  async end(jobId: string): Promise<Date | null> {
    const [row] = await this.database.query<{ since: Date }>(
      `DELETE FROM silent_jobs WHERE job_id = $1 RETURNING last_heard_at AS since`,
      [jobId],
    );
    return row?.since ?? null;
  }

  async since(jobId: string): Promise<Date | null> {
    const [row] = await this.database.query<{ since: Date }>(
      { name: 'silence_since', text: `SELECT last_heard_at AS since FROM silent_jobs WHERE job_id = $1` },
      [jobId],
    );
    return row?.since ?? null;
  }

  async silentIds(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(`SELECT job_id AS id FROM silent_jobs`);
    return rows.map(({ id }) => id);
  }

  private async lastFixesOneByOne(watched: readonly Watched[]): Promise<Map<string, Date>> {
    const last = new Map<string, Date>();
    for (const { jobId, guardId, since } of watched) {
      const statement = { name: 'silence_last_fix', text: LAST_FIX };
      const [row] = await this.database.query<{ at: Date | null }>(statement, [guardId, jobId, since]);
      if (row?.at) last.set(jobId, row.at);
    }
    return last;
  }
}
