import { allowedDistanceMeters as allowedBy } from '@aegis/contract';
import type { Rules } from '../../platform/config/rules.js';

type GeofenceRules = Pick<Rules, 'GEOFENCE_METERS' | 'GEOFENCE_LIMIT_METERS'>;

/** How near one must be, given how exact the phone's position is. */
export const allowedDistanceMeters = (accuracyMeters: number, rules: GeofenceRules): number =>
  allowedBy(accuracyMeters, {
    geofenceMeters: rules.GEOFENCE_METERS,
    geofenceLimitMeters: rules.GEOFENCE_LIMIT_METERS,
  });

/** A sentence with what is missing, for the guard at the gate. */
export function tooFar(distanceMeters: number, allowedMeters: number): string {
  return `You are ${Math.round(distanceMeters)} m from the site; ${Math.round(allowedMeters)} m is enough.`;
}
