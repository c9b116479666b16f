import { Controller } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { api, API_BASE_PATH, type Answer } from '@aegis/contract';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../../database/seed/accounts.js';
import { Config } from '../../platform/config/config.js';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';

const EVENTS_URL = `${API_BASE_PATH}/events`;

@Controller()
export class WebController {
  constructor(
    private readonly config: Config,
    private readonly host: HttpAdapterHost<FastifyAdapter>,
  ) {}

  @Handles(api.web.config)
  read(@Received() _request: RequestTo<typeof api.web.config>): Promise<Answer<typeof api.web.config>> {
    const { map, stripe } = this.config;
    const fastify = this.host.httpAdapter.getInstance();
    return Promise.resolve({
      demo: this.demo(),
      mapStyleUrl: map.styleUrl,
      mapStyleDarkUrl: map.styleDarkUrl,
      stripePublishableKey: stripe && !stripe.server ? stripe.publishableKey : null,
      liveEvents: fastify.hasRoute({ method: 'GET', url: EVENTS_URL }),
    });
  }

  /** Never where a database of one's own is named: the password of these accounts is printed in the README. */
  private demo(): Answer<typeof api.web.config>['demo'] {
    if (this.config.databaseUrl !== undefined) return null;
    const accounts = DEMO_ACCOUNTS.map(({ email, firstName, lastName, role }) => ({
      email,
      name: `${firstName} ${lastName}`,
      role,
    }));
    return { password: DEMO_PASSWORD, accounts };
  }
}
