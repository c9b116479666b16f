import type { Position } from '@aegis/contract';

/** Two numbers in degrees, as maps copy them: `37.80440, -122.27120`. */
const PAIR = /^\s*([-+]?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*([-+]?\d{1,3}(?:\.\d+)?)\s*$/;

/** Null where it is none on earth. */
export function positionIn(typed: string): Position | null {
  const [, lat = NaN, lng = NaN] = (PAIR.exec(typed) ?? []).map(Number);
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? { lat, lng } : null;
}
