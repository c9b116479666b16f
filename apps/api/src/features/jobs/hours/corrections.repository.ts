import { Injectable } from '@nestjs/common';
import { corrections, jobs, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { aliased } from '../../../platform/database/shapes.js';
import { instant, integer, type RowOf, uuid } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { changedBy, JOB, type JobRow } from '../job-rows.js';

const asker = aliased(users, 'asker');
const { updatedAt: _, ...columns } = aliased(corrections, 'c');
const CORRECTION = { ...columns, askedByRole: asker.role };
export type CorrectionRow = RowOf<typeof CORRECTION>;
export type NewCorrection = Pick<
  CorrectionRow,
  'id' | 'jobId' | 'askedBy' | 'kind' | 'fromMinutes' | 'toMinutes' | 'fromCents' | 'toCents' | 'reason' | 'askedAt'
> &
  Pick<CorrectionRow, 'answerBy'>;

const FROM_CORRECTIONS = 'FROM corrections c JOIN users asker ON asker.id = c.asked_by';

const ASK = statement({
  takes: [
    ...([corrections.id, corrections.jobId, corrections.askedBy, corrections.kind] as const),
    ...([corrections.fromMinutes, corrections.toMinutes, corrections.fromCents, corrections.toCents] as const),
    ...([corrections.reason, corrections.askedAt, corrections.answerBy] as const),
  ],
  text: `
    INSERT INTO corrections (id, job_id, asked_by, kind, from_minutes, to_minutes, from_cents, to_cents, reason, asked_at,
      answer_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (job_id) WHERE status IN ('asked', 'to_decide') DO NOTHING`,
});

const CORRECTION_BY_ID = statement({
  takes: [corrections.id],
  gives: CORRECTION,
  text: (row) => `SELECT ${row} ${FROM_CORRECTIONS} WHERE c.id = $1`,
});

const CORRECTIONS_OF_JOB = statement({
  name: 'corrections_of_job',
  takes: [corrections.jobId],
  gives: CORRECTION,
  text: (row) => `SELECT ${row} ${FROM_CORRECTIONS} WHERE c.job_id = $1 ORDER BY c.asked_at, c.id LIMIT 100`,
});

const TO_DECIDE = statement({
  takes: [integer],
  gives: CORRECTION,
  text: (row) => `SELECT ${row} ${FROM_CORRECTIONS} WHERE c.status = 'to_decide' ORDER BY c.asked_at, c.id LIMIT $1`,
});

const COUNT_TO_DECIDE = statement({
  takes: [],
  gives: { count: integer('count(*)::integer') },
  text: (row) => `SELECT ${row} FROM corrections WHERE status = 'to_decide'`,
});

const ANSWER = statement({
  takes: [corrections.id, corrections.status, corrections.status, instant.orNull, corrections.answerReason],
  gives: { id: uuid('id') },
  text: (row) =>
    `UPDATE corrections SET status = $3, answered_at = $4, answer_reason = $5 WHERE id = $1 AND status = $2 RETURNING ${row}`,
});

const DECIDE = statement({
  takes: [
    ...([corrections.id, corrections.decidedBy, instant] as const),
    ...([integer, integer, corrections.reason] as const),
  ],
  text: `
    UPDATE corrections SET status = 'decided', decided_by = $2, decided_at = $3, decided_minutes = $4, decided_cents = $5,
      decision_reason = $6
    WHERE id = $1 AND status = 'to_decide'`,
});

/** $2: the minutes that were read, which must still be those that count. */
const CORRECT_HOURS = statement({
  takes: [jobs.id, integer, integer, integer],
  gives: JOB,
  text: (row) =>
    changedBy(
      `UPDATE jobs SET worked_minutes = $3, due_amount_cents = $4,
         agreed_cents = CASE WHEN $4 > total_amount_cents THEN $4 ELSE agreed_cents END
       WHERE id = $1 AND status = 'completed' AND worked_minutes = $2`,
      row,
    ),
});

/** What was asked about the hours of jobs that have ended, and what came of it. */
@Injectable()
export class CorrectionsRepository {
  constructor(private readonly database: Database) {}

  /** False when another correction of this job waits for an answer or a decision. */
  async ask(asked: NewCorrection): Promise<boolean> {
    const inserted = await this.database.run(ASK, [
      ...([asked.id, asked.jobId, asked.askedBy, asked.kind] as const),
      ...([asked.fromMinutes, asked.toMinutes, asked.fromCents, asked.toCents] as const),
      ...([asked.reason, asked.askedAt, asked.answerBy] as const),
    ]);
    return inserted === 1;
  }

  byId(id: string): Promise<CorrectionRow | null> {
    return this.database.row(CORRECTION_BY_ID, [id]);
  }

  /** Oldest first. */
  ofJob(jobId: string): Promise<CorrectionRow[]> {
    return this.database.rows(CORRECTIONS_OF_JOB, [jobId]);
  }

  /** The oldest first. */
  toDecide(most: number): Promise<CorrectionRow[]> {
    return this.database.rows(TO_DECIDE, [most]);
  }

  async countToDecide(): Promise<number> {
    return (await this.database.row(COUNT_TO_DECIDE, []))?.count ?? 0;
  }

  /** False when it has left the state `from`. */
  async answer(
    { id, status }: Pick<CorrectionRow, 'id' | 'status'>,
    to: 'agreed' | 'to_decide' | 'withdrawn',
    { at, reason }: { at: Date | null; reason: string | null },
  ): Promise<boolean> {
    return (await this.database.row(ANSWER, [id, status, to, at, reason])) !== null;
  }

  /** False when it is not to be decided (any more). */
  async decide(
    id: string,
    { by, at, minutes, cents, reason }: { by: string; at: Date; minutes: number; cents: number; reason: string },
  ): Promise<boolean> {
    return (await this.database.run(DECIDE, [id, by, at, minutes, cents, reason])) === 1;
  }

  /** The job as it is then; null when other minutes count by now. */
  correctHours(jobId: string, fromMinutes: number, toMinutes: number, dueCents: number): Promise<JobRow | null> {
    return this.database.row(CORRECT_HOURS, [jobId, fromMinutes, toMinutes, dueCents]);
  }
}
