import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Database } from '../database/database.js';

/** Of a handler that only reads, and whose answer a replica may give. */
export const ReadsElsewhere = Reflector.createDecorator<undefined, true>({ transform: () => true });

/** Stands next to the handlers: whoever asks and what is written down of it comes before, on the primary. */
@Injectable()
export class ReadingElsewhere implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly database: Database,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!this.reflector.get(ReadsElsewhere, context.getHandler())) return next.handle();
    return from(this.database.readElsewhere(() => lastValueFrom(next.handle())));
  }
}
