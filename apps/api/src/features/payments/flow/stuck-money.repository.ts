import { Injectable } from '@nestjs/common';
import type { PaymentType } from '@aegis/contract';
import { payments } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { aliased } from '../../../platform/database/shapes.js';
import { bigint, instant, type RowOf } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

const STUCK = {
  id: payments.id,
  jobId: payments.jobId,
  type: payments.paymentType,
  since: instant('COALESCE(failed_at, updated_at)'),
};
export type StuckRow = RowOf<typeof STUCK> & { type: PaymentType };

/** What came after it has taken its place: another card, another try. */
const FAILED = statement({
  takes: [instant, bigint],
  gives: STUCK,
  text: (row) => `
    SELECT ${row} FROM payments
    WHERE status = 'failed' AND failed_at >= $1 AND is_current AND NOT EXISTS (
      SELECT FROM payments later WHERE later.job_id = payments.job_id AND later.payment_type = payments.payment_type
        AND later.is_current AND later.id <> payments.id AND later.created_at >= payments.created_at)
    ORDER BY failed_at DESC, id LIMIT $2`,
});

const UNKNOWN = statement({
  takes: [instant, instant, bigint],
  gives: STUCK,
  text: (row) => `
    SELECT ${row} FROM payments
    WHERE status IN ('pending', 'processing') AND updated_at < $1 AND NOT awaits_account
      AND (retry_at IS NULL OR retry_at <= $2)
    ORDER BY updated_at, id LIMIT $3`,
});

const CONTESTED = {
  jobId: aliased(payments, 'p').jobId,
  since: instant('d.opened_at'),
  answerBy: instant.orNull(`CASE d.status WHEN 'needs_answer' THEN d.answer_by END`),
};
export type ContestedRow = RowOf<typeof CONTESTED>;

/** What waits for an answer first. */
const DISPUTED = statement({
  takes: [bigint],
  gives: CONTESTED,
  text: (row) => `
    SELECT ${row} FROM disputes d JOIN payments p ON p.id = d.payment_id
    WHERE d.status IN ('needs_answer', 'answered')
    ORDER BY d.status, d.answer_by NULLS LAST, d.id LIMIT $1`,
});

/** Each question is answered from a partial index that holds little else. */
@Injectable()
export class StuckMoneyRepository {
  constructor(private readonly database: Database) {}

  /** Refused since then, and nothing of its kind was tried after it; the latest first. */
  failed(since: Date, limit: number): Promise<StuckRow[]> {
    return this.database.rows(FAILED, [since, limit]);
  }

  /** Begun, waiting for nothing, and nothing heard of since `before`. */
  unknown(before: Date, now: Date, limit: number): Promise<StuckRow[]> {
    return this.database.rows(UNKNOWN, [before, now, limit]);
  }

  disputed(limit: number): Promise<ContestedRow[]> {
    return this.database.rows(DISPUTED, [limit]);
  }
}
