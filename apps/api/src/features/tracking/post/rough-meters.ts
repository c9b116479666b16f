import type { Position } from '@aegis/contract';

const METERS_PER_DEGREE = 111_320;

/** Good enough to ask the database, which decides: on a plane that touches the site. */
export function roughMeters(a: Position, b: Position): number {
  const x = (a.lng - b.lng) * Math.cos((b.lat * Math.PI) / 180);
  return Math.hypot(x, a.lat - b.lat) * METERS_PER_DEGREE;
}
