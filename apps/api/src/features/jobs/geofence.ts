import type { Rules } from '../../platform/config/rules.js';

type GeofenceRules = Pick<Rules, 'GEOFENCE_METERS' | 'GEOFENCE_LIMIT_METERS' | 'FIX_POOR_METERS'>;

/** How near one must be, given how exact the phone's position is: the fix's accuracy is added, up to a limit. */
export function allowedDistanceMeters(accuracyMeters: number, rules: GeofenceRules): number {
  return Math.min(rules.GEOFENCE_METERS + accuracyMeters, rules.GEOFENCE_LIMIT_METERS);
}

/** A sentence with what is missing, for the guard at the gate. */
export function tooFar(distanceMeters: number, allowedMeters: number): string {
  return `You are ${Math.round(distanceMeters)} m from the site; ${Math.round(allowedMeters)} m is enough.`;
}
