import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import type { FastifyReply } from 'fastify';
import { SESSION_COOKIE } from '../../platform/http/access.js';
import { Handles, type HttpRequest, Received, type RequestTo } from '../../platform/http/handles.js';
import { httpErrors } from '../../platform/http/http.errors.js';
import { AccountsService, type Device, type SignedIn } from './accounts.service.js';
import { SessionsService } from './sessions.service.js';

const deviceOf = (http: HttpRequest): Device => ({ name: http.headers['user-agent'] ?? null, ip: http.ip });

@Controller()
export class AuthController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
  ) {}

  @Handles(api.auth.register)
  async register(@Received() { body, http, reply }: RequestTo<typeof api.auth.register>): Promise<SignedIn> {
    return keepInCookie(await this.accounts.register(body, deviceOf(http)), http, reply);
  }

  @Handles(api.auth.login)
  async login(@Received() { body, http, reply }: RequestTo<typeof api.auth.login>): Promise<SignedIn> {
    return keepInCookie(await this.accounts.signIn(body.email, body.password, deviceOf(http)), http, reply);
  }

  @Handles(api.auth.logout)
  async logout(@Received() { caller, reply }: RequestTo<typeof api.auth.logout>): Promise<void> {
    await this.sessions.revoke(caller.userId, caller.sessionId);
    void reply.clearCookie(SESSION_COOKIE, { path: '/' });
  }

  @Handles(api.auth.sessions)
  async list(@Received() { caller }: RequestTo<typeof api.auth.sessions>): Promise<Answer<typeof api.auth.sessions>> {
    const sessions = await this.sessions.ofUser(caller.userId);
    const items = sessions.map((session) => ({ ...session, current: session.id === caller.sessionId }));
    return { items, nextCursor: null };
  }

  @Handles(api.auth.revokeSession)
  async revoke(@Received() { caller, params }: RequestTo<typeof api.auth.revokeSession>): Promise<void> {
    if (!(await this.sessions.revoke(caller.userId, params.id))) throw httpErrors.problem('not_found');
  }
}

/** Browsers keep the token where scripts cannot read it; other clients take it from the body. */
function keepInCookie(signedIn: SignedIn, http: HttpRequest, reply: FastifyReply): SignedIn {
  void reply.setCookie(SESSION_COOKIE, signedIn.token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: http.protocol === 'https',
    expires: signedIn.expiresAt,
  });
  return signedIn;
}
