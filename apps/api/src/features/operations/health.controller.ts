import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { Health } from './health.js';

@Controller()
export class HealthController {
  constructor(private readonly health: Health) {}

  @Handles(api.operations.live)
  live(@Received() _request: RequestTo<typeof api.operations.live>): Promise<{ status: 'ok' }> {
    return Promise.resolve({ status: 'ok' });
  }

  @Handles(api.operations.ready)
  async ready(
    @Received() { reply }: RequestTo<typeof api.operations.ready>,
  ): Promise<Answer<typeof api.operations.ready>> {
    const readiness = await this.health.ready();
    if (readiness.status !== 'ok') void reply.status(503);
    return readiness;
  }
}
