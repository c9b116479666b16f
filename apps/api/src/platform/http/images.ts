import { api, type Endpoint, IMAGE_MAX_BYTES, IMAGE_TYPES } from '@aegis/contract';
import type { FastifyInstance } from 'fastify';
import { pathOf } from './handles.js';
import { httpErrors } from './http.errors.js';

const endpoints = Object.values(api).flatMap((group) => Object.values(group) as Endpoint[]);
const IMAGE_PATHS = new Set(endpoints.filter((endpoint) => endpoint.takesImage).map(pathOf));

/** Pictures are read only where the contract takes one: elsewhere nobody sends five megabytes. */
export function acceptImages(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const isImage = IMAGE_TYPES.includes((request.headers['content-type'] ?? '').toLowerCase());
    const isRefused = isImage && !IMAGE_PATHS.has(request.routeOptions.url ?? '');
    done(isRefused ? httpErrors.problem('unsupported_media_type') : null, payload);
  });
  fastify.addContentTypeParser(IMAGE_TYPES, { parseAs: 'buffer', bodyLimit: IMAGE_MAX_BYTES }, (_request, body, done) =>
    done(null, body),
  );
}
