import { Logger } from '@nestjs/common';
import { api, type Endpoint } from '@aegis/contract';
import type { FastifyInstance } from 'fastify';
import { pathOf } from '../http/handles.js';
import type { HttpRequest } from '../http/http-request.js';
import { requestContext } from './request-context.js';

/**
 * Answers of these are told only when they refuse or fail. Positions come by the thousand a second at full rate, and a line each
 * would be most of the log and half of the cost of taking one; probes and figures come every few seconds for ever. Both are
 * counted in the metrics by route and status.
 */
const QUIET = new Set(
  [api.tracking.upload, api.operations.live, api.operations.ready]
    .map((endpoint: Endpoint) => pathOf(endpoint))
    .concat('/metrics'),
);

/** nginx's number for a caller who has hung up before the answer began. */
const HUNG_UP = 499;

/**
 * One line for each request when it has been answered: who, what, how long. The route as it is registered and not the address:
 * an address can hold a token or a position, and whoever needs the object finds it by the id of the request.
 */
export function logRequests(fastify: FastifyInstance): void {
  const logger = new Logger('access');
  fastify.addHook('onRequest', (request: HttpRequest, reply, done) => {
    // Not onResponse: it is silent about those who hang up, which is the usual end of an event stream.
    reply.raw.once('close', () => {
      const route = request.routeOptions.url ?? 'unknown';
      const status = reply.raw.headersSent ? reply.raw.statusCode : HUNG_UP;
      if (status < 400 && QUIET.has(route)) return;
      const { userId, role } = request.caller ?? {};
      const durationMs = Math.round(reply.elapsedTime * 10) / 10;
      // Told by the socket, outside of what the request has set up.
      requestContext.run({ requestId: request.id }, () =>
        logger.log({ method: request.method, route, status, durationMs, userId, role }),
      );
    });
    done();
  });
}
