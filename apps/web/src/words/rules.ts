import { IMAGE_MAX_BYTES } from '@aegis/contract/limits';
import type { MarketRules } from '@aegis/contract';
import { words } from './words';

const HOUR_MINUTES = 60;
const BYTES_PER_MB = 1024 * 1024;

/** "15 minutes", "one hour", "1 h 30 min": a length of time inside a sentence. */
export function lengthWords(minutes: number): string {
  if (minutes < HOUR_MINUTES) return words('terms.length.minutes', { count: minutes });
  if (minutes % HOUR_MINUTES === 0) return words('terms.length.hours', { count: minutes / HOUR_MINUTES });
  return `${Math.floor(minutes / HOUR_MINUTES)} h ${minutes % HOUR_MINUTES} min`;
}

export const stepWords = ({ billingStepMinutes }: MarketRules): string =>
  billingStepMinutes === 1
    ? words('terms.billing.toTheMinute')
    : words('terms.billing.steps', { length: lengthWords(billingStepMinutes) });

/** "in steps of 15 minutes, at least one hour" */
export const billingWords = (rules: MarketRules): string =>
  rules.billingMinimumMinutes <= rules.billingStepMinutes
    ? stepWords(rules)
    : words('terms.billing.atLeast', { steps: stepWords(rules), length: lengthWords(rules.billingMinimumMinutes) });

/**
 * "Free to cancel until a guard has accepted, and up to 24 hours before; then 25 % of the price, in the last 12 hours 50 %, in the
 * last 2 hours 100 %."
 */
export function cancellationWords({ cancellationBands: bands }: MarketRules): string {
  const free = bands.findLast(({ percent }) => percent === 0);
  const paid = bands.filter(({ percent }) => percent > 0);
  if (free?.fromHours === 0 || paid.length === 0) return words('terms.cancel.free');
  const fees = paid
    .map(({ percent }, index) => {
      const hours = paid[index - 1]?.fromHours;
      if (hours === undefined) return words('terms.cancel.ofPrice', { percent });
      return words('terms.cancel.inTheLast', { hours, percent });
    })
    .join(', ');
  return free ? words('terms.cancel.paidFrom', { hours: free.fromHours, fees }) : words('terms.cancel.paid', { fees });
}

/** Why a job of so many hours cannot be booked at once; null when it can. */
export const tooLongWords = (hours: number, { dayWorkMaxHours }: MarketRules): string | null =>
  hours > dayWorkMaxHours ? words('terms.tooLong', { hours: dayWorkMaxHours }) : null;

/** "JPEG, PNG or WebP, up to 5 MB" */
export const pictureWords = (): string => words('terms.pictures', { megabytes: IMAGE_MAX_BYTES / BYTES_PER_MB });
