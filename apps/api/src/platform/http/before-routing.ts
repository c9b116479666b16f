import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 } from 'uuid';
import { httpErrors } from './http.errors.js';
import { languageOf } from './http-request.js';
import { bodyOf, PROBLEM_TYPE, problemOf } from './problem-filter.js';
import type { Problem } from './problem.js';

/**
 * Refusals from before there is a route, and so before the problem filter: Fastify and Node answer them in forms of their own
 * otherwise.
 */

/** An address that cannot be decoded, or a part of it that is too long to name anything. */
export function refuseAddress(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error);
  void reply
    .status(problem.status)
    .header('content-type', PROBLEM_TYPE)
    .send(JSON.stringify(bodyOf(problem, request.id, languageOf(request))));
}

/** Bytes that are no HTTP, headers larger than Node reads (16 KB), or a request that does not end. The connection cannot be used again. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) socket.write(answerOf(refusalOf(error.code)));
  socket.destroy(error);
}

const CODES: Record<string, keyof typeof httpErrors.entries> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timed_out',
};

const refusalOf = (code = ''): Problem => httpErrors.problem(CODES[code] ?? 'request_refused');

function answerOf(problem: Problem): string {
  const body = JSON.stringify(bodyOf(problem, v7(), 'en'));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return [...head, '', body].join('\r\n');
}
