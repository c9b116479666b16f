import type { FastifyReply } from 'fastify';
import { SESSION_COOKIE } from '../../../platform/http/access.js';
import type { HttpRequest } from '../../../platform/http/http-request.js';
import type { Device } from '../users/accounts.service.js';
import type { NewSession } from './sessions.service.js';

export const deviceOf = (http: HttpRequest): Device => ({ name: http.headers['user-agent'] ?? null, ip: http.ip });

/** Browsers keep the token where scripts cannot read it; other clients take it from the body. */
export function keepInCookie<Session extends NewSession>(
  session: Session,
  http: HttpRequest,
  reply: FastifyReply,
): Session {
  void reply.setCookie(SESSION_COOKIE, session.token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: http.protocol === 'https',
    expires: session.expiresAt,
  });
  return session;
}

export const forgetCookie = (reply: FastifyReply): void => void reply.clearCookie(SESSION_COOKIE, { path: '/' });
