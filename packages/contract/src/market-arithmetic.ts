import type { MarketRules, ScoreWeights } from './market-rules.js';

/**
 * What follows from the rules of the market. The server charges and refuses by these functions, and pages say beforehand what
 * it will do by the same ones. Free of schemas: a page that says a price must not load the whole contract for it.
 */

const HOUR_MINUTES = 60;

/**
 * `numerator / denominator` in whole cents, halves up: the only rounding of money there is.
 * Exact while numerator and denominator are integers below 2^53.
 */
export function roundCents(numerator: number, denominator: number): number {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || numerator < 0 || denominator <= 0)
    throw new RangeError(`cannot round ${numerator} / ${denominator} to cents`);
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}

/** Price of `minutes` at an hourly rate, in cents. */
export const centsOfTime = (minutes: number, hourlyRateCents: number): number =>
  roundCents(minutes * hourlyRateCents, HOUR_MINUTES);

/** The platform's part of a price, in cents; the guard gets the rest. */
export const platformFeeOf = (totalCents: number, { platformFeePercent }: Pick<MarketRules, 'platformFeePercent'>) =>
  roundCents(totalCents * platformFeePercent, 100);

/** What a guard gets for an hour of a job offered at `hourlyRateCents`: compared with the rate they ask, rounded down. */
export const payoutPerHourCents = (
  hourlyRateCents: number,
  { platformFeePercent }: Pick<MarketRules, 'platformFeePercent'>,
): number => Math.floor((hourlyRateCents * (100 - platformFeePercent)) / 100);

/** The least that a customer must offer an hour, so that the guard gets `payoutCents`. */
export const rateForPayoutCents = (
  payoutCents: number,
  { platformFeePercent }: Pick<MarketRules, 'platformFeePercent'>,
): number => Math.ceil((payoutCents * 100) / (100 - platformFeePercent));

type BillingRules = Pick<MarketRules, 'billingStepMinutes' | 'billingGraceMinutes' | 'billingMinimumMinutes'>;

/**
 * Minutes that are charged for minutes worked: rounded up to the billing step once the minutes of grace beyond the step before
 * are over, at least the minimum.
 */
export function billedMinutes(
  workedMinutes: number,
  { billingStepMinutes, billingGraceMinutes, billingMinimumMinutes }: BillingRules,
): number {
  const grace = Math.min(billingGraceMinutes, billingStepMinutes - 1);
  const steps = Math.max(
    Math.ceil((workedMinutes - grace) / billingStepMinutes),
    Math.ceil(billingMinimumMinutes / billingStepMinutes),
  );
  return Math.max(0, steps) * billingStepMinutes;
}

/** How near to the site one must be, given how exact the phone's position is: its accuracy is added, up to a limit. */
export const allowedDistanceMeters = (
  accuracyMeters: number,
  siteRadiusMeters: number,
  { geofenceAccuracyMeters }: Pick<MarketRules, 'geofenceAccuracyMeters'>,
): number => siteRadiusMeters + Math.min(accuracyMeters, geofenceAccuracyMeters);

/** What each component of a score counts for; those without a part (null) leave their weight to the others. Together 1. */
export function scoreShares(
  components: Readonly<Record<keyof ScoreWeights, number | null>>,
  weights: ScoreWeights,
): ScoreWeights {
  const parts = Object.keys(weights) as (keyof ScoreWeights)[];
  const counted = parts.reduce((sum, part) => sum + (components[part] === null ? 0 : weights[part]), 0);
  const share = (part: keyof ScoreWeights): number => (components[part] === null ? 0 : weights[part] / counted);
  return {
    proximity: share('proximity'),
    skills: share('skills'),
    rating: share('rating'),
    acceptance: share('acceptance'),
    fairness: share('fairness'),
  };
}

/** Seconds on the way over `meters`, at the speed that is counted with. */
export const travelSeconds = (meters: number, { travelSpeedMps }: Pick<MarketRules, 'travelSpeedMps'>): number =>
  Math.round(meters / travelSpeedMps);
