import type { Endpoint, Input, UserRole } from '@aegis/contract';
import { acceptedLanguage, type Language } from '@aegis/words/languages';
import '@fastify/cookie';
import type { FastifyRequest } from 'fastify';

/** Who is calling, proved by a live session. */
export interface Caller {
  userId: string;
  role: UserRole;
  /** In which they are answered. */
  language: Language;
  sessionId: string;
  /** They are kept out of their account: only what the contract says is for rights answers them. */
  isForRights: boolean;
}

/** How fresh the proof of a caller is: see `Authenticator`. */
export type Proof = 'now' | 'recent';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the contract says of the route; undefined for what is no part of it: pages, and the documents about the API. */
    endpoint?: Endpoint;
    proof?: Proof;
  }
}

/** A request as it goes through the application, with what each step has found out about it. */
export type HttpRequest = FastifyRequest & {
  caller?: Caller;
  /** The endpoint that `Admission` has let the caller in to. */
  letInTo?: Endpoint | undefined;
  rawBody?: Buffer;
  /** What is left of params, query and body after `Validation`. */
  input?: Input<Endpoint>;
};

/** The caller's own language; of who is not signed in, the one that their browser asks for. */
export const languageOf = ({ caller, headers }: Pick<HttpRequest, 'caller' | 'headers'>): Language =>
  caller?.language ?? acceptedLanguage(headers['accept-language']);
