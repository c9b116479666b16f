import { randomBytes } from 'node:crypto';
import helmet from '@fastify/helmet';
import type { FastifyReply } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config/config.js';

const YEAR_SECONDS = 365 * 24 * 3600;

/** For answers that are data: nothing in them is a page. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The card form and its second factor are frames of Stripe's; the local double has pages of its own instead. */
const STRIPE_SOURCES = {
  script: ['https://js.stripe.com'],
  frame: ['https://js.stripe.com', 'https://hooks.stripe.com'],
  connect: ['https://api.stripe.com'],
};

/**
 * The policy of our pages: scripts are files of this server, never text in a page; styles are files or carry the nonce of this
 * answer. `worker-src` is for the map.
 */
export function pagePolicy(nonce: string, usesStripe: boolean): string {
  const stripe = usesStripe ? STRIPE_SOURCES : { script: [], frame: [], connect: [] };
  const sources = (...list: string[]): string => list.join(' ');
  return [
    "default-src 'none'",
    `script-src ${sources("'self'", ...stripe.script)}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${sources("'self'", ...stripe.connect)}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    `frame-src ${usesStripe ? sources(...stripe.frame) : "'none'"}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Gives an HTML page its policy; returns the nonce that its style elements carry. */
export function allowPage(reply: FastifyReply, config: Config): string {
  const nonce = randomBytes(16).toString('base64url');
  void reply.header('content-security-policy', pagePolicy(nonce, config.stripe !== undefined && !config.stripe.server));
  return nonce;
}

/** Headers of every answer. The policy is the narrowest one; pages widen it for themselves. */
export async function setSecurityHeaders(app: NestFastifyApplication): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    frameguard: { action: 'deny' },
    strictTransportSecurity: { maxAge: YEAR_SECONDS, includeSubDomains: true },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (_request, reply, done) => {
    void reply
      .header('content-security-policy', DATA_POLICY)
      .header('permissions-policy', 'camera=(self), geolocation=(self), microphone=(), payment=(self)');
    done();
  });
  // What a person is told must not be read from a cache by the next one.
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (request.url.startsWith('/api/v1/') && !reply.hasHeader('cache-control'))
      void reply.header('cache-control', 'no-store');
    done();
  });
}
