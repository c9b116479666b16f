import { Injectable } from '@nestjs/common';
import type { JobDraft } from '@aegis/contract';
import { jobErrors } from './jobs.errors.js';
import { KnownPlaces } from './known-places.js';

type Pin = Pick<JobDraft, 'location' | 'locationPrecision'>;

/** A guard who is sent to the middle of a town finds nobody, and cannot check in where the customer waits. */
@Injectable()
export class ExactPlace {
  constructor(private readonly places: KnownPlaces) {}

  /** @throws 422 `place_too_vague` for the middle of a ZIP code or town whose pin nobody has moved. */
  async refuseVague({ location, locationPrecision }: Pin): Promise<void> {
    const isVague =
      locationPrecision === undefined ? await this.places.isMiddleOfArea(location) : locationPrecision === 'area';
    if (isVague) throw jobErrors.problem('place_too_vague');
  }
}
