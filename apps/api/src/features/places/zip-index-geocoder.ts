import type { Place, Position } from '@aegis/contract';
import { Geocoder, type PlacesFound } from './geocoder.js';
import { nearestArea, type ZipArea, zipAreas, zipIn } from './zip-areas.js';

const ATTRIBUTION = 'ZIP codes: GeoNames, CC BY 4.0';
const MOST_FOUND = 8;

const nameOf = (area: ZipArea): string => `${area.town}, ${area.state} ${area.zip}`;

/** Lower case words without punctuation, so that "Los Angeles, CA" and "los angeles ca" are one. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/**
 * Works without any network: knows ZIP codes and towns of the USA, but no streets. A street that is typed before a town or
 * ZIP code is kept in the label; the pin goes to the middle of the area, for the customer to move to the door.
 */
export class ZipIndexGeocoder extends Geocoder {
  async search(text: string): Promise<PlacesFound> {
    const areas = await zipAreas();
    const zip = zipIn(text);
    const found = zip !== null ? areas.filter((area) => area.zip === zip) : byTown(areas, text);
    const street = streetOf(text);
    return { items: found.slice(0, MOST_FOUND).map((area) => placeOf(area, street)), attribution: ATTRIBUTION };
  }

  async nearest(position: Position): Promise<PlacesFound> {
    const areas = await zipAreas();
    const best = nearestArea(areas, position);
    return {
      items: best ? [{ label: nameOf(best), position, precision: 'area' }] : [],
      attribution: ATTRIBUTION,
    };
  }
}

/** Towns that begin with what stands after the last comma but the state, one entry a town. */
function byTown(areas: readonly ZipArea[], text: string): ZipArea[] {
  const { town, state } = wantedTown(text);
  if (town.length < 2) return [];
  const towns = new Map<string, ZipArea>();
  for (const area of areas) {
    if (state !== null && area.state !== state) continue;
    const name = plain(area.town);
    if (!name.startsWith(town)) continue;
    const key = `${name} ${area.state}`;
    if (!towns.has(key)) towns.set(key, area);
  }
  return [...towns.values()].sort((one, other) => one.town.length - other.town.length);
}

function wantedTown(text: string): { town: string; state: string | null } {
  const parts = text.split(',').map((part) => part.trim());
  const last = parts.at(-1) ?? '';
  const namesState = parts.length > 1 && /^[a-z]{2}$/i.test(last);
  const townPart = namesState ? parts.at(-2) : last;
  const trailing = /^(.+?)\s+([A-Z]{2})$/.exec(townPart ?? '');
  if (!namesState && trailing?.[1] && trailing[2]) return { town: plain(trailing[1]), state: trailing[2] };
  return { town: plain(townPart ?? ''), state: namesState ? last.toUpperCase() : null };
}

/** "111 S Grand Ave" of "111 S Grand Ave, Los Angeles, CA 90012"; null when no house number is given. */
function streetOf(text: string): string | null {
  const first = text.split(',')[0]?.trim() ?? '';
  return text.includes(',') && /^\d+\s+\S/.test(first) ? first : null;
}

const placeOf = (area: ZipArea, street: string | null): Place => ({
  label: street === null ? nameOf(area) : `${street}, ${nameOf(area)}`,
  position: area.position,
  precision: 'area',
});
