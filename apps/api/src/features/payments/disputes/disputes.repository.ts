import { Injectable } from '@nestjs/common';
import { disputes, payments } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { aliased } from '../../../platform/database/shapes.js';
import { instant, integer, type RowOf } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

const { updatedAt: _, ...columns } = aliased(disputes, 'd');
const DISPUTE = { ...columns, jobId: aliased(payments, 'p').jobId };
export type DisputeRow = RowOf<typeof DISPUTE>;
export type Seen = Pick<DisputeRow, 'status' | 'isInquiry' | 'amountCents' | 'reason' | 'answerBy'>;

const FROM_DISPUTES = 'FROM disputes d JOIN payments p ON p.id = d.payment_id';

const BY_ID = statement({
  takes: [disputes.id],
  gives: DISPUTE,
  text: (row) => `SELECT ${row} ${FROM_DISPUTES} WHERE d.id = $1`,
});

const BY_STRIPE_ID = statement({
  takes: [disputes.stripeDisputeId],
  gives: DISPUTE,
  text: (row) => `SELECT ${row} ${FROM_DISPUTES} WHERE d.stripe_dispute_id = $1`,
});

const ADD = statement({
  takes: [
    ...([disputes.id, disputes.paymentId, disputes.stripeDisputeId, disputes.status, disputes.isInquiry] as const),
    ...([disputes.amountCents, disputes.reason, disputes.openedAt, disputes.answerBy, disputes.closedAt] as const),
  ],
  text: `
    INSERT INTO disputes (id, payment_id, stripe_dispute_id, status, is_inquiry, amount_cents, reason, opened_at, answer_by,
      closed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
});

const FOLLOW = statement({
  takes: [
    ...([disputes.id, disputes.status, disputes.status, disputes.isInquiry, disputes.amountCents] as const),
    ...([disputes.reason, disputes.answerBy, disputes.answeredAt, disputes.closedAt] as const),
  ],
  text: `
    UPDATE disputes SET status = $3, is_inquiry = $4, amount_cents = $5, reason = $6, answer_by = $7,
      answered_at = COALESCE(answered_at, $8), closed_at = $9
    WHERE id = $1 AND status = $2`,
});

/** Once: who asks second finds that it is being done. */
const CLAIM_ANSWER = statement({
  takes: [disputes.id, instant, disputes.answeredBy],
  text: `UPDATE disputes SET answered_at = $2, answered_by = $3 WHERE id = $1 AND status = 'needs_answer' AND answered_at IS NULL`,
});

const OPEN_OF_CHARGE = statement({
  takes: [disputes.paymentId],
  gives: { one: integer('1') },
  text: (row) =>
    `SELECT ${row} FROM disputes
     WHERE payment_id = $1 AND NOT is_inquiry AND status IN ('needs_answer', 'answered') LIMIT 1`,
});

const WON_SINCE = statement({
  takes: [disputes.paymentId, instant],
  gives: { one: integer('1') },
  text: (row) => `SELECT ${row} FROM disputes WHERE payment_id = $1 AND status = 'won' AND closed_at >= $2 LIMIT 1`,
});

const OPEN = statement({
  takes: [integer],
  gives: DISPUTE,
  text: (row) =>
    `SELECT ${row} ${FROM_DISPUTES} WHERE d.status IN ('needs_answer', 'answered')
     ORDER BY d.answer_by NULLS LAST, d.id LIMIT $1`,
});

const ENDED = statement({
  takes: [integer],
  gives: DISPUTE,
  text: (row) =>
    `SELECT ${row} ${FROM_DISPUTES} WHERE d.status IN ('won', 'lost') ORDER BY d.closed_at DESC, d.id LIMIT $1`,
});

const CONTESTED = statement({
  takes: [integer],
  gives: { paymentId: payments.id },
  text: (row) => `SELECT ${row} FROM payments WHERE status = 'disputed' ORDER BY updated_at, id LIMIT $1`,
});

@Injectable()
export class DisputesRepository {
  constructor(private readonly database: Database) {}

  byId(id: string): Promise<DisputeRow | null> {
    return this.database.row(BY_ID, [id]);
  }

  byStripeId(stripeDisputeId: string): Promise<DisputeRow | null> {
    return this.database.row(BY_STRIPE_ID, [stripeDisputeId]);
  }

  async add(dispute: Omit<DisputeRow, 'jobId' | 'answeredAt' | 'answeredBy'>): Promise<void> {
    const { id, paymentId, stripeDisputeId, status, isInquiry, amountCents, reason } = dispute;
    const { openedAt, answerBy, closedAt } = dispute;
    await this.database.run(ADD, [
      ...([id, paymentId, stripeDisputeId, status, isInquiry] as const),
      ...([amountCents, reason, openedAt, answerBy, closedAt] as const),
    ]);
  }

  /** False when it has left the state that it was read in. */
  async follow(
    { id, status: from }: DisputeRow,
    seen: Seen & Pick<DisputeRow, 'answeredAt' | 'closedAt'>,
  ): Promise<boolean> {
    const { status, isInquiry, amountCents, reason, answerBy, answeredAt, closedAt } = seen;
    const values = [id, from, status, isInquiry, amountCents, reason, answerBy, answeredAt, closedAt] as const;
    return (await this.database.run(FOLLOW, [...values])) === 1;
  }

  /** False when it is answered, or being answered, already. */
  async claimAnswer(id: string, at: Date, by: string | null): Promise<boolean> {
    return (await this.database.run(CLAIM_ANSWER, [id, at, by])) === 1;
  }

  /** Whether a bank still contests this charge. */
  async isContested(paymentId: string): Promise<boolean> {
    return (await this.database.row(OPEN_OF_CHARGE, [paymentId])) !== null;
  }

  /** Whether we have heard since then that a bank contests this charge no more. */
  async isWonSince(paymentId: string, since: Date): Promise<boolean> {
    return (await this.database.row(WON_SINCE, [paymentId, since])) !== null;
  }

  /** The soonest term first. */
  open(limit: number): Promise<DisputeRow[]> {
    return this.database.rows(OPEN, [limit]);
  }

  /** The newest first. */
  ended(limit: number): Promise<DisputeRow[]> {
    return this.database.rows(ENDED, [limit]);
  }

  /** Charges that are contested; the longest first. */
  async contestedCharges(limit: number): Promise<string[]> {
    return (await this.database.rows(CONTESTED, [limit])).map(({ paymentId }) => paymentId);
  }
}
