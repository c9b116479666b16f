import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { ProblemBody } from '@aegis/contract';
import { type Language, wordsIn } from '@aegis/words/all';
import type { FastifyReply } from 'fastify';
import { refusalOfDatabase } from '../database/database-refusal.js';
import { httpErrors } from './http.errors.js';
import { type HttpRequest, languageOf } from './http-request.js';
import { mistakeIn } from './mistakes.js';
import { Problem } from './problem.js';

const TITLED = [400, 401, 402, 403, 404, 408, 409, 410, 413, 415, 421, 422, 429, 431, 500, 503] as const;

const titleOf = (status: number, language: Language): string => {
  const titled = TITLED.find((one) => one === status);
  return wordsIn(language)(titled === undefined ? 'refusals.refused' : `refusals.title.${titled}`);
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
  // Whoever hangs up in the middle of their body has no answer to wait for, and is no error of ours or of the database.
  const hasLeft = request.raw.readableAborted;
  const problem = hasLeft ? httpErrors.problem('request_refused') : problemOf(error);
  // A refusal of ours says itself what it is; the stack of each would make a flood of requests one of the log as well.
  if (problem.status >= 500 && !(error instanceof Problem && error.code === 'overloaded'))
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
    .send(JSON.stringify(bodyOf(problem, request.id, languageOf(request))));
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
  // An error of the payment provider's SDK has one too: that of its answer to us, which is no answer to whoever asks us.
  if (!(error instanceof Error) || 'rawType' in error) return undefined;
  if ('statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return undefined;
}

export function bodyOf(problem: Problem, requestId: string, language: Language): ProblemBody {
  const { facts, errors } = problem.circumstances;
  return {
    type: `/api/docs/errors#${problem.code}`,
    title: titleOf(problem.status, language),
    status: problem.status,
    code: problem.code,
    detail: problem.in(language),
    requestId,
    ...(errors && {
      errors: errors.map(({ path, message }) => ({ path, message: mistakeIn(language, message) })),
    }),
    ...(facts && { facts }),
  };
}
