import { Injectable, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Answer, Endpoint } from '@aegis/contract';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { refuseWhoWasNotLetIn } from './access.js';
import { pathOf, requestTo, type RequestTo } from './handles.js';
import type { HttpRequest, Proof } from './http-request.js';
import { refuse } from './problem-filter.js';
import { validated } from './validation.js';

type Handler<E extends Endpoint> = (request: RequestTo<E>) => Promise<Answer<E>>;
type PlainHandler = (request: HttpRequest, reply: FastifyReply) => Promise<unknown>;
type Opener<E extends Endpoint> = (request: RequestTo<E>) => Promise<void>;

/**
 * Routes without Nest's pipeline, which alone halves the rate of an empty route and keeps 18 KB for every open stream. Same
 * contract, access decision, validation, encoding and refusals as of `@Handles`; what a feature must not do is to register a
 * Fastify route by itself.
 */
@Injectable()
export class PlainRoutes {
  private readonly logger = new Logger('http');

  constructor(private readonly adapterHost: HttpAdapterHost) {}

  /** To be called in `onModuleInit`. The session is proved as of the last five seconds: see `Authenticator`. */
  serve<E extends Endpoint>(endpoint: E, handle: Handler<E>): void {
    const { answer, status } = endpoint;
    this.register(endpoint, 'recent', async (request, reply) => {
      const result: unknown = await handle(requestTo<E>(validated(endpoint, request), request, reply));
      void reply.status(status);
      return answer ? z.encode(answer, result) : undefined;
    });
  }

  /** `open` takes the connection over; refusals before that are answered as everywhere. */
  stream<E extends Endpoint>(endpoint: E, open: Opener<E>): void {
    this.register(endpoint, 'now', async (request, reply) => {
      await open(requestTo<E>(validated(endpoint, request), request, reply));
      return reply;
    });
  }

  private register(endpoint: Endpoint, proof: Proof, handler: PlainHandler): void {
    this.fastify.route({
      method: endpoint.method,
      url: pathOf(endpoint),
      config: { endpoint, proof },
      handler: (request, reply) => {
        refuseWhoWasNotLetIn(endpoint, request);
        return handler(request, reply);
      },
      errorHandler: (error, request, reply) => refuse(error, request, reply, this.logger),
    });
  }

  private get fastify(): FastifyInstance {
    return this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
  }
}
