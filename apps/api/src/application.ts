import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { AppModule } from './app.module.js';
import { Clock } from './platform/clock/clock.js';
import type { Config } from './platform/config/config.js';
import { serveApiDocs } from './features/operations/api-docs.js';
import { Metrics } from './features/operations/metrics.js';
import { serveWebApplication } from './features/web/web-application.js';
import { refuseAddress, refuseConnection } from './platform/http/before-routing.js';
import { refuseRoutesWithoutContract } from './platform/http/contract-check.js';
import { Deadlines } from './platform/queue/deadlines.js';
import { EventQueue } from './platform/queue/event-queue.js';

/** A hundred fixes are 20 KB; nothing that the API takes is larger than this. */
const BODY_LIMIT_BYTES = 256 * 1024;
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
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    // Without it SIGTERM waits for every open event stream.
    forceCloseConnections: true,
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseConnection,
    genReqId: (request: IncomingMessage) => requestId(request.headers['x-request-id']),
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, dataSource, clock), adapter, {
    rawBody: true,
    bodyParser: false,
    bufferLogs: false,
    abortOnError: false,
    logger: new ConsoleLogger({ json: true, colors: false, logLevels: logLevels(config.logLevel) }),
  });
  takeOnlyJson(app);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  await app.register(cookie);
  await app.register(helmet, { contentSecurityPolicy: false });
  app.get(Metrics).observe(fastify);
  await serveApiDocs(fastify);
  await serveWebApplication(fastify, config);
  refuseRoutesWithoutContract(app);
  await app.init();
  await app.get(EventQueue).start();
  app.get(Deadlines).start();
  return app;
}

/**
 * Forms and plain text are what a page of another site can send without asking the browser first: it could sign its visitor
 * in to an account of its own choice.
 */
function takeOnlyJson(app: NestFastifyApplication): void {
  app.getHttpAdapter().getInstance().removeAllContentTypeParsers();
  app.useBodyParser('application/json', { bodyLimit: BODY_LIMIT_BYTES });
}

function logLevels(lowest: Config['logLevel']): ('fatal' | 'error' | 'warn' | 'log' | 'debug')[] {
  if (lowest === 'silent') return [];
  const levels = ['fatal', 'error', 'warn', 'log', 'debug'] as const;
  return levels.slice(0, levels.indexOf(lowest === 'info' ? 'log' : lowest) + 1);
}
