import { describe, expect, it } from 'vitest';
import { distanceMeters, drive, lengthMeters, offset } from './way.js';

const CITY_HALL = { lat: 34.0537, lng: -118.2428 };

describe('the way to the site', () => {
  const from = offset(CITY_HALL, -150, -100);

  it('goes along the street grid at an even pace and arrives', () => {
    const way = drive(from, CITY_HALL, 10);
    expect(way).toHaveLength(11);
    expect(way[0]).toEqual(from);
    expect(distanceMeters(way.at(-1) ?? from, CITY_HALL)).toBeCloseTo(0, 6);
    expect(lengthMeters(way)).toBeCloseTo(250, 0);
    // The leg around the corner is the diagonal of the two streets' parts, 25 m on either side of it.
    const legs = way.slice(1).map((position, index) => distanceMeters(way[index] ?? position, position));
    expect(Math.max(...legs)).toBeCloseTo(25, 3);
  });

  it('may be one street long, or nothing', () => {
    expect(lengthMeters(drive(offset(CITY_HALL, 0, 300), CITY_HALL, 6))).toBeCloseTo(300, 3);
    expect(lengthMeters(drive(offset(CITY_HALL, 300, 0), CITY_HALL, 6))).toBeCloseTo(300, 3);
    expect(lengthMeters(drive(CITY_HALL, CITY_HALL, 6))).toBe(0);
  });

  it('is measured as PostGIS measures it', () => {
    // ST_Distance of the two as geography.
    expect(distanceMeters(CITY_HALL, { lat: 34.0562, lng: -118.2365 })).toBeCloseTo(644.37, 0);
  });
});
