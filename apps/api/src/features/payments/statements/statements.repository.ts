import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';

interface EarningsLine {
  jobId: string;
  at: Date;
  paidCents: number;
  takenBackCents: number;
}

@Injectable()
export class StatementsRepository {
  constructor(private readonly database: Database) {}

  /** Transfers to this guard and what was taken back of them, each in the month it happened; oldest first. */
  payoutsBetween(guardId: string, from: Date, to: Date): Promise<EarningsLine[]> {
    return this.database.query(
      `SELECT job_id AS "jobId", succeeded_at AS at, amount_cents AS "paidCents", 0 AS "takenBackCents"
       FROM payments
       WHERE payee_id = $1 AND payment_type = 'payout' AND status = 'succeeded' AND succeeded_at >= $2 AND succeeded_at < $3
       UNION ALL
       SELECT refund.job_id, refund.succeeded_at, 0, refund.reversed_cents
       FROM payments refund
       JOIN payments payout ON payout.job_id = refund.job_id AND payout.payment_type = 'payout'
         AND payout.status = 'succeeded' AND payout.payee_id = $1
       WHERE refund.payment_type = 'refund' AND refund.reversed_cents > 0
         AND refund.succeeded_at >= $2 AND refund.succeeded_at < $3
       ORDER BY at`,
      [guardId, from, to],
    );
  }
}
