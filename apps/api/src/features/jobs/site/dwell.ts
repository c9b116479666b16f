import { SECOND_MS } from '../../../platform/clock/duration.js';
import type { Rules } from '../../../platform/config/rules.js';
import type { SiteFix } from './stored-fixes.js';

/** One that is inside the geofence, its accuracy counted in. */
export type OnSite = SiteFix;

type DwellRules = Pick<Rules, 'FIX_GOOD_METERS' | 'CHECK_IN_DWELL_SECONDS'>;

/**
 * What proves that somebody is at the site and not driving past with a bad fix: one good fix, or two of any grade some time
 * apart. Null when `onSite` (in order of recording) does not.
 */
export function proofOf(onSite: readonly OnSite[], rules: DwellRules): OnSite[] | null {
  const good = onSite.find(({ accuracyMeters }) => accuracyMeters <= rules.FIX_GOOD_METERS);
  if (good) return [good];
  const [first, last] = [onSite.at(0), onSite.at(-1)];
  if (!first || !last) return null;
  const seconds = (last.recordedAt.getTime() - first.recordedAt.getTime()) / SECOND_MS;
  return seconds >= rules.CHECK_IN_DWELL_SECONDS && last !== first ? [first, last] : null;
}
