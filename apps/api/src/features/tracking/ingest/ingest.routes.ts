import { Injectable, type OnModuleInit } from '@nestjs/common';
import { api } from '@aegis/contract';
import { PlainRoutes } from '../../../platform/http/plain-routes.js';
import { FixIngest } from './fix-ingest.js';

/** The one hot route of the system: see PlainRoutes. */
@Injectable()
export class IngestRoutes implements OnModuleInit {
  constructor(
    private readonly routes: PlainRoutes,
    private readonly ingest: FixIngest,
  ) {}

  onModuleInit(): void {
    this.routes.serve(api.tracking.upload, ({ caller, params, body }) =>
      this.ingest.upload(caller, params.id, body.fixes),
    );
  }
}
