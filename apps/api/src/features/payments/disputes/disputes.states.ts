import type { DisputeStatus } from '@aegis/contract';
import type Stripe from 'stripe';

/**
 * needs_answer: the bank waits for evidence, until `answer_by`.
 * answered: it has the evidence, and decides; it may ask again.
 * won: the money is ours. Final.
 * lost: the bank has given it to the customer for good. Final.
 *
 * The trigger disputes_keep_rules holds that ends are ends.
 */
const DISPUTE_TRANSITIONS: Readonly<Record<DisputeStatus, readonly DisputeStatus[]>> = {
  needs_answer: ['answered', 'won', 'lost'],
  answered: ['needs_answer', 'won', 'lost'],
  won: [],
  lost: [],
};

export const canGo = (from: DisputeStatus, to: DisputeStatus): boolean => DISPUTE_TRANSITIONS[from].includes(to);

export const isClosed = (status: DisputeStatus): boolean => DISPUTE_TRANSITIONS[status].length === 0;

/** An inquiry that ends without becoming a dispute (`warning_closed`) has taken nothing, as one that was prevented. */
const SEEN: Readonly<Record<string, DisputeStatus | undefined>> = {
  needs_response: 'needs_answer',
  under_review: 'answered',
  warning_needs_response: 'needs_answer',
  warning_under_review: 'answered',
  warning_closed: 'won',
  prevented: 'won',
  won: 'won',
  lost: 'lost',
  // The money is gone meanwhile. A bank that changes its mind is in reconciliation, as money about no job.
  appeal_needs_response: 'lost',
  appeal_under_review: 'lost',
};

/** @throws for a state that is newer than this: guessing would move money. */
export function statusOf({ id, status }: Stripe.Dispute): DisputeStatus {
  const seen = SEEN[status];
  if (!seen) throw new Error(`dispute ${id} is in a state that is not known here: ${status}`);
  return seen;
}

/** The bank only asks: it has taken nothing yet. */
export const isInquiry = ({ status }: Stripe.Dispute): boolean => status.startsWith('warning_');
