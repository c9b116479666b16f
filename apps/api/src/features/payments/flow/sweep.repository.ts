import { Injectable } from '@nestjs/common';
import { payments, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { boolean, instant, integer, type RowOf, uuid, uuids } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

const JOB = { jobId: payments.jobId };

const UNKNOWN_OUTCOME = statement({
  takes: [instant, instant],
  gives: JOB,
  text: (row) =>
    `SELECT ${row} FROM payments WHERE status IN ('pending', 'processing') AND updated_at < $1
       AND (retry_at IS NULL OR retry_at <= $2)
     GROUP BY job_id ORDER BY min(updated_at)`,
});

const REVERSAL_OWED = statement({
  takes: [instant],
  gives: JOB,
  text: (row) =>
    `SELECT DISTINCT ${row} FROM payments
     WHERE payment_type = 'refund' AND to_reverse_cents > 0 AND updated_at < $1`,
});

const HOLD = { ...JOB, isBeside: boolean('NOT is_current'), endsAt: payments.captureBefore };

const HELD = statement({
  takes: [instant],
  gives: HOLD,
  text: (row) => `SELECT ${row} FROM payments WHERE status = 'authorized' AND updated_at < $1`,
});

const OPEN_MONEY = statement({
  takes: [users.id],
  gives: { one: integer('1') },
  text: (row) =>
    `SELECT ${row} FROM payments WHERE (payer_id = $1 OR payee_id = $1)
       AND status IN ('pending', 'processing', 'authorized', 'disputed') LIMIT 1`,
});

const WITHOUT_LIVE_CHARGE = statement({
  takes: [uuids],
  gives: { jobId: uuid('job.id') },
  text: (row) =>
    `SELECT ${row} FROM unnest($1::uuid[]) AS job (id)
     WHERE NOT EXISTS (SELECT FROM payments WHERE job_id = job.id AND payment_type = 'charge' AND purpose = 'booking'
                         AND is_current AND status NOT IN ('failed', 'cancelled'))`,
});

const REFUSED = statement({
  takes: [instant, instant],
  gives: JOB,
  text: (row) =>
    `SELECT ${row} FROM payments
     WHERE payment_type = 'charge' AND purpose <> 'tip' AND is_current AND created_at >= $1
     GROUP BY job_id, purpose
     HAVING bool_and(status IN ('failed', 'cancelled')) AND max(updated_at) < $2`,
});

/** What the sweep looks for. Each question is answered from a partial index that holds little else. */
@Injectable()
export class SweepRepository {
  constructor(private readonly database: Database) {}

  /** Attempts that nothing was heard of since `before` and that wait for nothing, the oldest first. */
  async withUnknownOutcome(before: Date, now: Date): Promise<string[]> {
    return ids(await this.database.rows(UNKNOWN_OUTCOME, [before, now]));
  }

  /** Refunds whose part of the payout was not taken back. */
  async withReversalOwed(before: Date): Promise<string[]> {
    return ids(await this.database.rows(REVERSAL_OWED, [before]));
  }

  /** Holds that stand; `isBeside`: not (any more) the one of the job. */
  held(before: Date): Promise<RowOf<typeof HOLD>[]> {
    return this.database.rows(HELD, [before]);
  }

  /** Whether money from or to this person is still on its way, or contested. */
  async hasOpenMoney(userId: string): Promise<boolean> {
    return (await this.database.row(OPEN_MONEY, [userId])) !== null;
  }

  /** Of these jobs, those without a charge that is held, under way or taken. */
  async withoutLiveCharge(jobIds: readonly string[]): Promise<string[]> {
    return ids(await this.database.rows(WITHOUT_LIVE_CHARGE, [jobIds]));
  }

  /** Jobs whose charges for the booking, or for its hours, were all refused or let go, the last of them in this time. */
  async refused(since: Date, before: Date): Promise<string[]> {
    return ids(await this.database.rows(REFUSED, [since, before]));
  }
}

const ids = (rows: readonly RowOf<typeof JOB>[]): string[] => rows.map(({ jobId }) => jobId);
