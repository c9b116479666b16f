import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Endpoint, Input } from '@aegis/contract';
import type { Observable } from 'rxjs';
import type { z } from 'zod';
import { contractOf } from './handles.js';
import { httpErrors } from './http.errors.js';
import { type HttpRequest, languageOf } from './http-request.js';
import { schemaWordsIn } from './mistakes.js';

/**
 * Before the transaction of an idempotency key is opened: what is not as the contract says costs no statement. Therefore an
 * interceptor in front of `Idempotency`, and not a pipe, which Nest runs inside of all interceptors.
 */
@Injectable()
export class Validation implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    request.input = validated(contractOf(context), request);
    return next.handle();
  }
}

/** A message can repeat what was sent: every unknown field by name. */
const MESSAGE_LIMIT = 300;

type Problems = { path: string; message: string }[];

/** @throws 400 with every field that is not as the contract says, 404 for an id that is none. */
export function validated<E extends Endpoint>(endpoint: E, http: HttpRequest): Input<E> {
  const problems: Problems = [];
  const part = (name: 'params' | 'query' | 'body', schema: z.ZodType | undefined): unknown => {
    // Nothing is known of a part the contract does not name: an unexpected body or query is refused like a field.
    if (!schema) return refuseUnexpected(name, http[name], endpoint, problems);
    const value = http[name] ?? (endpoint.takesImage ? undefined : {});
    // What is as it should be needs no words: with them the library takes twice as long to read a fix, and five times for an id.
    const read = schema.safeParse(value);
    if (read.success) return read.data;
    const { error } = schema.safeParse(value, { error: schemaWordsIn(languageOf(http)) });
    if (error) problems.push(...describe(name, error));
    return undefined;
  };
  const input = {
    params: part('params', endpoint.params),
    query: part('query', endpoint.query),
    body: part('body', endpoint.body),
  } as Input<E>;
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
