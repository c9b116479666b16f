import { IMAGE_MAX_BYTES } from '@aegis/contract/limits';
import type { MarketRules } from '@aegis/contract';

const HOUR_MINUTES = 60;
const BYTES_PER_MB = 1024 * 1024;

const counted = (count: number, unit: string): string =>
  count === 1 ? `one ${unit}` : `${count.toLocaleString()} ${unit}s`;

/** "15 minutes", "one hour", "1 h 30 min": a length of time inside a sentence. */
export function lengthWords(minutes: number): string {
  if (minutes < HOUR_MINUTES) return counted(minutes, 'minute');
  if (minutes % HOUR_MINUTES === 0) return counted(minutes / HOUR_MINUTES, 'hour');
  return `${Math.floor(minutes / HOUR_MINUTES)} h ${minutes % HOUR_MINUTES} min`;
}

export const daysWords = (days: number): string => counted(days, 'day');

export const stepWords = ({ billingStepMinutes }: MarketRules): string =>
  billingStepMinutes === 1 ? 'to the minute' : `in steps of ${lengthWords(billingStepMinutes)}`;

/** "in steps of 15 minutes, at least one hour" */
export const billingWords = (rules: MarketRules): string =>
  rules.billingMinimumMinutes <= rules.billingStepMinutes
    ? stepWords(rules)
    : `${stepWords(rules)}, at least ${lengthWords(rules.billingMinimumMinutes)}`;

/**
 * "Free to cancel until a guard has accepted, and up to 24 hours before; then 25 % of the price, in the last 12 hours 50 %, in the
 * last 2 hours 100 %."
 */
export function cancellationWords({ cancellationBands: bands }: MarketRules): string {
  const free = bands.findLast(({ percent }) => percent === 0);
  const paid = bands.filter(({ percent }) => percent > 0);
  if (free?.fromHours === 0 || paid.length === 0) return 'Free to cancel until the start.';
  const freely = `Free to cancel until a guard has accepted${free ? `, and up to ${counted(free.fromHours, 'hour')} before` : ''}`;
  const fees = paid.map(({ percent }, index) => {
    const below = paid[index - 1]?.fromHours;
    return below === undefined ? `${percent} % of the price` : `in the last ${counted(below, 'hour')} ${percent} %`;
  });
  return `${freely}; then ${fees.join(', ')}.`;
}

/** Why a job of so many hours cannot be booked at once; null when it can. */
export const tooLongWords = (hours: number, { dayWorkMaxHours }: MarketRules): string | null =>
  hours > dayWorkMaxHours
    ? `One guard works at most ${counted(dayWorkMaxHours, 'hour')} before they rest. Book it in parts.`
    : null;

/** "JPEG, PNG or WebP, up to 5 MB" */
export const PICTURE_WORDS = `JPEG, PNG or WebP, up to ${IMAGE_MAX_BYTES / BYTES_PER_MB} MB`;
