import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Config } from '../../../platform/config/config.js';
import { cookieToken, isSecure, sessionCookie } from '../../../platform/http/session-token.js';
import type { HttpRequest } from '../../../platform/http/http-request.js';
import type { Device } from '../users/accounts.service.js';
import { type NewSession, SessionsService } from './sessions.service.js';

export const deviceOf = (http: HttpRequest): Device => ({ name: http.headers['user-agent'] ?? null, ip: http.ip });

/** Browsers keep the token where scripts cannot read it; other clients take it from the body. */
@Injectable()
export class SessionCookie {
  constructor(
    private readonly sessions: SessionsService,
    private readonly config: Config,
  ) {}

  /** The session that the browser had until now ends: nobody could get at it any more to end it. */
  async keep<Session extends NewSession>(session: Session, http: HttpRequest, reply: FastifyReply): Promise<Session> {
    const before = cookieToken(http, this.config);
    if (before !== undefined) await this.sessions.end(before);
    const secure = isSecure(http, this.config);
    void reply.setCookie(sessionCookie(secure), session.token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure,
      expires: session.expiresAt,
    });
    return session;
  }

  forget(http: HttpRequest, reply: FastifyReply): void {
    const secure = isSecure(http, this.config);
    void reply.clearCookie(sessionCookie(secure), { path: '/', secure });
  }
}
