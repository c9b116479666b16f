import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { TrackingService } from './tracking.service.js';

@Controller()
export class TrackingController {
  constructor(private readonly tracking: TrackingService) {}

  @Handles(api.tracking.upload)
  upload(
    @Received() { caller, params, body }: RequestTo<typeof api.tracking.upload>,
  ): Promise<Answer<typeof api.tracking.upload>> {
    return this.tracking.upload(caller, params.id, body.fixes);
  }

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
    return this.tracking.trail(caller, params.id, query.simplifyMeters);
  }
}
