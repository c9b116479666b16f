import type { MarketRules } from '@aegis/contract';
import { allowedDistanceMeters } from '@aegis/contract/market-arithmetic';
import { distance } from '../words/distance';
import { words } from '../words/words';

/** What is missing for a check-in, or that nothing is: said before the server is asked, by its own rule. */
export function siteWords(
  meters: number | null,
  accuracyMeters: number | null,
  siteRadiusMeters: number,
  rules: MarketRules,
): string {
  if (meters === null || accuracyMeters === null) return words('guard.site.reading');
  if (accuracyMeters > rules.fixPoorMeters)
    return words('guard.site.inexact', {
      accuracy: distance(accuracyMeters),
      needed: distance(rules.fixPoorMeters),
    });
  const enough = allowedDistanceMeters(accuracyMeters, siteRadiusMeters, rules);
  const away = distance(meters);
  return meters > enough
    ? words('guard.site.away', { away, enough: distance(enough) })
    : words('guard.site.there', { away });
}

/** By the server's rule: a check-out here is not refused for where it was pressed, also when it is sent a minute later. */
export const isShownAtSite = (
  meters: number,
  accuracyMeters: number,
  siteRadiusMeters: number,
  rules: MarketRules,
): boolean =>
  accuracyMeters <= rules.fixGoodMeters && meters <= allowedDistanceMeters(accuracyMeters, siteRadiusMeters, rules);
