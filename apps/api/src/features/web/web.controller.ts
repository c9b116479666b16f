import { Controller } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { api } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { Platform } from '../../platform/platform.js';
import { hasLiveEvents, type WebConfig, webConfigOf } from './web-config.js';

@Controller()
export class WebController {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly platform: Platform,
  ) {}

  @Handles(api.web.config)
  read(@Received() _request: RequestTo<typeof api.web.config>): Promise<WebConfig> {
    return Promise.resolve(webConfigOf(this.platform.config, hasLiveEvents(this.host.httpAdapter.getInstance())));
  }
}
