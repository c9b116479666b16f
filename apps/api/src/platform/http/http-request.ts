import type { Endpoint, Input, UserRole } from '@aegis/contract';
import '@fastify/cookie';
import type { FastifyRequest } from 'fastify';

/** Who is calling, proved by a live session. */
export interface Caller {
  userId: string;
  role: UserRole;
  sessionId: string;
}

/** A request as it goes through the application, with what each step has found out about it. */
export type HttpRequest = FastifyRequest & {
  caller?: Caller;
  rawBody?: Buffer;
  /** What is left of params, query and body after `Validation`. */
  input?: Input<Endpoint>;
};
