import { Injectable } from '@nestjs/common';
import type { Position } from '@aegis/contract';
import { KnownPlaces } from '../jobs/known-places.js';
import { readZipAreas } from './zip-areas.js';

/** About ten metres: pages and phones round a position in their own ways. */
const DECIMALS = 4;

const spotOf = ({ lat, lng }: Position): string => `${lat.toFixed(DECIMALS)} ${lng.toFixed(DECIMALS)}`;

/** Tells a position that a person has chosen from the one that was found for a ZIP code or town, where nobody said which it is. */
@Injectable()
export class MiddlesOfAreas extends KnownPlaces {
  private middles: Promise<ReadonlySet<string>> | null = null;

  override async isMiddleOfArea(position: Position): Promise<boolean> {
    this.middles ??= readZipAreas().then((areas) => new Set(areas.map((area) => spotOf(area.position))));
    return (await this.middles).has(spotOf(position));
  }
}
