import { Injectable } from '@nestjs/common';
import type { JobStatus, Position } from '@aegis/contract';
import { Database, type PreparedStatement } from '../../platform/database/database.js';
import { pointOf } from '../../platform/database/geography.js';

/**
 * Every change of a job's status: one guarded UPDATE each. False means that the job was not in the state the change starts
 * from, and nothing was changed.
 */
@Injectable()
export class JobTransitionsRepository {
  constructor(private readonly database: Database) {}

  /** requested -> matched. The exclusion constraint jobs_no_overlap_per_guard refuses a second job at the same time. */
  assign(jobId: string, guardId: string, at: Date): Promise<boolean> {
    return this.move(
      {
        name: 'job_assign',
        text: `UPDATE jobs SET status = 'matched', guard_id = $2, matched_at = $3 WHERE id = $1 AND status = 'requested'`,
      },
      [jobId, guardId, at],
    );
  }

  /** matched -> requested, taken from the guard who holds it. */
  reopen(jobId: string, guardId: string): Promise<boolean> {
    return this.move(
      {
        name: 'job_reopen',
        text: `UPDATE jobs SET status = 'requested', guard_id = NULL, matched_at = NULL
               WHERE id = $1 AND status = 'matched' AND guard_id = $2`,
      },
      [jobId, guardId],
    );
  }

  /** matched -> in_progress. */
  start(jobId: string, guardId: string, at: Date, location: Position): Promise<boolean> {
    return this.move(
      {
        name: 'job_start',
        text: `UPDATE jobs SET status = 'in_progress', started_at = $3,
                 check_in_location = ${pointOf(4, 5)}
               WHERE id = $1 AND status = 'matched' AND guard_id = $2`,
      },
      [jobId, guardId, at, location.lng, location.lat],
    );
  }

  /** in_progress -> completed. */
  complete(
    jobId: string,
    guardId: string,
    work: { at: Date; location: Position; workedMinutes: number; dueAmountCents: number },
  ): Promise<boolean> {
    return this.move(
      {
        name: 'job_complete',
        text: `UPDATE jobs SET status = 'completed', completed_at = $3,
                 check_out_location = ${pointOf(4, 5)},
                 worked_minutes = $6, due_amount_cents = $7
               WHERE id = $1 AND status = 'in_progress' AND guard_id = $2`,
      },
      [jobId, guardId, work.at, work.location.lng, work.location.lat, work.workedMinutes, work.dueAmountCents],
    );
  }

  /** `from` -> cancelled. */
  cancel(
    jobId: string,
    from: JobStatus,
    cancellation: { at: Date; by: string | null; reason: string; dueAmountCents: number; workedMinutes: number | null },
  ): Promise<boolean> {
    return this.move(
      {
        name: 'job_cancel',
        text: `UPDATE jobs SET status = 'cancelled', cancelled_at = $3, cancelled_by = $4, cancellation_reason = $5,
                 due_amount_cents = $6, worked_minutes = $7
               WHERE id = $1 AND status = $2`,
      },
      [
        jobId,
        from,
        cancellation.at,
        cancellation.by,
        cancellation.reason,
        cancellation.dueAmountCents,
        cancellation.workedMinutes,
      ],
    );
  }

  private async move(statement: PreparedStatement, values: unknown[]): Promise<boolean> {
    return (await this.database.run(statement, values)) === 1;
  }
}
