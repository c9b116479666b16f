import { Injectable } from '@nestjs/common';
import { CARD_NEEDS_OWNER } from '@aegis/contract';
import { HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { ProposedTerms } from '../../jobs/editing/proposed-terms.js';
import { hasEnded } from '../rows/amounts.js';
import { isOfBooking, isOver, type PaymentRow } from '../rows/payment-row.js';
import type { BookedJob } from '../../jobs/jobs.service.js';
import type { Turn } from '../rows/turn.js';

export interface Refusal {
  code: string;
  /** In the words of the card's bank or of Stripe: they are meant for the customer. */
  message: string;
  intentId: string | null;
}

export const NO_CARD: Refusal = {
  code: 'no_card',
  message: 'There is no saved card to hold the price on.',
  intentId: null,
};

/** Writes down that a card was refused, and until when the customer can give another one before the job is cancelled. */
@Injectable()
export class RefuseHold {
  constructor(
    private readonly terms: ProposedTerms,
    private readonly platform: Platform,
  ) {}

  async refuse(turn: Turn, charge: PaymentRow, { code, message, intentId }: Refusal): Promise<void> {
    if (charge.status !== 'pending') return;
    const mendBy = isOfBooking(charge) ? this.mendBy(turn) : null;
    const isOwnerAsked = code === CARD_NEEDS_OWNER;
    const isNew = mendBy !== null && !turn.rows.some((row) => row.mendBy?.getTime() === mendBy.getTime());
    const change = { failureCode: code, failureMessage: message, stripePaymentIntentId: intentId, mendBy };
    // Why is on the row, which shows it to its owner alone: the timeline is read by the other party of the job too.
    const refused = await turn.move(charge, 'failed', change, {
      type: toldOf(charge, code, turn.job),
      details: isOwnerAsked && mendBy ? { at: mendBy.toISOString() } : {},
    });
    // They have given another card meanwhile: it is asked at once.
    if (charge.retryAt) await turn.note(refused, { retryAt: charge.retryAt });
    if (isOwed(charge, turn)) await turn.tell({ type: 'charge.owed', details: owedBy(charge) });
    if (charge.forProposal) await this.terms.lapse(charge.jobId);
    if (isNew && !isOwnerAsked) await turn.tell({ type: 'hold.mend_by', details: { at: mendBy.toISOString() } });
  }

  /** A day, less when the start is nearer; a further card that is refused does not make it longer. */
  private mendBy({ job, rows }: Turn): Date | null {
    if (job.status !== 'requested' && job.status !== 'matched') return null;
    const last = rows.filter((row) => isOfBooking(row) && isOver(row.status)).at(-1);
    if (last?.status === 'failed' && last.mendBy) return last.mendBy;
    const latest = shift(this.platform.clock.now(), this.platform.config.rules.HOLD_MEND_HOURS * HOUR_MS);
    return job.startTime < latest ? job.startTime : latest;
  }
}

/**
 * Not a refusal in the words of people where the bank only wants to ask its customer, who was not there. What is due after the end
 * is no hold: the work is done, and its price is owed.
 */
function toldOf(charge: PaymentRow, code: string, job: BookedJob) {
  if (code === CARD_NEEDS_OWNER) return 'charge.needs_owner';
  if (!charge.isCurrent) return 'hold.replacement_failed';
  return isOfBooking(charge) && !hasEnded(job) ? 'hold.failed' : 'charge.failed';
}

/** Told once, with the first refusal after the end, however often the card is asked. */
function isOwed(charge: PaymentRow, { job, rows }: Turn): boolean {
  if (!isOfBooking(charge) || !hasEnded(job) || !job.endedAt) return false;
  const { endedAt } = job;
  return !rows.some((row) => row.id !== charge.id && isOfBooking(row) && row.failedAt && row.failedAt >= endedAt);
}

const owedBy = ({ id, amountCents }: PaymentRow): { paymentId: string; amountCents: number } => ({
  paymentId: id,
  amountCents,
});
