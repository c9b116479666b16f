import type { Position } from '@aegis/contract';

const EARTH_METERS = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;

/** Great-circle distance. */
export function metersBetween(one: Position, other: Position): number {
  const half = (angle: number): number => Math.sin(angle / 2) ** 2;
  const a =
    half(radians(other.lat - one.lat)) +
    Math.cos(radians(one.lat)) * Math.cos(radians(other.lat)) * half(radians(other.lng - one.lng));
  return 2 * EARTH_METERS * Math.asin(Math.min(1, Math.sqrt(a)));
}

/** The spot `meters` from `from` in direction `bearing` (degrees from north). */
export function offset(from: Position, meters: number, bearing: number): Position {
  const angle = meters / EARTH_METERS;
  const lat = radians(from.lat);
  const toLat = Math.asin(
    Math.sin(lat) * Math.cos(angle) + Math.cos(lat) * Math.sin(angle) * Math.cos(radians(bearing)),
  );
  const turn = Math.atan2(
    Math.sin(radians(bearing)) * Math.sin(angle) * Math.cos(lat),
    Math.cos(angle) - Math.sin(lat) * Math.sin(toLat),
  );
  return { lat: degrees(toLat), lng: from.lng + degrees(turn) };
}

/** `meters` on the way from `from` to `to`, but not beyond it. */
export function towards(from: Position, to: Position, meters: number): Position {
  const whole = metersBetween(from, to);
  const part = whole <= meters ? 1 : meters / whole;
  return { lat: from.lat + (to.lat - from.lat) * part, lng: from.lng + (to.lng - from.lng) * part };
}

const RING_POINTS = 64;

/** A circle on the ground, as [lng, lat] of a closed ring. */
export function ring(center: Position, meters: number): [number, number][] {
  return Array.from({ length: RING_POINTS + 1 }, (_, index) => {
    const { lat, lng } = offset(center, meters, (index % RING_POINTS) * (360 / RING_POINTS));
    return [lng, lat];
  });
}

/** South-west and north-east corners that hold all points; null for none. */
export function boundsOf(points: readonly Position[]): [[number, number], [number, number]] | null {
  if (points.length === 0) return null;
  const lats = points.map(({ lat }) => lat);
  const lngs = points.map(({ lng }) => lng);
  return [
    [Math.min(...lngs), Math.min(...lats)],
    [Math.max(...lngs), Math.max(...lats)],
  ];
}
