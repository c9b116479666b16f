import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { identityErrors } from '../identity.errors.js';
import type { NewSession } from '../sessions/sessions.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { Device } from '../users/accounts.service.js';
import { standingOf, type UserEntity } from '../users/user.entity.js';
import { UsersRepository } from '../users/users.repository.js';
import { AccountTokens, type TokenPurpose } from './account-tokens.js';

/** How long somebody who was refused has to say what they want instead. */
const TOKEN_MS = 15 * MINUTE_MS;

/**
 * Who may not use their account keeps the rights of a person: to know why, to get what is held on them, to be erased. A sign-in
 * lets them in to nothing; its refusal offers the means to it (docs/decisions/0150-rights-without-an-account.md).
 */
@Injectable()
export class Rights {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsService,
    private readonly tokens: AccountTokens,
    private readonly platform: Platform,
  ) {}

  /** For who has shown their password, and their second factor. @throws 403 when the account is suspended or closed */
  async refuseKeptOut(user: UserEntity): Promise<void> {
    if (standingOf(user) === 'suspended') {
      const rightsToken = await this.token(user, 'use_rights');
      throw identityErrors.problem('account_suspended', { facts: { rightsToken } });
    }
    if (!user.erasureDueAt) return;
    const [cancelToken, rightsToken] = [await this.token(user, 'cancel_erasure'), await this.token(user, 'use_rights')];
    const erasureAt = user.erasureDueAt.toISOString();
    throw identityErrors.problem('account_closing', { facts: { erasureAt, cancelToken, rightsToken } });
  }

  /** Opens a session that nothing but rights answers. @throws 422 `token_not_valid` */
  async enter(token: string, device: Device): Promise<NewSession> {
    return this.platform.database.transaction(async () => {
      const { userId } = await this.tokens.use(token, 'use_rights');
      return this.sessions.openForRights(userId, device.name, device.ip);
    });
  }

  async standing(userId: string): Promise<Answer<typeof api.users.standing>> {
    const user = await this.users.thereById(userId);
    if (!user) throw httpErrors.problem('not_found');
    const standing = standingOf(user);
    const told = standing === 'suspended' ? await this.platform.timeline.lastOfPerson(userId, 'user.suspended') : null;
    const reason = told?.details['reason'];
    return {
      standing,
      reason: typeof reason === 'string' ? reason : null,
      suspendedAt: told?.at ?? null,
      erasureDueAt: user.erasureDueAt,
    };
  }

  private token({ id, passwordHash }: UserEntity, purpose: TokenPurpose): Promise<string> {
    return this.tokens.issue({ userId: id, purpose, validMs: TOKEN_MS, seen: passwordHash });
  }
}
