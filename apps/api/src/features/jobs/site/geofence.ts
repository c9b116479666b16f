import type { Sentence } from '../../../platform/http/problem.js';
import { allowedDistanceMeters as allowedBy } from '@aegis/contract';
import type { Rules } from '../../../platform/config/rules.js';
import type { SiteFix } from './stored-fixes.js';

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
export const tooFar =
  (distanceMeters: number, allowedMeters: number): Sentence =>
  (words) =>
    words('eligibility.tooFar', { distance: Math.round(distanceMeters), allowed: Math.round(allowedMeters) });
