import { Injectable } from '@nestjs/common';
import type { SavedPlace } from '@aegis/contract';
import { breaks } from '../../../platform/database/database-refusal.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { ExactPlace } from '../../jobs/exact-place.js';
import { placeErrors } from '../places.errors.js';
import { type PlaceForm, SavedPlacesRepository } from './saved-places.repository.js';

/** More than anybody finds in a list. A few beyond it, when many are saved at once, do no harm. */
const MOST_PLACES = 100;

/** Sites that a customer books again and again. Jobs keep what they were booked with. */
@Injectable()
export class SavedPlacesService {
  constructor(
    private readonly repository: SavedPlacesRepository,
    private readonly places: ExactPlace,
    private readonly platform: Platform,
  ) {}

  of(userId: string): Promise<SavedPlace[]> {
    return this.repository.ofCustomer(userId);
  }

  /** @throws 422 `place_too_vague`, `too_many_places`; 409 `place_label_taken` */
  async save(userId: string, form: PlaceForm): Promise<SavedPlace> {
    await this.places.refuseVague(form);
    if ((await this.repository.count(userId)) >= MOST_PLACES) throw placeErrors.problem('too_many_places');
    const { clock, ids } = this.platform;
    return this.named(() => this.repository.insert(ids.next(), userId, form, clock.now()));
  }

  /** @throws 404; 422 `place_too_vague`; 409 `place_label_taken` */
  async change(userId: string, id: string, form: PlaceForm): Promise<SavedPlace> {
    await this.places.refuseVague(form);
    return this.named(() => this.repository.change(id, userId, form));
  }

  /** @throws 404 */
  async remove(userId: string, id: string): Promise<void> {
    if (!(await this.repository.remove(id, userId))) throw httpErrors.problem('not_found');
  }

  private async named(write: () => Promise<SavedPlace | null>): Promise<SavedPlace> {
    try {
      const place = await write();
      if (!place) throw httpErrors.problem('not_found');
      return place;
    } catch (error) {
      if (breaks(error, 'customer_places_one_of_a_label')) throw placeErrors.problem('place_label_taken');
      throw error;
    }
  }
}
