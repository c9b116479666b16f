import type { Position } from '@aegis/contract';

/** WGS 84 at the latitude of Los Angeles. */
const METERS_PER_DEGREE_NORTH = 110_922;
const METERS_PER_DEGREE_EAST = 92_400;

/** The position so many metres north and east of another, in the city (within 0.1 % over 10 km). */
export const offset = ({ lat, lng }: Position, metersNorth: number, metersEast: number): Position => ({
  lat: lat + metersNorth / METERS_PER_DEGREE_NORTH,
  lng: lng + metersEast / METERS_PER_DEGREE_EAST,
});

export function distanceMeters(a: Position, b: Position): number {
  return Math.hypot((b.lat - a.lat) * METERS_PER_DEGREE_NORTH, (b.lng - a.lng) * METERS_PER_DEGREE_EAST);
}

export function lengthMeters(way: readonly Position[]): number {
  return way.slice(1).reduce((sum, position, index) => sum + distanceMeters(way[index] ?? position, position), 0);
}

/**
 * Positions at equal distances on the way along the street grid: first north or south, then east or west.
 * @param legs how many moves; one position more is returned, from `from` to `to`.
 */
export function drive(from: Position, to: Position, legs: number): Position[] {
  const corner = { lat: to.lat, lng: from.lng };
  const first = distanceMeters(from, corner);
  const whole = first + distanceMeters(corner, to);
  return Array.from({ length: legs + 1 }, (_, leg) => {
    const driven = (whole * leg) / legs;
    return driven <= first
      ? between(from, corner, first === 0 ? 1 : driven / first)
      : between(corner, to, (driven - first) / (whole - first));
  });
}

const between = (a: Position, b: Position, share: number): Position => ({
  lat: a.lat + (b.lat - a.lat) * share,
  lng: a.lng + (b.lng - a.lng) * share,
});
