import { Injectable } from '@nestjs/common';
import type { BoardKind } from '@aegis/contract';
import { jobs } from '../../../database/tables.js';
import { Database } from '../../platform/database/database.js';
import { pick } from '../../platform/database/shapes.js';
import { bigint, instant, type RowOf } from '../../platform/database/sql-types.js';
import { statement } from '../../platform/database/statement.js';

type JobConcernKind = Extract<BoardKind, 'unfilled' | 'guard_late' | 'left_post' | 'over_time'>;

const concerned = (since: string) => ({
  ...pick(jobs, 'id', 'title', 'startTime'),
  since: instant(since),
  /** Of all jobs of this concern. */
  count: bigint('count(*) OVER ()'),
});

const UNFILLED_ROW = concerned('COALESCE(GREATEST(requested_at, reopened_at, terms_changed_at), requested_at)');

const UNFILLED = statement({
  name: 'jobs_unfilled',
  takes: [jobs.startTime, bigint],
  gives: UNFILLED_ROW,
  text: (row) => `
    SELECT ${row} FROM jobs WHERE status = 'requested' AND start_time < $1 ORDER BY start_time, id LIMIT $2`,
});

/** Nobody is late before they could be there, as the offer said. */
const EXPECTED = `GREATEST(start_time, matched_at + make_interval(secs => COALESCE(promised_travel_seconds, 0)))`;

const LATE = statement({
  name: 'jobs_with_late_guard',
  takes: [jobs.startTime, bigint],
  gives: concerned(`COALESCE(${EXPECTED}, start_time)`),
  text: (row) => `
    SELECT ${row} FROM jobs
    WHERE status = 'matched' AND start_time <= $1 AND ${EXPECTED} <= $1 ORDER BY start_time, id LIMIT $2`,
});

const LEFT_POST = statement({
  name: 'jobs_with_left_post',
  takes: [bigint],
  gives: concerned('COALESCE(left_post_at, start_time)'),
  text: (row) => `
    SELECT ${row} FROM jobs WHERE status = 'in_progress' AND left_post_at IS NOT NULL
    ORDER BY left_post_at, id LIMIT $1`,
});

const OVER_TIME = statement({
  name: 'jobs_over_time',
  takes: [jobs.endTime, bigint],
  gives: concerned('end_time'),
  text: (row) => `
    SELECT ${row} FROM jobs WHERE status = 'in_progress' AND end_time < $1 ORDER BY end_time, id LIMIT $2`,
});

export type ConcernedJob = RowOf<typeof UNFILLED_ROW> & { kind: JobConcernKind };

/** Each statement reads the open jobs of one state (jobs_status_start_time), however many there were before. */
@Injectable()
export class JobConcernsRepository {
  constructor(private readonly database: Database) {}

  async unfilled(startBefore: Date, limit: number): Promise<ConcernedJob[]> {
    return (await this.database.rows(UNFILLED, [startBefore, limit])).map((row) => ({ kind: 'unfilled', ...row }));
  }

  /** Who was expected at `expectedBy` or earlier and has not checked in. */
  async late(expectedBy: Date, limit: number): Promise<ConcernedJob[]> {
    return (await this.database.rows(LATE, [expectedBy, limit])).map((row) => ({ kind: 'guard_late', ...row }));
  }

  /** Whose guard at work is away from the site. */
  async leftPost(limit: number): Promise<ConcernedJob[]> {
    return (await this.database.rows(LEFT_POST, [limit])).map((row) => ({ kind: 'left_post', ...row }));
  }

  async overTime(endBefore: Date, limit: number): Promise<ConcernedJob[]> {
    return (await this.database.rows(OVER_TIME, [endBefore, limit])).map((row) => ({ kind: 'over_time', ...row }));
  }
}
