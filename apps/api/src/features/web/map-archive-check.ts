import { open, stat } from 'node:fs/promises';
import { bytesToHeader, Compression, TileType } from 'pmtiles';
import type { MapTiles } from '../../platform/config/map-settings.js';

const HEADER_BYTES = 127;
const MAGIC = 'PMTiles';
/** What browsers can take apart by themselves. */
const READABLE: ReadonlySet<Compression> = new Set([Compression.None, Compression.Gzip]);

const UNTIL_THEN = 'The map shows outlines of the land until it is mended; no restart is needed.';

/**
 * What is wrong with the archive of the map, as a sentence for whoever starts the server; null where it can be read. One at another
 * server is not looked at: browsers read it, and this machine may not be able to.
 */
export async function mapArchiveProblem(tiles: MapTiles | null): Promise<string | null> {
  if (tiles === null || 'url' in tiles) return null;
  const problem = await problemOf(tiles.file).catch((error: unknown) => `cannot be read (${codeOf(error)})`);
  return problem === null ? null : `MAP_TILES: ${tiles.file} ${problem}. ${UNTIL_THEN}`;
}

async function problemOf(path: string): Promise<string | null> {
  const stats = await stat(path);
  if (!stats.isFile()) return 'is no file';
  const { size } = stats;
  const bytes = await firstBytes(path);
  if (size < HEADER_BYTES || new TextDecoder().decode(bytes.slice(0, MAGIC.length)) !== MAGIC)
    return 'is no archive of PMTiles';
  const version = new Uint8Array(bytes)[MAGIC.length];
  if (version !== 3) return `is an archive of version ${version} of PMTiles, and 3 is read`;
  const { tileType, tileCompression, tileDataOffset, tileDataLength } = bytesToHeader(bytes);
  if (tileType !== TileType.Mvt) return 'has no vector tiles (MVT) in it';
  if (!READABLE.has(tileCompression)) return 'has tiles that are neither plain nor compressed by gzip';
  const whole = tileDataOffset + (tileDataLength ?? 0);
  return size < whole ? `ends after ${size} of ${whole} bytes: it was not copied whole` : null;
}

async function firstBytes(path: string): Promise<ArrayBuffer> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(HEADER_BYTES);
    await file.read(bytes, 0, HEADER_BYTES, 0);
    return bytes.buffer;
  } finally {
    await file.close();
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
