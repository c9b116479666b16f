import underPressure from '@fastify/under-pressure';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { bodyOf } from '../problem-filter.js';
import { languageOf } from '../http-request.js';
import { httpErrors } from '../http.errors.js';

/** A loop that is two seconds late answers nobody in time: refusing is the kinder answer, and lets it catch up. */
const LOOP_DELAY_MS = 2000;
const SAMPLE_MS = 500;
const RETRY_AFTER_SECONDS = 2;

/** A process that cannot follow says so at once, instead of taking more and answering all of it too late. */
export async function refuseUnderPressure(app: NestFastifyApplication): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: LOOP_DELAY_MS,
    sampleInterval: SAMPLE_MS,
    retryAfter: RETRY_AFTER_SECONDS,
    pressureHandler: (request, reply) => {
      // Probes and figures are how the operator sees that it is so.
      if (request.url.startsWith('/health/') || request.url === '/metrics') return;
      void reply
        .status(503)
        .header('retry-after', String(RETRY_AFTER_SECONDS))
        .header('content-type', 'application/problem+json; charset=utf-8')
        .send(JSON.stringify(bodyOf(httpErrors.problem('overloaded'), request.id, languageOf(request))));
    },
  });
}
