import { centsOfTime, payoutPerHourCents as payoutOfRate, platformFeeOf, roundCents } from '@aegis/contract';

export { roundCents };

/** A price in whole cents whose parts sum to the whole. */
export interface Price {
  totalAmountCents: number;
  platformFeeCents: number;
  guardPayoutCents: number;
}

/** Splits what the customer pays: the fee is rounded, the guard gets the rest, so nothing is lost between them. */
export function splitPrice(totalAmountCents: number, feePercent: number): Price {
  const platformFeeCents = platformFeeOf(totalAmountCents, { platformFeePercent: feePercent });
  return { totalAmountCents, platformFeeCents, guardPayoutCents: totalAmountCents - platformFeeCents };
}

/** Price of `minutes` at an hourly rate. */
export function priceOfTime(minutes: number, hourlyRateCents: number, feePercent: number): Price {
  return splitPrice(centsOfTime(minutes, hourlyRateCents), feePercent);
}

/** 2500 as `25.00`. */
export const figure = (cents: number): string => (cents / 100).toFixed(2);

/** On papers: 25.00 as `$25.00`, a part taken back as `-$25.00`. */
export const dollars = (cents: number): string => `${cents < 0 ? '-' : ''}$${figure(Math.abs(cents))}`;

/** What a guard gets for an hour of a job offered at `hourlyRateCents`. */
export const payoutPerHourCents = (hourlyRateCents: number, platformFeePercent: number): number =>
  payoutOfRate(hourlyRateCents, { platformFeePercent });
