import { MINUTE_MS } from '../../../platform/clock/duration.js';
import type { Rules } from '../../../platform/config/rules.js';
import type { SiteFix } from './stored-fixes.js';

export type AwayRules = Pick<Rules, 'FIX_GOOD_METERS' | 'LEFT_POST_FIXES' | 'LEFT_POST_MINUTES'>;

/** From the first fix outside to the first one back; null while they are not back. */
export interface Absence {
  from: SiteFix;
  back: SiteFix | null;
}

/** Beyond the radius even if the position is wrong by all of its inexactness. */
export const isOutside = ({ distanceMeters, accuracyMeters }: SiteFix, siteRadiusMeters: number): boolean =>
  distanceMeters > siteRadiusMeters + accuracyMeters;

/**
 * When somebody was away from their post: several good fixes outside over some minutes, and no good one inside between them.
 * @param fixes in the order of recording; those that are not good say nothing
 */
export function absencesOf(fixes: readonly SiteFix[], siteRadiusMeters: number, rules: AwayRules): Absence[] {
  const absences: Absence[] = [];
  let run: SiteFix[] = [];
  const close = (back: SiteFix | null): void => {
    const from = startOf(run, rules);
    if (from) absences.push({ from, back });
    run = [];
  };
  for (const fix of fixes) {
    if (fix.accuracyMeters > rules.FIX_GOOD_METERS) continue;
    if (isOutside(fix, siteRadiusMeters)) run.push(fix);
    else close(fix);
  }
  close(null);
  return absences;
}

/** Since when somebody is away and not back. Null when they are there, or too little says that they are not. */
export function awaySince(fixes: readonly SiteFix[], siteRadiusMeters: number, rules: AwayRules): SiteFix | null {
  const last = absencesOf(fixes, siteRadiusMeters, rules).at(-1);
  return last && !last.back ? last.from : null;
}

/** The first of fixes outside in a row; null when they are too few, or too close together in time, to say anything. */
function startOf(run: readonly SiteFix[], rules: AwayRules): SiteFix | null {
  const [first, last] = [run.at(0), run.at(-1)];
  if (!first || !last || run.length < rules.LEFT_POST_FIXES) return null;
  const minutes = (last.recordedAt.getTime() - first.recordedAt.getTime()) / MINUTE_MS;
  return minutes >= rules.LEFT_POST_MINUTES ? first : null;
}
