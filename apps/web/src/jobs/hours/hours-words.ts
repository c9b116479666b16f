import type { MarketRules, WorkKind } from '@aegis/contract';
import { platformFeeOf } from '@aegis/contract/market-arithmetic';
import { money } from '../../words/money';
import { duration } from '../../words/time';
import { minutesChange } from '../job-words';
import type { Correction, Hours } from './hours-query';

export type Reader = 'customer' | 'guard' | 'admin';

export const KIND_WORDS: Record<WorkKind, string> = {
  present: 'on site',
  unknown: 'no positions',
  away: 'away from the site',
  break: 'break',
};

/** Why so many minutes are charged. */
export function whyWords({ why }: Hours, rules: MarketRules): string | null {
  switch (why) {
    case 'first_hour':
      return `At least ${duration(rules.billingMinimumMinutes)} is charged.`;
    case 'rounded':
      return `Time is charged in steps of ${rules.billingStepMinutes} minutes; up to ${rules.billingGraceMinutes} minutes more are free.`;
    case 'booked_price':
      return 'No more is charged than was booked, unless both agree on it.';
    case 'as_worked':
    case null:
      return null;
  }
}

/** What the reader pays or gets of an amount: the guard is not told the customer's price as theirs. */
export const shareOf = (cents: number, reader: Reader, rules: MarketRules): string =>
  money(reader === 'guard' ? cents - platformFeeOf(cents, rules) : cents);

/** "2 h 30 min instead of 1 h ($62.50 instead of $25.00)" */
export const changeWords = (
  { fromMinutes, toMinutes, fromCents, toCents }: Correction,
  reader: Reader,
  rules: MarketRules,
): string =>
  `${minutesChange(fromMinutes, toMinutes)} (${shareOf(toCents, reader, rules)} instead of ${shareOf(fromCents, reader, rules)})`;
