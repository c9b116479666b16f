import { Injectable } from '@nestjs/common';
import type { Position } from '@aegis/contract';
import { KnownPlaces } from '../jobs/known-places.js';
import { areaOfZip, nearestArea, zipAreas } from './zip-areas.js';

/** About ten metres: pages and phones round a position in their own ways. */
const DECIMALS = 4;

const spotOf = ({ lat, lng }: Position): string => `${lat.toFixed(DECIMALS)} ${lng.toFixed(DECIMALS)}`;

/** What the table of ZIP codes tells of a site without asking anybody. */
@Injectable()
export class MiddlesOfAreas extends KnownPlaces {
  private middles: Promise<ReadonlySet<string>> | null = null;

  /** Tells a position that a person has chosen from the one that was found for a ZIP code or town, where nobody said which it is. */
  override async isMiddleOfArea(position: Position): Promise<boolean> {
    this.middles ??= zipAreas().then((areas) => new Set(areas.map((area) => spotOf(area.position))));
    return (await this.middles).has(spotOf(position));
  }

  override async stateOf({
    locationAddress,
    location,
  }: {
    locationAddress: string;
    location: Position;
  }): Promise<string | null> {
    const areas = await zipAreas();
    return (areaOfZip(areas, locationAddress) ?? nearestArea(areas, location))?.state ?? null;
  }
}
