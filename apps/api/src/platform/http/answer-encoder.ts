import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FileContent } from '@aegis/contract';
import { map, type Observable } from 'rxjs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { sendFile } from './file-answer.js';
import { ENDPOINT } from './handles.js';
import { NOT_MODIFIED } from './versioned-answer.js';

/**
 * Answers are allow-lists: only what the contract names leaves the server, dates and codecs in their wire form. A handler
 * whose answer does not fit its contract is a bug and answers 500.
 */
@Injectable()
export class AnswerEncoder implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const endpoint = this.reflector.get(ENDPOINT, context.getHandler());
    const schema = endpoint?.answer;
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    if (endpoint && endpoint.fileTypes.length > 0) {
      return next.handle().pipe(map((answer: FileContent) => sendFile(answer, reply)));
    }
    const encode = (answer: unknown): unknown =>
      schema && reply.statusCode !== NOT_MODIFIED ? z.encode(schema, answer) : undefined;
    return next.handle().pipe(map(encode));
  }
}
