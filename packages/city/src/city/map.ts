import type { Position } from '@aegis/contract';
import type { Random } from './random.js';

/** Far from the demo accounts, so that no seeded guard takes part. */
const CENTRE: Position = { lat: 41.88, lng: -87.68 };
/** A metropolitan area of about 30 by 30 miles. */
const HALF_DEGREES = { lat: 0.22, lng: 0.29 };
const METERS_PER_DEGREE = { lat: 111_070, lng: 82_800 };

const CLAMPED = (value: number): number => Math.max(-1, Math.min(1, value));

/** More people in the middle than at the edge. */
export function somewhere(random: Random): Position {
  const towardsCentre = (): number => CLAMPED((random.next() + random.next() + random.next() - 1.5) / 1.2);
  return {
    lat: CENTRE.lat + HALF_DEGREES.lat * towardsCentre(),
    lng: CENTRE.lng + HALF_DEGREES.lng * towardsCentre(),
  };
}

/** A few hundred metres from where they were. */
export const strolled = ({ lat, lng }: Position, random: Random): Position => ({
  lat: lat + random.between(-0.004, 0.004),
  lng: lng + random.between(-0.004, 0.004),
});

export const metersBetween = (a: Position, b: Position): number =>
  Math.hypot((b.lat - a.lat) * METERS_PER_DEGREE.lat, (b.lng - a.lng) * METERS_PER_DEGREE.lng);
