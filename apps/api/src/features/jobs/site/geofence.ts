import { allowedDistanceMeters as allowedBy } from '@aegis/contract';
import type { Rules } from '../../../platform/config/rules.js';
import type { SiteFix } from './site-fixes.js';

type GeofenceRules = Pick<Rules, 'GEOFENCE_ACCURACY_METERS'>;

/** How near one must be, given how exact the phone's position is. */
export const allowedDistanceMeters = (
  accuracyMeters: number,
  siteRadiusMeters: number,
  { GEOFENCE_ACCURACY_METERS: geofenceAccuracyMeters }: GeofenceRules,
): number => allowedBy(accuracyMeters, siteRadiusMeters, { geofenceAccuracyMeters });

/** Whether a position counts as one at the site. */
export const isInside = (
  { distanceMeters, accuracyMeters }: SiteFix,
  siteRadiusMeters: number,
  rules: GeofenceRules,
): boolean => distanceMeters <= allowedDistanceMeters(accuracyMeters, siteRadiusMeters, rules);

/** A sentence with what is missing, for the guard at the gate. */
export function tooFar(distanceMeters: number, allowedMeters: number): string {
  return `You are ${Math.round(distanceMeters)} m from the site; ${Math.round(allowedMeters)} m is enough.`;
}
