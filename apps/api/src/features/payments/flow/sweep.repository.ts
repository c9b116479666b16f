import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';

/** What the sweep looks for. Each question is answered from a partial index that holds little else. */
@Injectable()
export class SweepRepository {
  constructor(private readonly database: Database) {}

  /** Attempts that nothing was heard of since `before` and that wait for nothing, the oldest first. */
  withUnknownOutcome(before: Date, now: Date): Promise<string[]> {
    return this.jobIds(
      `SELECT job_id FROM payments WHERE status IN ('pending', 'processing') AND updated_at < $1
         AND (retry_at IS NULL OR retry_at <= $2)
       GROUP BY job_id ORDER BY min(updated_at)`,
      [before, now],
    );
  }

  /** Refunds whose part of the payout was not taken back. */
  withReversalOwed(before: Date): Promise<string[]> {
    return this.jobIds(
      `SELECT DISTINCT job_id FROM payments
       WHERE payment_type = 'refund' AND to_reverse_cents > 0 AND updated_at < $1`,
      [before],
    );
  }

  /** Holds that stand; `isSpare`: not (any more) the one of the job. */
  held(before: Date): Promise<{ jobId: string; isSpare: boolean; endsAt: Date | null }[]> {
    return this.database.query(
      `SELECT job_id AS "jobId", NOT is_current AS "isSpare", capture_before AS "endsAt"
       FROM payments WHERE status = 'authorized' AND updated_at < $1`,
      [before],
    );
  }

  /** Whether money from or to this person is still on its way, or contested. */
  async hasOpenMoney(userId: string): Promise<boolean> {
    const open = await this.database.query(
      `SELECT 1 FROM payments WHERE (payer_id = $1 OR payee_id = $1)
         AND status IN ('pending', 'processing', 'authorized', 'disputed') LIMIT 1`,
      [userId],
    );
    return open.length > 0;
  }

  /** Of these jobs, those without a charge that is held, under way or taken. */
  withoutLiveCharge(jobIds: readonly string[]): Promise<string[]> {
    return this.jobIds(
      `SELECT id AS job_id FROM unnest($1::uuid[]) AS job (id)
       WHERE NOT EXISTS (SELECT FROM payments WHERE job_id = job.id AND payment_type = 'charge' AND is_current
                           AND status NOT IN ('failed', 'cancelled'))`,
      [jobIds],
    );
  }

  /** Jobs whose charges were all refused or let go, the last of them in this time. */
  refused(since: Date, before: Date): Promise<string[]> {
    return this.jobIds(
      `SELECT job_id FROM payments
       WHERE payment_type = 'charge' AND is_current AND created_at >= $1
       GROUP BY job_id
       HAVING bool_and(status IN ('failed', 'cancelled')) AND max(updated_at) < $2`,
      [since, before],
    );
  }

  private async jobIds(text: string, values: unknown[]): Promise<string[]> {
    return (await this.database.query<{ job_id: string }>(text, values)).map((row) => row.job_id);
  }
}
