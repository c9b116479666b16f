import { Injectable, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Answer, Endpoint } from '@aegis/contract';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { Admission } from './access.js';
import { pathOf, requestTo, type RequestTo } from './handles.js';
import type { HttpRequest } from './http-request.js';
import { refuse } from './problem-filter.js';
import { validated } from './validation.js';

type Handler<E extends Endpoint> = (request: RequestTo<E>) => Promise<Answer<E>>;
type Opener<E extends Endpoint> = (request: RequestTo<E>) => Promise<void>;

/**
 * Routes without Nest's pipeline, which alone halves the rate of an empty route and keeps 18 KB for every open stream. Same
 * contract, access decision, validation, encoding and refusals as of `@Handles`; what a feature must not do is to register a
 * Fastify route by itself.
 */
@Injectable()
export class PlainRoutes {
  private readonly logger = new Logger('http');

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly admission: Admission,
  ) {}

  /** To be called in `onModuleInit`. The session is proved as of the last five seconds: see `Authenticator`. */
  serve<E extends Endpoint>(endpoint: E, handle: Handler<E>): void {
    const { answer, status } = endpoint;
    this.register(endpoint, async (request, reply) => {
      await this.admission.admit(endpoint, request, 'recent');
      const result: unknown = await handle(requestTo<E>(validated(endpoint, request), request, reply));
      void reply.status(status);
      return answer ? z.encode(answer, result) : undefined;
    });
  }

  /** `open` takes the connection over; refusals before that are answered as everywhere. */
  stream<E extends Endpoint>(endpoint: E, open: Opener<E>): void {
    this.register(endpoint, async (request, reply) => {
      await this.admission.admit(endpoint, request);
      await open(requestTo<E>(validated(endpoint, request), request, reply));
      return reply;
    });
  }

  private register(endpoint: Endpoint, handler: (request: HttpRequest, reply: FastifyReply) => Promise<unknown>): void {
    this.fastify.route({
      method: endpoint.method,
      url: pathOf(endpoint),
      handler,
      errorHandler: (error, request, reply) => refuse(error, request, reply, this.logger),
    });
  }

  private get fastify(): FastifyInstance {
    return this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
  }
}
