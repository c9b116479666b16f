import { zxyToTileId } from 'pmtiles';

/** A tile of zoom 12 in the middle of San Diego; the archive has it and its eight neighbours. */
const ZOOM = 12;
const TILE = { x: 714, y: 1653 };
const EXTENT = 4096;
const HEADER_BYTES = 127;
const VECTOR_TILES = 1;
const UNCOMPRESSED = 1;

/** Where the street of the archive is: the middle of its tiles. */
export const STREET_PLACE = placeOf(TILE.x + 0.5, TILE.y + 0.5);
export const STREET_NAME = 'Archive Street';

function placeOf(x: number, y: number): { lat: number; lng: number } {
  const world = 2 ** ZOOM;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / world))) * 180) / Math.PI;
  return { lat, lng: (x / world) * 360 - 180 };
}

/**
 * A region's streets as one file, as small as one can be: PMTiles 3 (https://github.com/protomaps/PMTiles), with the layers of
 * Protomaps' basemap that a land with one street from west to east has.
 */
export function streetArchive(): Uint8Array<ArrayBuffer> {
  const tile = tileWithStreet();
  const ids = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => zxyToTileId(ZOOM, TILE.x + dx, TILE.y + dy)));
  const directory = directoryOf(
    ids.toSorted((one, other) => one - other),
    tile.length,
  );
  const metadata = new TextEncoder().encode(JSON.stringify({ name: 'One street', vector_layers: [] }));
  const [corner, opposite] = [placeOf(TILE.x - 1, TILE.y + 2), placeOf(TILE.x + 2, TILE.y - 1)];
  const metadataAt = HEADER_BYTES + directory.length;
  const tilesAt = metadataAt + metadata.length;
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  new Uint8Array(header.buffer).set(new TextEncoder().encode('PMTiles'));
  header.setUint8(7, 3);
  const sizes = [HEADER_BYTES, directory.length, metadataAt, metadata.length, tilesAt, 0, tilesAt, tile.length];
  [...sizes, ids.length, ids.length, 1].forEach((value, index) =>
    header.setBigUint64(8 + 8 * index, BigInt(value), true),
  );
  [1, UNCOMPRESSED, UNCOMPRESSED, VECTOR_TILES, ZOOM, ZOOM].forEach((value, index) =>
    header.setUint8(96 + index, value),
  );
  const places = [corner.lng, corner.lat, opposite.lng, opposite.lat];
  places.forEach((degrees, index) => header.setInt32(102 + 4 * index, Math.round(degrees * 1e7), true));
  header.setUint8(118, ZOOM);
  [STREET_PLACE.lng, STREET_PLACE.lat].forEach((degrees, index) =>
    header.setInt32(119 + 4 * index, Math.round(degrees * 1e7), true),
  );
  return Uint8Array.from([...new Uint8Array(header.buffer), ...directory, ...metadata, ...tile]);
}

/** All of them the one tile at offset 0. */
function directoryOf(ids: number[], length: number): number[] {
  const deltas = ids.map((id, index) => id - (ids[index - 1] ?? 0));
  const each = (value: number): number[] => ids.flatMap(() => varint(value));
  return [...varint(ids.length), ...deltas.flatMap(varint), ...each(1), ...each(length), ...each(1)];
}

/** Mapbox Vector Tile 2.1. */
function tileWithStreet(): number[] {
  const ground = [moveTo(1), ...delta(0, 0), lineTo(3), ...delta(EXTENT, 0), ...delta(0, EXTENT), ...delta(-EXTENT, 0)];
  const earth = layer('earth', POLYGON, [...ground, CLOSE], { kind: 'earth' });
  const street = [moveTo(1), ...delta(0, EXTENT / 2), lineTo(1), ...delta(EXTENT, 0)];
  return [...earth, ...layer('roads', LINE, street, { kind: 'major_road', name: STREET_NAME })];
}

const [LINE, POLYGON] = [2, 3];
const CLOSE = 15;
const moveTo = (count: number): number => (count << 3) | 1;
const lineTo = (count: number): number => (count << 3) | 2;
const delta = (x: number, y: number): number[] => [zigzag(x), zigzag(y)];
const zigzag = (value: number): number => (value << 1) ^ (value >> 31);

function layer(name: string, kind: number, geometry: number[], properties: Record<string, string>): number[] {
  const keys = Object.keys(properties);
  const tags = keys.flatMap((_key, index) => [index, index]);
  const feature = [
    ...field(2, tags.flatMap(varint)),
    ...[...varint(3 << 3), ...varint(kind)],
    ...field(4, geometry.flatMap(varint)),
  ];
  const values = Object.values(properties).map((value) => field(4, field(1, text(value))));
  return field(3, [
    ...[...varint(15 << 3), ...varint(2)],
    ...field(1, text(name)),
    ...field(2, feature),
    ...keys.flatMap((key) => field(3, text(key))),
    ...values.flat(),
    ...[...varint(5 << 3), ...varint(EXTENT)],
  ]);
}

const text = (value: string): number[] => [...new TextEncoder().encode(value)];
const field = (tag: number, bytes: number[]): number[] => [
  ...varint((tag << 3) | 2),
  ...varint(bytes.length),
  ...bytes,
];

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}
