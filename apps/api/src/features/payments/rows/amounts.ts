import { roundCents } from '../../../platform/money/money.js';

/** An amount and its two parts, which sum to it. */
export interface Parts {
  amountCents: number;
  platformFeeCents: number;
  guardPayoutCents: number;
}

export function sumOfParts(rows: readonly Parts[]): Parts {
  const sum = { amountCents: 0, platformFeeCents: 0, guardPayoutCents: 0 };
  for (const row of rows) {
    sum.amountCents += row.amountCents;
    sum.platformFeeCents += row.platformFeeCents;
    sum.guardPayoutCents += row.guardPayoutCents;
  }
  return sum;
}

/**
 * Parts of a refund of `amountCents`, after `refunded` was given back before. All refunds together are split like the
 * charge, so rounding never adds up: the last one gives back exactly what is left of each part.
 */
export function splitRefund(charge: Parts, refunded: Parts, amountCents: number): Parts {
  const left = charge.amountCents - refunded.amountCents;
  if (amountCents <= 0 || amountCents > left) throw new RangeError(`cannot refund ${amountCents} of ${left} cents`);
  const platformLeft = charge.platformFeeCents - refunded.platformFeeCents;
  const guardLeft = charge.guardPayoutCents - refunded.guardPayoutCents;
  const platformByNow = roundCents((refunded.amountCents + amountCents) * charge.platformFeeCents, charge.amountCents);
  // A refund that failed in between leaves the parts given back a cent off their share: neither may be overdrawn.
  const most = Math.min(amountCents, platformLeft);
  const least = Math.max(0, amountCents - guardLeft);
  const platformFeeCents = Math.min(most, Math.max(least, platformByNow - refunded.platformFeeCents));
  return { amountCents, platformFeeCents, guardPayoutCents: amountCents - platformFeeCents };
}
