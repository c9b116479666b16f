import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  RequestMapping,
  RequestMethod,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type Answer, API_BASE_PATH, type Endpoint, type Input } from '@aegis/contract';
import type { FastifyReply } from 'fastify';
import type { Caller, HttpRequest } from './http-request.js';

/** A request after validation, as a handler receives it. */
export type RequestTo<E extends Endpoint> = Input<E> & {
  /** Reading it on a route open to anyone is a mistake of ours and throws. */
  readonly caller: Caller;
  readonly http: HttpRequest;
  /** For cookies and headers only: the body is what the handler returns. */
  readonly reply: FastifyReply;
};

export const ENDPOINT = Reflector.createDecorator<Endpoint>();

export const pathOf = (endpoint: Endpoint): string => (endpoint.absolute ? '' : API_BASE_PATH) + endpoint.path;

/**
 * Binds a controller's method to an endpoint of the contract: path, method, status, access, validation and the shape of
 * the answer all come from there. Does not compile when the method's answer is not the contract's.
 */
export function Handles<E extends Endpoint>(endpoint: E) {
  return <Handler extends (request: RequestTo<E>) => Promise<Answer<E>>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<Handler>,
  ): void => {
    applyDecorators(
      RequestMapping({ path: pathOf(endpoint), method: RequestMethod[endpoint.method] }),
      HttpCode(endpoint.status),
      ENDPOINT(endpoint),
      RouteConfig({ endpoint }),
    )(target, key, descriptor);
  };
}

export const contractOf = (context: ExecutionContext): Endpoint => {
  const endpoint = Reflect.getMetadata(ENDPOINT.KEY, context.getHandler()) as Endpoint | undefined;
  if (!endpoint) throw new Error(`${context.getClass().name}.${context.getHandler().name} has no endpoint`);
  return endpoint;
};

/** The validated request. */
export const Received = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const http = context.switchToHttp().getRequest<HttpRequest>();
  if (!http.input) throw new Error(`${http.method} ${http.url} was not validated`);
  return requestTo(http.input, http, context.switchToHttp().getResponse<FastifyReply>());
});

/** A class and not a literal with a getter, which cost 2.5 us a request: more than to read a fix by its schema. */
class ReceivedRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;

  constructor(
    { params, query, body }: Input<Endpoint>,
    readonly http: HttpRequest,
    readonly reply: FastifyReply,
  ) {
    this.params = params;
    this.query = query;
    this.body = body;
  }

  get caller(): Caller {
    if (!this.http.caller) throw new Error('this route is open to anyone: it has no caller');
    return this.http.caller;
  }
}

/** @param input of the endpoint's own schemas */
export const requestTo = <E extends Endpoint>(input: Input<E>, http: HttpRequest, reply: FastifyReply): RequestTo<E> =>
  // What the schemas of the endpoint have read is what they declare.
  new ReceivedRequest(input, http, reply) as unknown as RequestTo<E>;
