import { Injectable } from '@nestjs/common';
import { distanceBandMeters, type Position } from '@aegis/contract';
import { Database } from '../../../platform/database/database.js';
import type { Demand } from '../eligibility/demand.js';
import { type Asked, valuesFor } from '../eligibility/question.js';
import { originOf } from '../eligibility/rules.js';
import { WALK_LIMIT } from './candidates.statements.js';
import { GRID_DEGREES, SURROUNDINGS } from './surroundings.statements.js';

const METERS_PER_DEGREE = 111_320;

/** A guard who fits, as anybody may know of them. */
export interface Neighbour {
  /** Upper end of the band of the distance; null from a base. */
  bandMeters: number | null;
  hourlyRateCents: number | null;
}

/**
 * What customers learn of guards before one has accepted. Both ends of every distance lie on a grid, also the one that decides who
 * is within the radius: a pin moved by a hand's breadth, and a count that changes with it, tell nothing about a guard's place in
 * their cell.
 */
@Injectable()
export class Surroundings {
  constructor(private readonly database: Database) {}

  /** At most `limit` guards who fit within the radius of the demand, nearest first. */
  async of(demand: Demand, limit: number): Promise<Neighbour[]> {
    const origin = originOf(demand);
    const degrees = GRID_DEGREES[origin];
    const rough: Asked = {
      ...demand,
      location: onGrid(demand.location, degrees),
      // Whoever is within it by the grid is within this by their place.
      radiusMeters: demand.radiusMeters + farthestFromCrossing(degrees),
      ...{ limit, guardId: null, contest: null },
    };
    return (await this.rows(origin, rough))
      .flatMap(({ roughMeters, hourlyRateCents }) =>
        roughMeters !== null && roughMeters <= demand.radiusMeters ? [{ roughMeters, hourlyRateCents }] : [],
      )
      .sort((a, b) => a.roughMeters - b.roughMeters)
      .slice(0, limit)
      .map(({ roughMeters, hourlyRateCents }) => ({
        bandMeters: origin === 'from_base' ? null : distanceBandMeters(roughMeters),
        hourlyRateCents,
      }));
  }

  private async rows(origin: keyof typeof SURROUNDINGS, asked: Asked) {
    const { walk, gather } = SURROUNDINGS[origin];
    const walked = await this.database.rows(walk, valuesFor(walk, asked));
    const found = walked.filter(({ eligible }) => eligible);
    const wasGivenUp = found.length < asked.limit && walked.some((row) => row.walked === WALK_LIMIT);
    return wasGivenUp ? this.database.rows(gather, valuesFor(gather, asked)) : found;
  }
}

const farthestFromCrossing = (degrees: number): number => (degrees * METERS_PER_DEGREE) / Math.SQRT2;

const onGrid = ({ lat, lng }: Position, degrees: number): Position => ({
  lat: Math.round(lat / degrees) * degrees,
  lng: Math.round(lng / degrees) * degrees,
});
