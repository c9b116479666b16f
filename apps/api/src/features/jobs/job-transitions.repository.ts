import { Injectable } from '@nestjs/common';
import type { JobStatus } from '@aegis/contract';
import { jobs, users } from '../../../database/tables.js';
import { Database } from '../../platform/database/database.js';
import { pointOf } from '../../platform/database/geography.js';
import { double, instant } from '../../platform/database/sql-types.js';
import { statement } from '../../platform/database/statement.js';
import { changedBy, JOB, type JobEnd, type JobRow } from './job-rows.js';
import type { ProvedAt } from './site/proved-at.js';

const ASSIGN = statement({
  name: 'job_assign',
  takes: [jobs.id, users.id, jobs.matchedAt, jobs.promisedTravelSeconds],
  gives: JOB,
  text: (row) =>
    changedBy(
      `UPDATE jobs SET status = 'matched', guard_id = $2, matched_at = $3, promised_travel_seconds = $4
       WHERE id = $1 AND status = 'requested'`,
      row,
    ),
});

/** $3: the moment. What the next guard must not inherit goes. */
const BACK_IN_DISPATCH = `status = 'requested', guard_id = NULL, matched_at = NULL, promised_travel_seconds = NULL,
  reopened_at = $3, code_tries = 0, arrival_tried_at = NULL, wait_asked_at = NULL, waits_until = NULL`;

const REOPEN = statement({
  name: 'job_reopen',
  takes: [jobs.id, users.id, instant],
  gives: JOB,
  text: (row) =>
    changedBy(`UPDATE jobs SET ${BACK_IN_DISPATCH} WHERE id = $1 AND status = 'matched' AND guard_id = $2`, row),
});

const SEARCH_AGAIN = statement({
  takes: [jobs.id, instant],
  gives: JOB,
  text: (row) => changedBy(`UPDATE jobs SET reopened_at = $2 WHERE id = $1 AND status = 'requested'`, row),
});

const START = statement({
  name: 'job_start',
  takes: [jobs.id, users.id, jobs.startedAt, jobs.checkInProof, double.orNull, double.orNull],
  gives: JOB,
  text: (row) =>
    changedBy(
      `
    UPDATE jobs SET status = 'in_progress', started_at = $3, check_in_proof = $4, check_in_location = ${pointOf(5, 6)}
    WHERE id = $1 AND status = 'matched' AND guard_id = $2`,
      row,
    ),
});

const LEAVE = statement({
  takes: [jobs.id, users.id, instant],
  gives: JOB,
  text: (row) =>
    changedBy(
      `UPDATE jobs SET ${BACK_IN_DISPATCH}, started_at = NULL, check_in_proof = NULL, check_in_location = NULL,
         left_post_at = NULL
       WHERE id = $1 AND status = 'in_progress' AND guard_id = $2 AND start_time > $3`,
      row,
    ),
});

const COMPLETE = statement({
  name: 'job_complete',
  takes: [
    ...([jobs.id, users.id, jobs.completedAt, jobs.endedBy, jobs.checkOutProof] as const),
    ...([double.orNull, double.orNull, jobs.workedMinutes, jobs.dueAmountCents] as const),
  ],
  gives: JOB,
  text: (row) =>
    changedBy(
      `
    UPDATE jobs SET status = 'completed', completed_at = $3, ended_by = $4, check_out_proof = $5,
      check_out_location = ${pointOf(6, 7)},
      worked_minutes = $8, due_amount_cents = $9, left_post_at = NULL
    WHERE id = $1 AND status = 'in_progress' AND guard_id = $2`,
      row,
    ),
});

const CANCEL = statement({
  name: 'job_cancel',
  takes: [
    ...([jobs.id, jobs.status, jobs.cancelledAt, jobs.cancelledBy, jobs.cancellationReason] as const),
    ...([jobs.dueAmountCents, jobs.workedMinutes] as const),
  ],
  gives: JOB,
  text: (row) =>
    changedBy(
      `
    UPDATE jobs SET status = 'cancelled', cancelled_at = $3, cancelled_by = $4, cancellation_reason = $5,
      due_amount_cents = $6, worked_minutes = $7, left_post_at = NULL
    WHERE id = $1 AND status = $2`,
      row,
    ),
});

/**
 * Every change of a job's status: one guarded UPDATE each, which gives the job as it is after it. Null means that the job was
 * not in the state the change starts from, and nothing was changed.
 */
@Injectable()
export class JobTransitionsRepository {
  constructor(private readonly database: Database) {}

  /** requested -> matched. The exclusion constraint jobs_no_overlap_per_guard refuses a second job at the same time. */
  assign(jobId: string, guardId: string, at: Date, promisedTravelSeconds: number | null): Promise<JobRow | null> {
    return this.database.row(ASSIGN, [jobId, guardId, at, promisedTravelSeconds]);
  }

  /** matched -> requested, taken from the guard who holds it. */
  reopen(jobId: string, guardId: string, at: Date): Promise<JobRow | null> {
    return this.database.row(REOPEN, [jobId, guardId, at]);
  }

  /** Stays requested: it is searched for from now on, as if it had just been opened. */
  searchAgain(jobId: string, at: Date): Promise<JobRow | null> {
    return this.database.row(SEARCH_AGAIN, [jobId, at]);
  }

  /** matched -> in_progress. */
  start(jobId: string, guardId: string, { kind, at, location }: ProvedAt): Promise<JobRow | null> {
    return this.database.row(START, [jobId, guardId, at, kind, location?.lng ?? null, location?.lat ?? null]);
  }

  /** in_progress -> completed. */
  complete(
    jobId: string,
    guardId: string,
    work: { at: Date; endedBy: JobEnd; proof: ProvedAt | null; workedMinutes: number; dueAmountCents: number },
  ): Promise<JobRow | null> {
    const { at, endedBy, proof, workedMinutes, dueAmountCents } = work;
    const { lng = null, lat = null } = proof?.location ?? {};
    const values = [jobId, guardId, at, endedBy, proof?.kind ?? null, lng, lat, workedMinutes, dueAmountCents] as const;
    return this.database.row(COMPLETE, values);
  }

  /** in_progress -> requested: the guard has left before the job began. */
  leave(jobId: string, guardId: string, at: Date): Promise<JobRow | null> {
    return this.database.row(LEAVE, [jobId, guardId, at]);
  }

  /** `from` -> cancelled. */
  cancel(
    jobId: string,
    from: JobStatus,
    cancellation: { at: Date; by: string | null; reason: string; dueAmountCents: number; workedMinutes: number | null },
  ): Promise<JobRow | null> {
    const { at, by, reason, dueAmountCents, workedMinutes } = cancellation;
    return this.database.row(CANCEL, [jobId, from, at, by, reason, dueAmountCents, workedMinutes]);
  }
}
