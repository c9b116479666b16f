import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { acceptedLanguage } from '@aegis/words/languages';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import type { SignedIn } from '../users/accounts.service.js';
import { Registration } from '../users/registration.js';
import { deviceOf, SessionCookie } from '../sessions/session-cookie.js';
import { type NewSession, SessionsService } from '../sessions/sessions.service.js';
import { Rights } from './rights.js';
import { SignIn } from './sign-in.js';

@Controller()
export class AuthController {
  constructor(
    private readonly registration: Registration,
    private readonly signIn: SignIn,
    private readonly rights: Rights,
    private readonly sessions: SessionsService,
    private readonly cookie: SessionCookie,
  ) {}

  @Handles(api.auth.register)
  async register(@Received() { body, http, reply }: RequestTo<typeof api.auth.register>): Promise<SignedIn> {
    const form = { language: acceptedLanguage(http.headers['accept-language']), ...body };
    return this.cookie.keep(await this.registration.register(form, deviceOf(http)), http, reply);
  }

  @Handles(api.auth.login)
  async login(@Received() { body, http, reply }: RequestTo<typeof api.auth.login>): Promise<SignedIn> {
    return this.cookie.keep(await this.signIn.signIn(body, deviceOf(http)), http, reply);
  }

  @Handles(api.auth.enterForRights)
  async enterForRights(
    @Received() { body, http, reply }: RequestTo<typeof api.auth.enterForRights>,
  ): Promise<NewSession> {
    return this.cookie.keep(await this.rights.enter(body.token, deviceOf(http)), http, reply);
  }

  @Handles(api.auth.logout)
  async logout(@Received() { caller, http, reply }: RequestTo<typeof api.auth.logout>): Promise<void> {
    await this.sessions.revoke(caller.userId, caller.sessionId);
    this.cookie.forget(http, reply);
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
