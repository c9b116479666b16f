import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { areSpansOn } from './spans.js';

/** Who asks how we are asks for ever, and an event stream is open for hours. */
const UNTRACED = /^\/(health\/|metrics$)|\/events$/;
const LOWEST_FAULT = 500;

/** A span of each request, by its pattern. @param isBehindProxy who names a trace that has begun is believed: our own proxy. */
export function traceRequests(fastify: FastifyInstance, isBehindProxy: boolean): void {
  if (!areSpansOn()) return;
  const tracer = trace.getTracer('aegis');
  fastify.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    if (UNTRACED.test(route)) return done();
    const attributes = { 'http.request.method': request.method, 'http.route': route };
    const begun = isBehindProxy ? propagation.extract(ROOT_CONTEXT, traceOf(request)) : ROOT_CONTEXT;
    const span = tracer.startSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER, attributes }, begun);
    // Also of one who hangs up before there is an answer.
    reply.raw.once('close', () => {
      span.setAttribute('http.response.status_code', reply.statusCode);
      if (reply.statusCode >= LOWEST_FAULT) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(begun, span), done);
  });
}

const traceOf = ({ headers }: FastifyRequest): Record<string, string> =>
  typeof headers.traceparent === 'string' ? { traceparent: headers.traceparent } : {};
