import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';
import { contractVersion } from './contract-version.js';

const YEAR_SECONDS = 365 * 24 * 3600;

/** For answers that are data: nothing in them is a page. The web application and the pages about the API give their own. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Headers of every answer, and of data what must not be read from a cache by the next person. */
export function setSecurityHeaders(fastify: FastifyInstance): void {
  const headers = {
    ...helmetHeaders(),
    'content-security-policy': DATA_POLICY,
    'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(self)',
  };
  const ofData = { ...headers, 'cache-control': 'no-store', 'aegis-contract': contractVersion() };
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(request.url.startsWith('/api/v1/') ? ofData : headers);
    done();
  });
}

/** They are the same for every answer: asked of helmet once, and not of its ten functions at every request. */
function helmetHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => void (headers[name.toLowerCase()] = value),
    removeHeader: () => {},
  };
  helmet({
    contentSecurityPolicy: false,
    frameguard: { action: 'deny' },
    strictTransportSecurity: { maxAge: YEAR_SECONDS, includeSubDomains: true },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  })({} as IncomingMessage, response as unknown as ServerResponse, () => {});
  return headers;
}
