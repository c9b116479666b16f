import type { MarketRules } from '@aegis/contract';
import { allowedDistanceMeters } from '@aegis/contract/market-arithmetic';
import { distance } from '../words/distance';

/** What is missing for a check-in, or that nothing is: said before the server is asked, by its own rule. */
export function siteWords(
  meters: number | null,
  accuracyMeters: number | null,
  siteRadiusMeters: number,
  rules: MarketRules,
): string {
  if (meters === null || accuracyMeters === null) return 'Your position is being read.';
  if (accuracyMeters > rules.fixPoorMeters)
    return `Your position is exact to ${distance(accuracyMeters)} only; ${distance(rules.fixPoorMeters)} is needed. Go into the open and wait a little.`;
  const enough = allowedDistanceMeters(accuracyMeters, siteRadiusMeters, rules);
  if (meters > enough) return `You are ${distance(meters)} from the gate; ${distance(enough)} is enough.`;
  return `You are at the site, ${distance(meters)} from the gate.`;
}
