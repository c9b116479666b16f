import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { unlessKnown } from '../../platform/http/versioned-answer.js';
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
  async trail(
    @Received() { caller, params, query, http, reply }: RequestTo<typeof api.tracking.trail>,
  ): Promise<Answer<typeof api.tracking.trail>> {
    const { simplifyMeters = 0, zoom = null, points = false } = query;
    const wanted = { simplifyMeters, zoom, points };
    const way = await this.tracking.wayOf(caller, params.id);
    // Before the trail is: what comes in between is in the answer, and the next one has another version.
    const version = await this.tracking.versionOf(way, wanted);
    return unlessKnown({ http, reply }, version, () => this.tracking.trail(way, wanted));
  }
}
