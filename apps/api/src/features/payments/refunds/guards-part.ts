import { sumOfParts } from '../rows/amounts.js';
import { payoutOf, type PaymentRow, refundsOf } from '../rows/payment-row.js';
import { canMove } from '../rows/payments.states.js';
import type { Turn } from '../rows/turn.js';

/**
 * The guard's part of what goes back to the customer comes out of their payout. One that waits is made smaller; what is
 * transferred, or under way, is to be taken back.
 * @returns cents to take back.
 */
export async function takeFromPayout(turn: Turn, refund: PaymentRow): Promise<number> {
  const payout = payoutOf(turn.rows, refund.refundOf);
  if (!payout || refund.guardPayoutCents === 0) return 0;
  if (payout.status !== 'pending') return refund.guardPayoutCents;
  const left = payout.amountCents - refund.guardPayoutCents;
  if (left > 0) await turn.note(payout, { amountCents: left, guardPayoutCents: left });
  else await turn.move(payout, 'cancelled', {}, { type: 'payout.cancelled', details: {} });
  return 0;
}

/** Whether all of a charge has gone back. */
export function isGivenBack(turn: Turn, charge: PaymentRow): boolean {
  const given = refundsOf(turn.rows, charge.id).filter((row) => row.status === 'succeeded');
  return sumOfParts(given).amountCents >= charge.amountCents;
}

/** The charge of a refund that has succeeded, where nothing is left of it. */
export async function closeCharge(turn: Turn, { refundOf: chargeId }: PaymentRow): Promise<void> {
  const charge = turn.rows.find((row) => row.id === chargeId);
  if (!charge || !canMove(charge.status, 'refunded') || !isGivenBack(turn, charge)) return;
  await turn.move(charge, 'refunded', {}, { type: 'charge.refunded', details: {} });
}
