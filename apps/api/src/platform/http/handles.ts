import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  RequestMapping,
  RequestMethod,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Answer, API_BASE_PATH, type Endpoint, type Input } from '@aegis/contract';
import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Caller } from './access.js';
import { httpErrors } from './http.errors.js';

export type HttpRequest = FastifyRequest & { caller?: Caller; rawBody?: Buffer };

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
    )(target, key, descriptor);
  };
}

const contractOf = (context: ExecutionContext): Endpoint => {
  const endpoint = Reflect.getMetadata(ENDPOINT.KEY, context.getHandler()) as Endpoint | undefined;
  if (!endpoint) throw new Error(`${context.getClass().name}.${context.getHandler().name} has no endpoint`);
  return endpoint;
};

/** The validated request. */
export const Received = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const http = context.switchToHttp().getRequest<HttpRequest>();
  return received(contractOf(context), http, context.switchToHttp().getResponse<FastifyReply>());
});

/** @throws 400 with every field that is not as the contract says, 404 for an id that is none. */
export function received<E extends Endpoint>(endpoint: E, http: HttpRequest, reply: FastifyReply): RequestTo<E> {
  return {
    ...validated(endpoint, http),
    http,
    reply,
    get caller(): Caller {
      if (!http.caller) throw new Error('this route is open to anyone: it has no caller');
      return http.caller;
    },
  } as RequestTo<E>;
}

/** A message can repeat what was sent: every unknown field by name. */
const MESSAGE_LIMIT = 300;

type Problems = { path: string; message: string }[];

function validated(endpoint: Endpoint, http: HttpRequest): Input<Endpoint> {
  const problems: Problems = [];
  const part = (name: 'params' | 'query' | 'body', schema: z.ZodType | undefined): unknown => {
    // Nothing is known of a part the contract does not name: an unexpected body or query is refused like a field.
    if (!schema) return refuseUnexpected(name, http[name], endpoint, problems);
    const result = schema.safeParse(http[name] ?? (endpoint.takesImage ? undefined : {}));
    if (!result.success) problems.push(...describe(name, result.error));
    return result.data;
  };
  const input = {
    params: part('params', endpoint.params),
    query: part('query', endpoint.query),
    body: part('body', endpoint.body),
  } as Input<Endpoint>;
  // An id that is no UUID names nothing: the same answer as an id that nobody has.
  if (problems.some((problem) => problem.path.startsWith('params'))) throw httpErrors.problem('not_found');
  if (problems.length > 0) throw httpErrors.problem('invalid_request', { errors: problems.slice(0, 50) });
  return input;
}

function refuseUnexpected(name: string, value: unknown, endpoint: Endpoint, problems: Problems): undefined {
  const given = value !== null && typeof value === 'object' ? Object.keys(value) : [];
  if (name === 'query') problems.push(...given.map((key) => ({ path: `query.${key}`, message: 'is not known here' })));
  const hasContent = given.length > 0 || (value !== undefined && value !== null && typeof value !== 'object');
  if (name === 'body' && hasContent && !endpoint.path.startsWith('/webhooks/'))
    problems.push({ path: 'body', message: 'this address takes no body' });
}

function describe(part: string, error: z.ZodError): Problems {
  return error.issues.map((issue) => ({
    path: [part, ...issue.path].join('.'),
    message: issue.message.slice(0, MESSAGE_LIMIT),
  }));
}
