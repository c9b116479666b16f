import { Injectable } from '@nestjs/common';
import { jobBreaks, workIntervals, workKind, workRecords } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { arrayOf, instant, instants, integer, type RowOf, uuids } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import type { WorkPiece } from './work-intervals.js';

const BREAK = { beginsAt: jobBreaks.beginsAt, endsAt: jobBreaks.endsAt };
export type BreakRow = RowOf<typeof BREAK>;

const RECORD = {
  madeAt: workRecords.madeAt,
  workedMinutes: workRecords.workedMinutes,
  dueAmountCents: workRecords.dueAmountCents,
};
export type RecordRow = RowOf<typeof RECORD>;

const PIECE = {
  from: workIntervals.beginsAt,
  until: workIntervals.endsAt,
  kind: workIntervals.kind,
  fixes: workIntervals.fixes,
};

const BREAKS_OF_JOB = statement({
  name: 'breaks_of_job',
  takes: [jobBreaks.jobId],
  gives: BREAK,
  text: (row) => `SELECT ${row} FROM job_breaks WHERE job_id = $1 ORDER BY begins_at`,
});

const BEGIN_BREAK = statement({
  takes: [jobBreaks.jobId, jobBreaks.beginsAt],
  text: `INSERT INTO job_breaks (job_id, begins_at)
         SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM job_breaks WHERE job_id = $1 AND (ends_at IS NULL OR ends_at > $2))`,
});

const END_BREAK = statement({
  takes: [jobBreaks.jobId, instant],
  text: `UPDATE job_breaks SET ends_at = $2 WHERE job_id = $1 AND ends_at IS NULL AND begins_at < $2`,
});

/** A break that was not ended ends with the job; it lasts for some time even when it began in the same moment. */
const KEEP_RECORD = statement({
  name: 'work_record_keep',
  takes: [
    ...([workRecords.jobId, workRecords.madeAt, workRecords.workedMinutes, workRecords.dueAmountCents] as const),
    ...([instants, instants, arrayOf(workKind), arrayOf(integer)] as const),
  ],
  text: `
    WITH ended AS (
      UPDATE job_breaks SET ends_at = GREATEST($2, begins_at + interval '1 millisecond')
      WHERE job_id = $1 AND ends_at IS NULL
    ), record AS (
      INSERT INTO work_records (job_id, made_at, worked_minutes, due_amount_cents) VALUES ($1, $2, $3, $4)
    )
    INSERT INTO work_intervals (job_id, begins_at, ends_at, kind, fixes)
    SELECT $1, piece.* FROM unnest($5::timestamptz[], $6::timestamptz[], $7::work_kind[], $8::integer[]) AS piece`,
});

const RECORD_OF_JOB = statement({
  name: 'hours_record_of_job',
  takes: [workRecords.jobId],
  gives: RECORD,
  text: (row) => `SELECT ${row} FROM work_records WHERE job_id = $1`,
});

const PIECES_OF_JOB = statement({
  name: 'hours_pieces_of_job',
  takes: [workIntervals.jobId],
  gives: PIECE,
  text: (row) => `SELECT ${row} FROM work_intervals WHERE job_id = $1 ORDER BY begins_at`,
});

const PIECES_OF_JOBS = statement({
  takes: [uuids],
  gives: { ...PIECE, jobId: workIntervals.jobId },
  text: (row) => `SELECT ${row} FROM work_intervals WHERE job_id = ANY ($1) ORDER BY begins_at`,
});

/** Breaks and records of work. */
@Injectable()
export class HoursRepository {
  constructor(private readonly database: Database) {}

  /** In the order of time. */
  breaksOf(jobId: string): Promise<BreakRow[]> {
    return this.database.rows(BREAKS_OF_JOB, [jobId]);
  }

  /** False when one has not ended. */
  async beginBreak(jobId: string, at: Date): Promise<boolean> {
    return (await this.database.run(BEGIN_BREAK, [jobId, at])) === 1;
  }

  /** False when there is none. */
  async endBreak(jobId: string, at: Date): Promise<boolean> {
    return (await this.database.run(END_BREAK, [jobId, at])) === 1;
  }

  async keep(jobId: string, record: RecordRow, pieces: readonly WorkPiece[]): Promise<void> {
    await this.database.run(KEEP_RECORD, [
      ...([jobId, record.madeAt, record.workedMinutes, record.dueAmountCents] as const),
      ...([pieces.map(({ from }) => from), pieces.map(({ until }) => until)] as const),
      ...([pieces.map(({ kind }) => kind), pieces.map(({ fixes }) => fixes)] as const),
    ]);
  }

  /** Null while the job goes on, and for one that was cancelled. */
  recordOf(jobId: string): Promise<RecordRow | null> {
    return this.database.row(RECORD_OF_JOB, [jobId]);
  }

  /** In the order of time. */
  piecesOf(jobId: string): Promise<WorkPiece[]> {
    return this.database.rows(PIECES_OF_JOB, [jobId]);
  }

  /** The same of many jobs. */
  piecesOfAll(jobIds: readonly string[]): Promise<(WorkPiece & { jobId: string })[]> {
    return this.database.rows(PIECES_OF_JOBS, [jobIds]);
  }
}
