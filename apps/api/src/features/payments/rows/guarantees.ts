import type { BookedJob } from '../../jobs/jobs.service.js';
import type { Parts } from './amounts.js';
import { dueOnCard, partsOnCard } from './credit-money.js';
import { isOver, type PaymentRow } from './payment-row.js';
import { isSettled } from './payments.states.js';

/** The platform's own money for a guard, while it is not known to have failed. */
export const guaranteeOf = (rows: readonly PaymentRow[]): PaymentRow | null =>
  rows.find((row) => row.isGuarantee && !isOver(row.status)) ?? null;

/** The guard's part of what a card refuses of what is due, of the booked price at most, up to the cap. */
export function guaranteedCentsOf(
  { job, rows }: { job: BookedJob; rows: readonly PaymentRow[] },
  { GUARANTEE_MOST_CENTS }: { GUARANTEE_MOST_CENTS: number },
): number {
  const beyond = Math.max(0, (job.dueAmountCents ?? 0) - job.totalAmountCents);
  const refused = Math.max(0, dueOnCard(job, rows) - beyond);
  return Math.min(partsOnCard(job, rows, refused).guardPayoutCents, GUARANTEE_MOST_CENTS);
}

/**
 * Parts of a charge that is taken now, of which the platform keeps what it has paid the guard before.
 * Of a tip it keeps nothing: that is given, not owed.
 */
export function keepGuaranteed(
  parts: Parts,
  charge: Pick<PaymentRow, 'purpose'>,
  rows: readonly PaymentRow[],
): Parts & { recoveredCents: number } {
  const settled = rows.filter((row) => row.type === 'charge' && isSettled(row.status));
  const recovered = settled.reduce((sum, row) => sum + row.recoveredCents, 0);
  const open = charge.purpose === 'tip' ? 0 : (guaranteeOf(rows)?.amountCents ?? 0) - recovered;
  const recoveredCents = Math.max(0, Math.min(open, parts.guardPayoutCents));
  return {
    amountCents: parts.amountCents,
    platformFeeCents: parts.platformFeeCents + recoveredCents,
    guardPayoutCents: parts.guardPayoutCents - recoveredCents,
    recoveredCents,
  };
}

/** The parts as they would be if nothing had been guaranteed: by those hours are counted. */
export const beforeGuarantee = (charge: PaymentRow): Parts => ({
  amountCents: charge.amountCents,
  platformFeeCents: charge.platformFeeCents - charge.recoveredCents,
  guardPayoutCents: charge.guardPayoutCents + charge.recoveredCents,
});
