import { Injectable } from '@nestjs/common';
import type { JobConcern, JobStatus, OpenJobStatus, Position } from '@aegis/contract';
import { Database } from '../../platform/database/database.js';
import { positionOf } from '../../platform/database/geography.js';

export interface JobsOfDay {
  /** From 1: which of the days. */
  day: number;
  status: JobStatus;
  jobs: number;
}

export interface Searches {
  over: number;
  matched: number;
  medianWaitSeconds: number | null;
}

export interface ConcernedJob {
  concern: JobConcern;
  jobId: string;
  title: string;
  startTime: Date;
  endTime: Date;
  /** Of all jobs of this concern. */
  count: number;
}

/** From which moment each state is a concern. */
export interface ConcernLimits {
  lateStartBefore: Date;
  openStartBefore: Date;
  endBefore: Date;
  /** How many jobs of each concern are named. */
  limit: number;
}

export interface JobOnMap {
  id: string;
  title: string;
  status: OpenJobStatus;
  location: Position;
}

/** Figures over all jobs. Each is one statement that reads as much as it tells of, not as much as there is. */
@Injectable()
export class JobFiguresRepository {
  constructor(private readonly database: Database) {}

  /**
   * Jobs by the day they were booked on and their state now; days and states without jobs are left out.
   * @param bounds first moments of the days in order, and the end of the last
   */
  byDay(bounds: readonly Date[]): Promise<JobsOfDay[]> {
    return this.database.query<JobsOfDay>(
      {
        name: 'job_figures_by_day',
        text: `SELECT width_bucket(requested_at, $1::timestamptz[]) AS day, status, count(*) AS jobs
               FROM jobs WHERE requested_at >= $2 AND requested_at < $3 GROUP BY 1, 2`,
      },
      [bounds, bounds[0], bounds.at(-1)],
    );
  }

  /** Of jobs booked from `from` to `until` whose search is over. */
  async searches(from: Date, until: Date): Promise<Searches> {
    const [row] = await this.database.query<Searches>(
      {
        name: 'job_figures_searches',
        text: `SELECT count(*) AS over, count(matched_at) AS matched,
                 percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM matched_at - requested_at)::float8)
                   AS "medianWaitSeconds"
               FROM jobs WHERE requested_at >= $1 AND requested_at < $2 AND status <> 'requested'`,
      },
      [from, until],
    );
    return row ?? { over: 0, matched: 0, medianWaitSeconds: null };
  }

  openByStatus(): Promise<{ status: OpenJobStatus; jobs: number }[]> {
    return this.database.query(
      {
        name: 'job_figures_open',
        text: `SELECT status, count(*) AS jobs FROM jobs WHERE status IN ('requested', 'matched', 'in_progress')
               GROUP BY status`,
      },
      [],
    );
  }

  /** By their states, whatever the number of jobs; the longest due first. */
  concerns({ lateStartBefore, openStartBefore, endBefore, limit }: ConcernLimits): Promise<ConcernedJob[]> {
    return this.database.query<ConcernedJob>(
      {
        name: 'job_figures_concerns',
        text: `SELECT concern, "jobId", title, "startTime", "endTime", count FROM (
                 ${CONCERN('guard_late', "status = 'matched' AND start_time < $1", 'start_time')}
                 UNION ALL
                 ${CONCERN('no_guard', "status = 'requested' AND start_time < $2", 'start_time')}
                 UNION ALL
                 ${CONCERN('over_time', "status = 'in_progress' AND end_time < $3", 'end_time')}
               ) AS concerned`,
      },
      [lateStartBefore, openStartBefore, endBefore, limit],
    );
  }

  /** Open jobs, those that start first. */
  onMap(limit: number): Promise<JobOnMap[]> {
    return this.database.query<JobOnMap>(
      {
        name: 'job_figures_on_map',
        text: `SELECT id, title, status, ${positionOf('location_coordinates')} AS location FROM jobs
               WHERE status IN ('requested', 'matched', 'in_progress') ORDER BY start_time, id LIMIT $1`,
      },
      [limit],
    );
  }
}

const CONCERN = (concern: JobConcern, condition: string, due: 'start_time' | 'end_time'): string =>
  `(SELECT '${concern}' AS concern, id AS "jobId", title, start_time AS "startTime", end_time AS "endTime",
      count(*) OVER () AS count
    FROM jobs WHERE ${condition} ORDER BY ${due}, id LIMIT $4)`;
