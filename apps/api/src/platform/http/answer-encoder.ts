import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { map, type Observable } from 'rxjs';
import { z } from 'zod';
import { ENDPOINT } from './handles.js';

/**
 * Answers are allow-lists: only what the contract names leaves the server, dates and codecs in their wire form. A handler
 * whose answer does not fit its contract is a bug and answers 500.
 */
@Injectable()
export class AnswerEncoder implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const schema = this.reflector.get(ENDPOINT, context.getHandler())?.answer;
    return next.handle().pipe(map((answer: unknown) => (schema ? z.encode(schema, answer) : undefined)));
  }
}
