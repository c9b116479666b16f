import { distance } from '../words/distance';

/** As the server's rule of check-in, to say beforehand what it will say: 150 m and the exactness, 200 m in all. */
const GEOFENCE_METERS = 150;
const GEOFENCE_LIMIT_METERS = 200;
const POOR_METERS = 200;

/** What is missing for a check-in, or that nothing is. */
export function siteWords(meters: number | null, accuracyMeters: number | null): string {
  if (meters === null || accuracyMeters === null) return 'Your position is being read.';
  if (accuracyMeters > POOR_METERS)
    return `Your position is exact to ${distance(accuracyMeters)} only; ${distance(POOR_METERS)} is needed. Go into the open and wait a little.`;
  const enough = Math.min(GEOFENCE_LIMIT_METERS, GEOFENCE_METERS + accuracyMeters);
  if (meters > enough) return `You are ${distance(meters)} from the gate; ${distance(enough)} is enough.`;
  return `You are at the site, ${distance(meters)} from the gate.`;
}
