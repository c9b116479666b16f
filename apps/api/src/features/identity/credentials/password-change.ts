import { Injectable, Logger } from '@nestjs/common';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { Problem } from '../../../platform/http/problem.js';
import { OutgoingMail } from '../../../platform/mail/outgoing-mail.js';
import { Platform } from '../../../platform/platform.js';
import { AccountTokens } from './account-tokens.js';
import { identityErrors } from '../identity.errors.js';
import { OwnProof } from './own-proof.js';
import { accountMail, resetMail } from './mails.js';
import { refuseGuessable } from './password-strength.js';
import { Passwords } from './passwords.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { UserEntity } from '../users/user.entity.js';
import { UsersRepository } from '../users/users.repository.js';

/** New passwords: by their owner, or by whoever reads their mail. Either way nobody else stays signed in. */
@Injectable()
export class PasswordChange {
  private readonly logger = new Logger('password-change');

  constructor(
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly own: OwnProof,
    private readonly sessions: SessionsService,
    private readonly tokens: AccountTokens,
    private readonly mail: OutgoingMail,
    private readonly platform: Platform,
  ) {}

  async change(caller: Caller, current: string, next: string): Promise<void> {
    const user = await this.own.byPassword(caller, current);
    refuseGuessable(next, user);
    await this.set(user, next, caller.sessionId);
  }

  /** Answers before anything is looked up: neither the answer nor its time tells whether there is such an account. */
  forgot(email: string): void {
    this.sendReset(email).catch((error: unknown) =>
      this.logger.error(error instanceof Error ? error.stack : String(error)),
    );
  }

  async reset(token: string, next: string): Promise<void> {
    const passwordHash = await this.passwords.hash(next);
    const user = await this.platform.database.transaction(async () => {
      const { userId } = await this.tokens.use(token, 'reset_password');
      const owner = await this.users.thereById(userId);
      if (!owner) throw identityErrors.problem('token_not_valid');
      // Thrown: the transaction is rolled back, and the link can be used with a better one.
      refuseGuessable(next, owner);
      await this.store(owner, passwordHash);
      return owner;
    });
    this.mail.send(accountMail(user, 'passwordChanged'));
  }

  private async sendReset(email: string): Promise<void> {
    // Also of who is suspended or has closed the account: their rights are behind the same password.
    const user = await this.users.byEmailOfAnybody(email);
    if (!user) return;
    const minutes = this.platform.config.rules.RESET_PASSWORD_MINUTES;
    const wish = { userId: user.id, purpose: 'reset_password', validMs: minutes * MINUTE_MS } as const;
    const token = await this.tokens.issueForMail(wish).catch((error: unknown) => {
      // Those that were mailed before work still, and whoever asks is told nothing of the account.
      if (error instanceof Problem && error.code === 'too_many_mails') return null;
      throw error;
    });
    if (token !== null) this.mail.send(resetMail(user, this.mail.baseUrl, token, minutes));
  }

  private async set(user: UserEntity, next: string, session: string): Promise<void> {
    const passwordHash = await this.passwords.hash(next);
    await this.platform.database.transaction(() => this.store(user, passwordHash, session));
    this.mail.send(accountMail(user, 'passwordChanged'));
  }

  private async store(user: UserEntity, passwordHash: string, exceptSession?: string): Promise<void> {
    if (!(await this.users.setPassword(user, passwordHash))) throw identityErrors.problem('account_changed');
    await this.sessions.revokeAll(user.id, exceptSession);
    for (const purpose of ['reset_password', 'change_email'] as const) await this.tokens.revoke(user.id, purpose);
    await this.platform.audit.record({ action: 'user.password_changed', actor: { id: user.id, role: user.role } });
  }
}
