import lookUpZone from '@photostructure/tz-lookup';
import type { Position } from '@aegis/contract';

const DEGREES_PER_HOUR = 15;

/**
 * The zone of a place, from a table that comes with its library, as `America/Los_Angeles`. Where that table is newer than what
 * tells the time, the zone of the meridian takes its place, within an hour or so of it.
 */
export function zoneOfPlace({ lat, lng }: Position): string {
  const zone = lookUpZone(lat, lng);
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return zone;
  } catch {
    return zoneOfMeridian(lng);
  }
}

/** East of Greenwich is minus in these names. */
export function zoneOfMeridian(lng: number): string {
  const hours = Math.round(lng / DEGREES_PER_HOUR);
  return hours === 0 ? 'Etc/GMT' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
}
