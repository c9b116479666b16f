import { billedMinutes } from '@aegis/contract';
import type { Rules } from '../../platform/config/rules.js';
import { MINUTE_MS } from '../../platform/clock/duration.js';
import { priceOfTime, type Price } from '../../platform/money/money.js';

type PriceRules = Pick<
  Rules,
  'PLATFORM_FEE_PERCENT' | 'BILLING_STEP_MINUTES' | 'BILLING_GRACE_MINUTES' | 'BILLING_MINIMUM_MINUTES'
>;

type FeeRules = Pick<Rules, 'PLATFORM_FEE_PERCENT' | 'PROVIDER_FEE_BASIS_POINTS' | 'PROVIDER_FEE_CENTS'>;

interface Booking {
  startTime: Date;
  endTime: Date;
  hourlyRateCents: number;
}

const minutesBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.ceil((to.getTime() - from.getTime()) / MINUTE_MS));

/** Price of the whole booked time; parts of a minute count as a minute. */
export function bookedPrice(booking: Booking, rules: PriceRules): Price {
  const minutes = minutesBetween(booking.startTime, booking.endTime);
  return priceOfTime(minutes, booking.hourlyRateCents, rules.PLATFORM_FEE_PERCENT);
}

/**
 * The least price whose fee is more than the provider keeps of it; null where no price is: a market that takes less in percent
 * than its provider pays for its jobs, whatever they cost.
 */
export function leastPriceCents(rules: FeeRules): number | null {
  const keptBasisPoints = rules.PLATFORM_FEE_PERCENT * 100 - rules.PROVIDER_FEE_BASIS_POINTS;
  if (keptBasisPoints <= 0) return null;
  return Math.ceil((rules.PROVIDER_FEE_CENTS * 10_000 + 1) / keptBasisPoints);
}

/** Minutes on the job. Coming early is welcome but not paid: the customer booked from `startTime`. */
export function workedMinutes(startTime: Date, checkIn: Date, checkOut: Date): number {
  return minutesBetween(checkIn > startTime ? checkIn : startTime, checkOut);
}

/**
 * What is due for worked time: rounded up to the billing step after some minutes of grace, at least the minimum, never above the booked price, which
 * is what the customer has agreed to and what is held on their card.
 */
export const dueForWork = (worked: number, booking: Booking, rules: PriceRules): number =>
  Math.min(priceOfWork(worked, booking, rules), bookedPrice(booking, rules).totalAmountCents);

/** What worked time costs, rounded as in `dueForWork`, whatever was booked: for time that was agreed to afterwards. */
export const priceOfWork = (worked: number, { hourlyRateCents }: Booking, rules: PriceRules): number =>
  priceOfTime(billedFor(worked, rules), hourlyRateCents, rules.PLATFORM_FEE_PERCENT).totalAmountCents;

/** Minutes that are charged for minutes worked. */
export const billedFor = (worked: number, rules: PriceRules): number =>
  billedMinutes(worked, {
    billingStepMinutes: rules.BILLING_STEP_MINUTES,
    billingGraceMinutes: rules.BILLING_GRACE_MINUTES,
    billingMinimumMinutes: rules.BILLING_MINIMUM_MINUTES,
  });

/** The percent that a booking was priced with, which may not be the one in force. */
export const bookedFeePercent = ({ platformFeeCents, totalAmountCents }: Price): number =>
  Math.round((100 * platformFeeCents) / totalAmountCents);

/** Of a job under way that ends before its guard has checked out: the time until `now` or the booked end, due as at a check-out. */
export function workSoFar(
  job: Booking & { startedAt: Date | null; totalAmountCents: number },
  now: Date,
  rules: PriceRules,
): { workedMinutes: number; dueAmountCents: number; percent: number } {
  const until = now < job.endTime ? now : job.endTime;
  const worked = workedMinutes(job.startTime, job.startedAt ?? until, until);
  const dueAmountCents = dueForWork(worked, job, rules);
  return { workedMinutes: worked, dueAmountCents, percent: Math.round((100 * dueAmountCents) / job.totalAmountCents) };
}
