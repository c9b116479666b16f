import type { BookedJob } from '../../jobs/jobs.service.js';
import { minus, type Parts, partsOf, sumOfParts } from './amounts.js';
import { beforeGuarantee } from './guarantees.js';
import { isOfCredit, type PaymentRow, refundsOf } from './payment-row.js';
import { isSettled } from './payments.states.js';

/** What is to be given back of one charge. */
export interface GivenBack {
  charge: PaymentRow;
  parts: Parts;
}

/** Rows that follow an agreement about the hours: also what went back to credit, which no other reason sends there. */
export const isAboutHours = ({ purpose, type }: PaymentRow): boolean =>
  (purpose === 'hours' && type !== 'payout') || (purpose === 'credit' && type === 'refund');

/**
 * What is due beyond what is taken, once what was booked is taken; null for nothing. Its parts bring the sum of parts to those
 * of the whole, so that hours cost and bring the same to the cent however often they were corrected.
 */
export function hoursToTake(job: BookedJob, rows: readonly PaymentRow[]): Parts | null {
  const { amountCents, platformFeeCents } = missing(job, rows);
  return amountCents > 0 ? split(amountCents, platformFeeCents, { least: 0, most: amountCents }) : null;
}

/** What is taken beyond what is due, of the newest charge of a card that has something left, then of credit; null for nothing. */
export function hoursToGiveBack(job: BookedJob, rows: readonly PaymentRow[]): GivenBack | null {
  const wanted = missing(job, rows);
  if (wanted.amountCents >= 0) return null;
  for (const charge of chargesOf(rows).toReversed()) {
    const left = leftOf(charge, rows);
    const amountCents = Math.min(-wanted.amountCents, left.amountCents);
    if (amountCents <= 0) continue;
    const bounds = {
      least: Math.max(0, amountCents - left.guardPayoutCents),
      most: Math.min(amountCents, left.platformFeeCents),
    };
    return { charge, parts: split(amountCents, -wanted.platformFeeCents, bounds) };
  }
  return null;
}

/** Credit first, then the oldest. */
function chargesOf(rows: readonly PaymentRow[]): PaymentRow[] {
  const charges = rows.filter((row) => row.type === 'charge' && row.purpose !== 'tip' && isSettled(row.status));
  return [...charges.filter(isOfCredit), ...charges.filter((row) => !isOfCredit(row))];
}

/** Due less taken. What an administrator has given back beside that is theirs to give, and counts for nothing here. */
function missing(job: BookedJob, rows: readonly PaymentRow[]): Parts {
  const charges = chargesOf(rows);
  const given = charges.flatMap((charge) => refundsOf(rows, charge.id)).filter(isAboutHours);
  return minus(
    minus(partsOf(job, job.dueAmountCents ?? 0), sumOfParts(charges.map(beforeGuarantee))),
    minus(NONE, sumOfParts(given)),
  );
}

const leftOf = (charge: PaymentRow, rows: readonly PaymentRow[]): Parts =>
  minus(charge, sumOfParts(refundsOf(rows, charge.id)));

const NONE: Parts = { amountCents: 0, platformFeeCents: 0, guardPayoutCents: 0 };

function split(amountCents: number, platformFeeCents: number, { least, most }: { least: number; most: number }): Parts {
  const fee = Math.max(least, Math.min(most, platformFeeCents));
  return { amountCents, platformFeeCents: fee, guardPayoutCents: amountCents - fee };
}
