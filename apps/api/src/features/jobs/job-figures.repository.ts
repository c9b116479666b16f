import { Injectable } from '@nestjs/common';
import { openJobStatus } from '@aegis/contract';
import { jobs } from '../../../database/tables.js';
import { Database } from '../../platform/database/database.js';
import { position } from '../../platform/database/geography.js';
import { pick } from '../../platform/database/shapes.js';
import { bigint, double, instant, instants, integer, oneOf, type RowOf } from '../../platform/database/sql-types.js';
import { statement } from '../../platform/database/statement.js';

const openStatus = oneOf('job_status', openJobStatus.options)('status');

const JOBS_OF_DAY = {
  /** From 1: which of the days. */
  day: integer('width_bucket(requested_at, $1)'),
  status: jobs.status,
  jobs: bigint('count(*)'),
};

const BY_DAY = statement({
  name: 'job_figures_by_day',
  takes: [instants, instant, instant],
  gives: JOBS_OF_DAY,
  text: (row) => `SELECT ${row} FROM jobs WHERE requested_at >= $2 AND requested_at < $3 GROUP BY 1, 2`,
});

const SEARCHES = {
  over: bigint('count(*)'),
  matched: bigint('count(matched_at)'),
  medianWaitSeconds: double.orNull(
    `percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM matched_at - requested_at)::float8)`,
  ),
};
export type Searches = RowOf<typeof SEARCHES>;

const SEARCHES_BETWEEN = statement({
  name: 'job_figures_searches',
  takes: [instant, instant],
  gives: SEARCHES,
  text: (row) => `SELECT ${row} FROM jobs WHERE requested_at >= $1 AND requested_at < $2 AND status <> 'requested'`,
});

const OPEN = { status: openStatus, jobs: bigint('count(*)') };

const OPEN_BY_STATUS = statement({
  name: 'job_figures_open',
  gives: OPEN,
  text: (row) => `SELECT ${row} FROM jobs WHERE status IN ('requested', 'matched', 'in_progress') GROUP BY status`,
});

const JOB_ON_MAP = {
  ...pick(jobs, 'id', 'title'),
  status: openStatus,
  location: position(jobs.locationCoordinates),
};
export type JobOnMap = RowOf<typeof JOB_ON_MAP>;

const ON_MAP = statement({
  name: 'job_figures_on_map',
  takes: [bigint],
  gives: JOB_ON_MAP,
  text: (row) =>
    `SELECT ${row} FROM jobs WHERE status IN ('requested', 'matched', 'in_progress') ORDER BY start_time, id LIMIT $1`,
});

/** Figures over all jobs. Each is one statement that reads as much as it tells of, not as much as there is. */
@Injectable()
export class JobFiguresRepository {
  constructor(private readonly database: Database) {}

  /**
   * Jobs by the day they were booked on and their state now; days and states without jobs are left out.
   * @param bounds first moments of the days in order, and the end of the last
   */
  async byDay(bounds: readonly Date[]): Promise<RowOf<typeof JOBS_OF_DAY>[]> {
    const [from, until] = [bounds[0], bounds.at(-1)];
    return from && until ? this.database.rows(BY_DAY, [bounds, from, until]) : [];
  }

  /** Of jobs booked from `from` to `until` whose search is over. */
  async searches(from: Date, until: Date): Promise<Searches> {
    const found = await this.database.row(SEARCHES_BETWEEN, [from, until]);
    return found ?? { over: 0, matched: 0, medianWaitSeconds: null };
  }

  openByStatus(): Promise<RowOf<typeof OPEN>[]> {
    return this.database.rows(OPEN_BY_STATUS);
  }

  /** Open jobs, those that start first. */
  onMap(limit: number): Promise<JobOnMap[]> {
    return this.database.rows(ON_MAP, [limit]);
  }
}
