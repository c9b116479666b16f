import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contentSecurityPolicy } from './content-security-policy.js';
import { serveMapArchive } from './map-archive.js';
import { languageOfVisitor, spokenPages } from './spoken-page.js';
import { hasLiveEvents, type ToldConfig, type WebConfig, webConfigOf } from './web-config.js';

/** Stands in the built pages where each answer puts a nonce of its own. */
const NONCE_MARK = '__CSP_NONCE__';
/** And where what the application would have to ask for first: one round trip less before it knows its server. */
const CONFIG_MARK = '__AEGIS_CONFIG__';
const HASHED_FILE = /\/assets\/[^/]+$/;
const A_YEAR_SECONDS = 31_536_000;
/** The page as a service worker keeps it for work without network; it asks as a program does, not as for a page. */
const OFFLINE_SHELL = '/offline-shell';
/** Whom a link of a job was given to: a small page of its own, which no search engine is to know. */
const SHARED_JOB = '/share';
/** Addresses of the server's own: an unknown one is a 404 for programs, not a page. */
const SERVER_PATH = /^\/(api|health|metrics|assets)(\/|\?|$)/;

/** Where Vite has put the application; null when it has not been built, as in tests of the API. */
function builtSite(): string | null {
  const folder = dirname(createRequire(import.meta.url).resolve('@aegis/web/package.json'));
  const site = join(folder, 'dist', 'site');
  return existsSync(join(site, 'index.html')) ? site : null;
}

/**
 * Serves the web application at `/`: files as they were built, hashed ones for ever, and its page for every other address,
 * since those are routes of the application. Does nothing when it has not been built.
 */
export async function serveWebApplication(
  fastify: FastifyInstance,
  config: ToldConfig,
  site: string | null = builtSite(),
): Promise<void> {
  if (site === null) return;
  serveMapArchive(fastify, config.map.tiles);
  await fastify.register(fastifyStatic, {
    root: site,
    // Each file gets a route of its own, so that the one for pages stays free.
    wildcard: false,
    index: false,
    decorateReply: false,
    preCompressed: true,
    globIgnore: ['**/*.html', '**/*.br', '**/*.gz'],
    cacheControl: false,
    setHeaders: (response, path) => {
      response.header('cache-control', cachingOf(path));
      // A worker is held to the policy of its own file: the map fetches its tiles there.
      response.header('content-security-policy', contentSecurityPolicy(config));
    },
  });
  const send = pageSender(config, () => webConfigOf(config, hasLiveEvents(fastify)));
  const landing = spokenPages(readFileSync(join(site, 'index.html'), 'utf8'));
  const page = spokenPages(readFileSync(join(site, 'app.html'), 'utf8'));
  fastify.get('/', (request, reply) => send(reply, landing[languageOfVisitor(request)]));
  const shared = readFileSync(join(site, 'share.html'), 'utf8');
  fastify.get(SHARED_JOB, (_request, reply) => send(reply.header('x-robots-tag', 'noindex, nofollow'), shared));
  fastify.get(OFFLINE_SHELL, (request, reply) => send(reply, page[languageOfVisitor(request)]));
  fastify.get('/*', (request, reply) =>
    isPage(request) ? send(reply, page[languageOfVisitor(request)]) : reply.callNotFound(),
  );
}

const cachingOf = (path: string): string =>
  HASHED_FILE.test(path) ? `public, max-age=${A_YEAR_SECONDS}, immutable` : 'no-cache';

/** Browsers ask for a page by its type; a program that asks for an address nobody has is told so. */
const isPage = ({ url, headers }: FastifyRequest): boolean =>
  !SERVER_PATH.test(url) && (headers.accept ?? '').includes('text/html') && !/\.\w+$/.test(url);

/** In a page, "<" would begin a tag. */
const inPage = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

function pageSender(
  config: ToldConfig,
  webConfig: () => WebConfig,
): (reply: FastifyReply, page: string) => FastifyReply {
  return (reply, page) => {
    const nonce = randomBytes(16).toString('base64url');
    return reply
      .header('content-security-policy', contentSecurityPolicy(config, nonce))
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(page.replaceAll(NONCE_MARK, nonce).replace(CONFIG_MARK, () => inPage(webConfig())));
  };
}
