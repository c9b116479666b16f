/** A price in whole cents whose parts sum to the whole. */
export interface Price {
  totalAmountCents: number;
  platformFeeCents: number;
  guardPayoutCents: number;
}

/**
 * `numerator / denominator` in whole cents, halves up: the only rounding of money there is.
 * Exact while numerator and denominator are integers below 2^53.
 */
export function roundCents(numerator: number, denominator: number): number {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || numerator < 0 || denominator <= 0)
    throw new RangeError(`cannot round ${numerator} / ${denominator} to cents`);
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}

/** Splits what the customer pays: the fee is rounded, the guard gets the rest, so nothing is lost between them. */
export function splitPrice(totalAmountCents: number, feePercent: number): Price {
  const platformFeeCents = roundCents(totalAmountCents * feePercent, 100);
  return { totalAmountCents, platformFeeCents, guardPayoutCents: totalAmountCents - platformFeeCents };
}

/** Price of `minutes` at an hourly rate. */
export function priceOfTime(minutes: number, hourlyRateCents: number, feePercent: number): Price {
  return splitPrice(roundCents(minutes * hourlyRateCents, 60), feePercent);
}

/** What a guard gets for an hour of a job offered at `hourlyRateCents`: compared with their own rate, rounded down. */
export const payoutPerHourCents = (hourlyRateCents: number, feePercent: number): number =>
  Math.floor((hourlyRateCents * (100 - feePercent)) / 100);
