import type { MarketRules, WorkKind } from '@aegis/contract';
import { platformFeeOf } from '@aegis/contract/market-arithmetic';
import { money } from '../../words/money';
import { duration } from '../../words/time';
import { minutesChange } from '../job-words';
import type { Correction, Hours } from './hours-query';
import { words } from '../../words/words';

export type Reader = 'customer' | 'guard' | 'admin';

export const kindWords = (kind: WorkKind): string => words(`hours.kind.${kind}`);

/** Why so many minutes are charged. */
export function whyWords({ why }: Hours, rules: MarketRules): string | null {
  switch (why) {
    case 'first_hour':
      return words('hours.why.first_hour', { time: duration(rules.billingMinimumMinutes) });
    case 'rounded':
      return words('hours.why.rounded', { step: rules.billingStepMinutes, grace: rules.billingGraceMinutes });
    case 'booked_price':
      return words('hours.why.booked_price');
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
  words('hours.change', {
    time: minutesChange(fromMinutes, toMinutes),
    money: shareOf(toCents, reader, rules),
    before: shareOf(fromCents, reader, rules),
  });
