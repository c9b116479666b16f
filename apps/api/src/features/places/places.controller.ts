import { Controller } from '@nestjs/common';
import { api } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { Geocoder, type PlacesFound } from './geocoder.js';

@Controller()
export class PlacesController {
  constructor(private readonly geocoder: Geocoder) {}

  @Handles(api.places.search)
  search(@Received() { caller, query }: RequestTo<typeof api.places.search>): Promise<PlacesFound> {
    return this.geocoder.search(query.text, caller.userId);
  }

  @Handles(api.places.nearest)
  nearest(@Received() { caller, query }: RequestTo<typeof api.places.nearest>): Promise<PlacesFound> {
    return this.geocoder.nearest(query, caller.userId);
  }
}
