import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { HOUR_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { ReadHours } from '../../jobs/hours/hours-of-job.js';
import { DISPUTE_DUE, paymentEvents } from '../payments.events.js';
import { takeFromPayout, isGivenBack } from '../refunds/guards-part.js';
import { sumOfParts } from '../rows/amounts.js';
import { isAboutHours } from '../rows/hours-money.js';
import { isUnderWay, type PaymentRow, refundsOf } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { isSettled } from '../rows/payments.states.js';
import type { Turn } from '../rows/turn.js';
import { type DisputeRow, DisputesRepository, type Seen } from './disputes.repository.js';
import { canGo, isClosed, isInquiry, statusOf } from './disputes.states.js';
import { partsOfLoss } from './who-bears.js';

const LOSS_REASON = 'The bank of the card has decided the dispute for the customer.';

/** Brings a dispute, its charge and what the guard gets of it to what the bank says, from an event or a later look. */
@Injectable()
export class RecordDispute {
  constructor(
    private readonly repository: DisputesRepository,
    private readonly changes: PaymentChanges,
    private readonly hours: ReadHours,
    private readonly platform: Platform,
  ) {}

  /** @throws while a refund of ours is under way whose end decides what the bank can take. */
  async record(payment: PaymentRow, dispute: Stripe.Dispute): Promise<void> {
    await this.changes.recordOn(payment, async (charge, turn) => {
      if (!isSettled(charge.status)) throw new Error(`dispute ${dispute.id} came before its charge was recorded`);
      const before = await this.repository.byStripeId(dispute.id);
      const seen = seenOf(dispute);
      const row = before ? await this.follow(before, seen) : await this.open(charge, dispute, seen);
      if (!row) return;
      await this.apply(row, charge, turn);
      // Payouts and corrections that waited for the bank: also where no event of Stripe's has told of it.
      await this.platform.queue.publish(paymentEvents['money.due'], { jobId: charge.jobId });
    });
  }

  /** Null when there is nothing new in it. */
  private async follow(before: DisputeRow, seen: Seen): Promise<DisputeRow | null> {
    const isOther = before.isInquiry !== seen.isInquiry || before.answerBy?.getTime() !== seen.answerBy?.getTime();
    if (before.status === seen.status ? isClosed(before.status) || !isOther : !canGo(before.status, seen.status))
      return null;
    const now = this.platform.clock.now();
    const row = {
      ...before,
      ...seen,
      answeredAt: before.answeredAt ?? (seen.status === 'answered' ? now : null),
      closedAt: isClosed(seen.status) ? now : null,
    };
    // Under the lock of the job nobody else has moved it.
    if (!(await this.repository.follow(before, row))) throw new Error(`dispute ${before.id} was moved by another`);
    await this.setTerm(row);
    return row;
  }

  private async open(charge: PaymentRow, dispute: Stripe.Dispute, seen: Seen): Promise<DisputeRow> {
    const row = {
      ...seen,
      id: this.platform.ids.next(),
      paymentId: charge.id,
      jobId: charge.jobId,
      stripeDisputeId: dispute.id,
      openedAt: new Date(dispute.created * SECOND_MS),
      answeredAt: null,
      answeredBy: null,
      closedAt: isClosed(seen.status) ? this.platform.clock.now() : null,
    };
    await this.repository.add(row);
    await this.setTerm(row);
    return row;
  }

  /** When it is answered by itself, or somebody is told that they have to look. */
  private async setTerm({ id, status, answerBy }: DisputeRow): Promise<void> {
    if (status !== 'needs_answer' || !answerBy) return;
    const { DISPUTE_ANSWER_AHEAD_HOURS } = this.platform.config.rules;
    await this.platform.deadlines.set(DISPUTE_DUE, id, shift(answerBy, -DISPUTE_ANSWER_AHEAD_HOURS * HOUR_MS));
  }

  private async apply(row: DisputeRow, charge: PaymentRow, turn: Turn): Promise<void> {
    const details = { amountCents: row.amountCents, reason: row.reason };
    if (row.status === 'lost') return this.lose(row, charge, turn);
    if (row.status === 'won') {
      if (charge.status === 'disputed' && !(await this.repository.isContested(charge.id)))
        await turn.move(charge, 'succeeded', {}, { type: 'dispute.won', details });
      return this.giveBackNow(turn);
    }
    if (!row.isInquiry && charge.status === 'succeeded')
      await turn.move(charge, 'disputed', {}, { type: 'charge.disputed', details });
    if (row.status === 'answered')
      await turn.tell({ type: 'dispute.answered', details: { ...details, paymentId: charge.id } });
  }

  /** A correction that met the dispute was refused by Stripe; with the money back it need not wait for its next turn. */
  private async giveBackNow(turn: Turn): Promise<void> {
    const last = turn.rows.filter(isAboutHours).at(-1);
    if (last?.type === 'refund' && last.status === 'failed')
      await turn.note(last, { retryAt: this.platform.clock.now() });
  }

  /** What the bank took is a refund that it has made: so the parts of the job add up, and the guard's part is as of any other. */
  private async lose(row: DisputeRow, charge: PaymentRow, turn: Turn): Promise<void> {
    const refunds = refundsOf(turn.rows, charge.id);
    if (refunds.some(isUnderWay)) throw new Error(`a refund of charge ${charge.id} is under way`);
    const given = sumOfParts(refunds);
    const lostCents = Math.min(row.amountCents, charge.amountCents - given.amountCents);
    const { reason } = row;
    if (lostCents > 0) {
      const provedPercent = await this.hours.provedPercent(charge.jobId);
      const parts = partsOfLoss(charge, given, lostCents, { reason, provedPercent }, this.platform.config.rules);
      const lost = { ...parts, type: 'refund' as const, payeeId: charge.payerId, refundOf: charge.id };
      const loss = await turn.begin({ ...lost, reason: LOSS_REASON });
      const change = { disputeId: row.id, toReverseCents: await takeFromPayout(turn, loss) };
      const { amountCents, guardPayoutCents } = parts;
      const details = { amountCents, guardPayoutCents, reason };
      await turn.move(loss, 'succeeded', change, { type: 'dispute.lost', details });
    }
    const isContested = await this.repository.isContested(charge.id);
    const fresh = turn.row(charge.id);
    // Of a charge that was contested in part the rest is ours again.
    if (fresh.status === 'disputed' && !isContested)
      await turn.move(fresh, isGivenBack(turn, fresh) ? 'refunded' : 'succeeded', {});
    else if (fresh.status === 'succeeded' && isGivenBack(turn, fresh)) await turn.move(fresh, 'refunded', {});
  }
}

const seenOf = (dispute: Stripe.Dispute): Seen => ({
  status: statusOf(dispute),
  isInquiry: isInquiry(dispute),
  amountCents: dispute.amount,
  reason: dispute.reason,
  answerBy: dispute.evidence_details.due_by === null ? null : new Date(dispute.evidence_details.due_by * SECOND_MS),
});
