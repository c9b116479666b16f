import { Injectable, type OnModuleInit } from '@nestjs/common';
import { api } from '@aegis/contract';
import { PlainRoutes } from '../../../platform/http/plain-routes.js';
import { OpenStream } from './open-stream.js';

@Injectable()
export class LiveRoutes implements OnModuleInit {
  constructor(
    private readonly routes: PlainRoutes,
    private readonly streams: OpenStream,
  ) {}

  onModuleInit(): void {
    this.routes.stream(api.tracking.jobEvents, (request) => this.streams.ofJob(request, request.params.id));
    this.routes.stream(api.tracking.events, (request) => this.streams.ofAll(request));
  }
}
