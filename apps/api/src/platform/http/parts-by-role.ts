import { api } from '@aegis/contract';
import type { FastifyInstance } from 'fastify';
import type { Role } from '../config/role.js';
import { pathOf } from './handles.js';
import { httpErrors } from './http.errors.js';

const FOR_OPERATORS = [pathOf(api.operations.live), pathOf(api.operations.ready), '/metrics'];
const SERVED: Partial<Record<Role, ReadonlySet<string>>> = {
  ingest: new Set([...FOR_OPERATORS, pathOf(api.tracking.upload)]),
  worker: new Set(FOR_OPERATORS),
};

/** A process that has a part of the work answers for it alone; whoever looks after it asks each. */
export function refuseOtherParts(fastify: FastifyInstance, role: Role): void {
  const served = SERVED[role];
  if (!served) return;
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(served.has(request.routeOptions.url ?? '') ? undefined : httpErrors.problem('not_found'));
  });
}
