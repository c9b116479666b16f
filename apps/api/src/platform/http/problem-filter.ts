import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { ProblemBody } from '@aegis/contract';
import type { FastifyReply } from 'fastify';
import { refusalOfDatabase } from '../database/database-refusal.js';
import { httpErrors } from './http.errors.js';
import type { HttpRequest } from './http-request.js';
import { Problem } from './problem.js';

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  402: 'Payment needed',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  421: 'Misdirected',
  422: 'Not possible',
  429: 'Too many requests',
  431: 'Headers too large',
  500: 'Error',
  503: 'Unavailable',
};

/** What Nest and Fastify refuse by themselves, by HTTP status. */
const FRAMEWORK_CODES: Record<number, keyof typeof httpErrors.entries> = {
  400: 'malformed_body',
  404: 'not_found',
  413: 'body_too_large',
  // An id this long names nothing.
  414: 'not_found',
  415: 'unsupported_media_type',
};

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Every error leaves as problem+json; what is not a refusal is logged with its stack and answered as 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    refuse(error, http.getRequest<HttpRequest>(), http.getResponse<FastifyReply>(), this.logger);
  }
}

/** Answers `error` as problem+json. */
export function refuse(error: unknown, request: HttpRequest, reply: FastifyReply, logger: Logger): void {
  const problem = problemOf(error);
  if (problem.status >= 500)
    logger.error(
      `${request.method} ${request.routeOptions.url ?? '?'} ${request.id}`,
      error instanceof Error ? error.stack : String(error),
    );
  // The stream of an answer under way cannot become a problem any more.
  if (reply.sent) return;
  if (problem.circumstances.retryAfterSeconds !== undefined)
    void reply.header('retry-after', String(problem.circumstances.retryAfterSeconds));
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(bodyOf(problem, request.id)));
}

/** The refusal that an error of any origin means. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const databaseRefusal = refusalOfDatabase(error);
  if (databaseRefusal) return databaseRefusal;
  const status = frameworkStatus(error);
  if (status !== undefined && status >= 400 && status < 500)
    return httpErrors.problem(FRAMEWORK_CODES[status] ?? 'request_refused');
  return httpErrors.problem('internal_error');
}

function frameworkStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return undefined;
}

export function bodyOf(problem: Problem, requestId: string): ProblemBody {
  const { facts, errors } = problem.circumstances;
  return {
    type: `/api/docs/errors#${problem.code}`,
    title: TITLES[problem.status] ?? 'Refused',
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    requestId,
    ...(errors && { errors }),
    ...(facts && { facts }),
  };
}
