import type { PaymentStatus } from '@aegis/contract';

/**
 * pending: an attempt is written down; the provider may or may not have heard of it.
 * processing: money is on its way (a capture, a transfer, a refund) and its end is not known yet.
 * authorized: the amount is held on the customer's card.
 * succeeded: money moved. Its amounts and its time are fixed from here on.
 * failed: the provider refused for good; a further attempt is another row. Final.
 * cancelled: let go before money moved. Final.
 * refunded: a charge that was given back in whole, by us or by the bank after a dispute. Final.
 * disputed: the customer's bank contests the charge. It goes back to succeeded when we win, or when a part was lost; to refunded
 * when all of it was (disputes/disputes.states.ts).
 *
 * The trigger payments_keep_rules holds the same table; a test compares the two, pair by pair.
 */
export const PAYMENT_TRANSITIONS: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  pending: ['processing', 'authorized', 'succeeded', 'failed', 'cancelled'],
  processing: ['authorized', 'succeeded', 'failed', 'cancelled'],
  authorized: ['processing', 'succeeded', 'failed', 'cancelled'],
  succeeded: ['refunded', 'disputed'],
  failed: [],
  cancelled: [],
  refunded: [],
  disputed: ['succeeded', 'refunded'],
};

export const canMove = (from: PaymentStatus, to: PaymentStatus): boolean => PAYMENT_TRANSITIONS[from].includes(to);

/** Money has moved; `refunded` and `disputed` are charges that succeeded before. */
const SETTLED: readonly PaymentStatus[] = ['succeeded', 'refunded', 'disputed'];

/** The same for SQL: `status IN …`. */
export const SETTLED_STATES = `(${SETTLED.map((status) => `'${status}'`).join(', ')})`;

export const isSettled = (status: PaymentStatus): boolean => SETTLED.includes(status);
