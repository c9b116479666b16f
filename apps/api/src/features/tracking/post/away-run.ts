import type { Rules } from '../../../platform/config/rules.js';
import type { SiteFix } from '../../jobs/site/site-fixes.js';
import { MINUTE_MS } from '../../../platform/clock/duration.js';

type PostRules = Pick<Rules, 'FIX_GOOD_METERS' | 'LEFT_POST_FIXES' | 'LEFT_POST_MINUTES'>;

/** Beyond the radius even if the position is wrong by all of its inexactness. */
export const isOutside = ({ distanceMeters, accuracyMeters }: SiteFix, siteRadiusMeters: number): boolean =>
  distanceMeters > siteRadiusMeters + accuracyMeters;

/**
 * Since when somebody is away from their post: the first of the good fixes outside that nothing inside came after. Null when
 * they are too few, or too close together in time, to say so.
 * @param fixes in the order of recording; those that are not good say nothing
 */
export function awaySince(fixes: readonly SiteFix[], siteRadiusMeters: number, rules: PostRules): SiteFix | null {
  const good = fixes.filter(({ accuracyMeters }) => accuracyMeters <= rules.FIX_GOOD_METERS);
  const lastInside = good.findLastIndex((fix) => !isOutside(fix, siteRadiusMeters));
  const away = good.slice(lastInside + 1);
  const [first, last] = [away.at(0), away.at(-1)];
  if (!first || !last || away.length < rules.LEFT_POST_FIXES) return null;
  const minutes = (last.recordedAt.getTime() - first.recordedAt.getTime()) / MINUTE_MS;
  return minutes >= rules.LEFT_POST_MINUTES ? first : null;
}
