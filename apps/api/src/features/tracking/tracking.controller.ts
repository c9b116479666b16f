import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { TrackingService } from './tracking.service.js';

/** Uploads and streams are plain routes: ingest.routes.ts, live.routes.ts. */
@Controller()
export class TrackingController {
  constructor(private readonly tracking: TrackingService) {}

  @Handles(api.tracking.latest)
  latest(
    @Received() { caller, params }: RequestTo<typeof api.tracking.latest>,
  ): Promise<Answer<typeof api.tracking.latest>> {
    return this.tracking.latest(caller, params.id);
  }

  @Handles(api.tracking.trail)
  trail(
    @Received() { caller, params, query }: RequestTo<typeof api.tracking.trail>,
  ): Promise<Answer<typeof api.tracking.trail>> {
    const { simplifyMeters = 0, points = false } = query;
    return this.tracking.trail(caller, params.id, { simplifyMeters, points });
  }
}
