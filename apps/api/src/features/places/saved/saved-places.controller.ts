import { Controller } from '@nestjs/common';
import { api, type Answer, type SavedPlace } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { SavedPlacesService } from './saved-places.service.js';

@Controller()
export class SavedPlacesController {
  constructor(private readonly places: SavedPlacesService) {}

  @Handles(api.places.saved)
  async list(@Received() { caller }: RequestTo<typeof api.places.saved>): Promise<Answer<typeof api.places.saved>> {
    return { items: await this.places.of(caller.userId), nextCursor: null };
  }

  @Handles(api.places.save)
  save(@Received() { caller, body }: RequestTo<typeof api.places.save>): Promise<SavedPlace> {
    return this.places.save(caller.userId, body);
  }

  @Handles(api.places.change)
  change(@Received() { caller, params, body }: RequestTo<typeof api.places.change>): Promise<SavedPlace> {
    return this.places.change(caller.userId, params.id, body);
  }

  @Handles(api.places.remove)
  remove(@Received() { caller, params }: RequestTo<typeof api.places.remove>): Promise<void> {
    return this.places.remove(caller.userId, params.id);
  }
}
