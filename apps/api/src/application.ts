import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { API_BASE_PATH } from '@aegis/contract';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { AppModule } from './app.module.js';
import { Clock, MovableClock } from './platform/clock/clock.js';
import type { Config } from './platform/config/config.js';
import { worksBehind } from './platform/config/role.js';
import { serveApiDocs } from './features/operations/api-docs.js';
import { Metrics } from './features/operations/metrics.js';
import { serveWebApplication } from './features/web/web-application.js';
import { Admission } from './platform/http/access.js';
import { refuseAddress, refuseConnection } from './platform/http/before-routing.js';
import { isTooDeep } from './platform/http/body-depth.js';
import { refuseRoutesWithoutContract } from './platform/http/contract-check.js';
import { httpErrors } from './platform/http/http.errors.js';
import type { HttpRequest } from './platform/http/http-request.js';
import { acceptForms } from './platform/http/forms.js';
import { acceptImages } from './platform/http/images.js';
import { refuseUnderPressure } from './platform/http/overload/back-pressure.js';
import { BodyBudget } from './platform/http/overload/body-budget.js';
import { DRAIN_LIMIT_MS, RequestsUnderway } from './platform/http/overload/requests-underway.js';
import { refuseOtherParts } from './platform/http/parts-by-role.js';
import { refuseOtherHosts } from './platform/http/served-hosts.js';
import { setSecurityHeaders } from './platform/http/security-headers.js';
import { RetentionScheduler } from './features/privacy/retention/retention-scheduler.js';
import { logRequests } from './platform/logging/access-log.js';
import { RedactingLogger } from './platform/logging/redacting-logger.js';
import { requestContext } from './platform/logging/request-context.js';
import { Platform } from './platform/platform.js';
import { traceRequests } from './platform/tracing/request-spans.js';

/** A hundred fixes are 20 KB; nothing that the API takes is larger than this. */
const BODY_LIMIT_BYTES = 256 * 1024;
const WEBHOOKS = `${API_BASE_PATH}/webhooks/`;
const EVENT_LIMIT_BYTES = 4 * 1024 * 1024;
/** For the whole of a request to arrive: a slow sender must not hold a connection for ever. With the look it is 30 s at most. */
const REQUEST_TIMEOUT_MS = 28_000;
/** Node looks after its timers at intervals of half a minute otherwise, and its limit for headers alone is a minute. */
const SLOW_SENDERS = {
  requestTimeout: REQUEST_TIMEOUT_MS,
  headersTimeout: REQUEST_TIMEOUT_MS,
  connectionsCheckingInterval: 2000,
};
const PREFLIGHT_SECONDS = 600;
const TOO_DEEP = { errors: [{ path: 'body', message: 'is nested too deep' }] };
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const VALID_REQUEST_ID = /^[\w-]{8,64}$/;

/** Not the time-ordered ids of rows: those draw their randomness anew for each, 3 % of a request. */
const requestId = (given: unknown): string =>
  typeof given === 'string' && VALID_REQUEST_ID.test(given) ? given : randomUUID();

/**
 * The HTTP application with its queue, on a migrated database; not yet listening. `close()` stops requests, then the
 * queue; the database stays open, it belongs to the caller.
 */
export async function createApplication(
  config: Config,
  dataSource: DataSource,
  clock: Clock = new Clock(),
): Promise<NestFastifyApplication> {
  const platform = new Platform(config, dataSource, clock);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: SLOW_SENDERS,
    // Fastify's limit for a step of the start is one for a step of the stop as well, which waits for requests under way.
    pluginTimeout: 2 * DRAIN_LIMIT_MS,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    // Without it SIGTERM waits for every open event stream.
    forceCloseConnections: true,
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseConnection,
    genReqId: (request: IncomingMessage) => requestId(request.headers['x-request-id']),
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(platform), adapter, {
    bodyParser: false,
    bufferLogs: false,
    abortOnError: false,
    logger: new RedactingLogger(logLevels(config.logLevel)),
  });
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  takeOnlyJson(fastify);
  tellTime(fastify, clock);
  await guardTheDoor(app, config);
  app.get(Metrics).observe(fastify);
  await serveApiDocs(fastify);
  await serveWebApplication(fastify, config);
  refuseRoutesWithoutContract(app);
  await app.init();
  platform.queue.refuseUnheard();
  platform.deadlines.refuseUnhandled();
  await platform.replicas.begin();
  if (worksBehind(config.role)) await workBehind(app, platform);
  return app;
}

async function workBehind(app: NestFastifyApplication, { queue, deadlines }: Platform): Promise<void> {
  await queue.start();
  deadlines.start();
  app.get(RetentionScheduler).start();
}

/** What every request passes before a route sees it, in this order. */
async function guardTheDoor(app: NestFastifyApplication, config: Config): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    requestContext.run({ requestId: request.id, onlyReads: READING.has(request.method) }, done);
  });
  if (logLevels(config.logLevel).includes('log')) logRequests(fastify);
  traceRequests(fastify, config.isBehindProxy);
  refuseOtherHosts(fastify, config);
  refuseOtherParts(fastify, config.role);
  app.get(RequestsUnderway).observe(fastify);
  // Like the limits: where one person has the machine to themselves, being slow is better than refusing.
  if (config.rateLimits) await refuseUnderPressure(app);
  await app.register(cookie);
  setSecurityHeaders(fastify);
  if (config.corsOrigins.length > 0)
    await app.register(cors, { origin: [...config.corsOrigins], credentials: true, maxAge: PREFLIGHT_SECONDS });
  app.get(Admission).observe(fastify);
  acceptImages(fastify);
  app.get(BodyBudget).observe(fastify);
  acceptForms(fastify);
  // Before the routes are made. What Stripe sends is larger than what people do: an event has the whole of its object in it.
  fastify.addHook('onRoute', (route) => {
    if (route.url.startsWith(WEBHOOKS)) route.bodyLimit = EVENT_LIMIT_BYTES;
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    done(isTooDeep(request.body) ? httpErrors.problem('invalid_request', TOO_DEEP) : undefined);
  });
}

/**
 * Pages go by the date of answers, which is the machine's where nothing else is said: of a server whose clock is moved it would be
 * another time than the one that it acts by.
 */
function tellTime(fastify: FastifyInstance, clock: Clock): void {
  if (!(clock instanceof MovableClock)) return;
  fastify.addHook('onRequest', (_request, reply, done) => {
    void reply.header('date', clock.now().toUTCString());
    done();
  });
}

/**
 * Forms and plain text are what a page of another site can send without asking the browser first: it could sign its visitor
 * in to an account of its own choice.
 */
function takeOnlyJson(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  // Made once: Nest's own way makes a parser for every request.
  const parse = fastify.getDefaultJsonParser('error', 'error');
  const options = { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES } as const;
  fastify.addContentTypeParser('application/json', options, (request: HttpRequest, body: Buffer, done) => {
    // What the payment provider has signed are the bytes.
    request.rawBody = body;
    // The declared type of `parse` knows text alone; it takes bytes, and strips their byte order mark.
    void parse(request, body as unknown as string, done);
  });
}

function logLevels(lowest: Config['logLevel']): ('fatal' | 'error' | 'warn' | 'log' | 'debug')[] {
  if (lowest === 'silent') return [];
  const levels = ['fatal', 'error', 'warn', 'log', 'debug'] as const;
  return levels.slice(0, levels.indexOf(lowest === 'info' ? 'log' : lowest) + 1);
}
