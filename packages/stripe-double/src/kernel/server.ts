import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ApiCalls, Outcome } from './api-calls.js';
import { unknownUrl } from './errors.js';
import { API_VERSION } from './events.js';
import { parseForm, type Form } from './form-body.js';
import { parseMultipart } from './multipart.js';
import type { Route } from './route.js';

export interface ServerParts {
  routes: readonly Route[];
  calls: ApiCalls;
  /** Adds what is not the API of Stripe: its hosted pages, the control API. */
  extend(app: FastifyInstance): void;
}

/** The HTTP side: decodes requests, names the routes, writes Stripe's headers. */
export function createServer(parts: ServerParts): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true, exposeHeadRoutes: false, bodyLimit: 16 * 1024 * 1024 });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, parseForm(body.toString()));
  });
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (request, body, done) => {
    done(null, parseMultipart(request.headers['content-type'] ?? '', body as Buffer));
  });
  allowBrowsers(app);
  for (const route of parts.routes) {
    app.route({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => respond(request, reply, await parts.calls.handle(route, incoming(request))),
    });
  }
  parts.extend(app);
  app.setNotFoundHandler(async (request, reply) => {
    const { status, body } = unknownUrl(request.method, pathOf(request));
    return reply.code(status).send({ error: body });
  });
  app.setErrorHandler<Error & { statusCode?: number }>(async (error, request, reply) => {
    const status = error.statusCode ?? 500;
    // A mistake of the double itself: whoever runs it must see it, whatever the caller does with the answer.
    if (status >= 500) console.error(`${request.method} ${request.url}`, error);
    return reply.code(status).send({ error: { type: 'api_error', message: error.message } });
  });
  return app;
}

function incoming(request: FastifyRequest) {
  const body = request.method === 'POST' ? (request.body as Form | undefined) : undefined;
  return {
    method: request.method,
    path: pathOf(request),
    pathParts: request.params as Record<string, string>,
    form: body ?? parseForm(request.url.split('?')[1] ?? ''),
    authorization: request.headers.authorization,
    idempotencyKey: header(request, 'idempotency-key'),
    account: header(request, 'stripe-account'),
  };
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? request.url;
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function respond(request: FastifyRequest, reply: FastifyReply, outcome: Outcome): FastifyReply {
  if (outcome.kind === 'no_answer') {
    reply.hijack();
    // A held connection stays open until the caller gives up or the double closes.
    if (outcome.connection === 'drop') request.raw.socket.destroy();
    return reply;
  }
  const key = header(request, 'idempotency-key');
  reply
    .header('request-id', outcome.requestId)
    .header('stripe-version', header(request, 'stripe-version') ?? API_VERSION);
  if (key !== undefined) reply.header('idempotency-key', key);
  if (outcome.replayed) reply.header('idempotent-replayed', 'true');
  return reply.code(outcome.status).send(outcome.body);
}

/** As api.stripe.com: a page may call it with a publishable key, and every other call needs the secret one. */
function allowBrowsers(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/v1/')) return;
    reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', 'Request-Id');
  });
  app.options('/v1/*', async (_request, reply) =>
    reply
      .header('access-control-allow-methods', 'GET, POST, DELETE')
      .header('access-control-allow-headers', 'Authorization, Content-Type, Idempotency-Key, Stripe-Version')
      .code(204)
      .send(),
  );
}
