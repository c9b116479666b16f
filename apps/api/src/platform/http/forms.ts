import { api, type Endpoint } from '@aegis/contract';
import type { FastifyInstance } from 'fastify';
import { pathOf } from './handles.js';
import { httpErrors } from './http.errors.js';

const FORM = 'application/x-www-form-urlencoded';
const MOST_BYTES = 1024;

const endpoints = Object.values(api).flatMap((group) => Object.values(group) as Endpoint[]);
const FORM_PATHS = new Set(endpoints.filter((endpoint) => endpoint.takesForm).map(pathOf));

/**
 * A form is what a page of another site can send without asking the browser first. It is taken only where the address itself says
 * all, as mail programs call it (RFC 8058), and what is in it is not read.
 */
export function acceptForms(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const isForm = (request.headers['content-type'] ?? '').toLowerCase().startsWith(FORM);
    const isRefused = isForm && !FORM_PATHS.has(request.routeOptions.url ?? '');
    done(isRefused ? httpErrors.problem('unsupported_media_type') : null, payload);
  });
  fastify.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: MOST_BYTES }, (_request, _body, done) =>
    done(null),
  );
}
