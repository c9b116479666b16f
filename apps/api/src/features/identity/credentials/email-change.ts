import { Injectable } from '@nestjs/common';
import { HOUR_MS } from '../../../platform/clock/duration.js';
import { breaks } from '../../../platform/database/database-refusal.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { OutgoingMail } from '../../../platform/mail/outgoing-mail.js';
import { Platform } from '../../../platform/platform.js';
import type { Actor } from '../../../platform/timeline/timeline.js';
import { identityErrors } from '../identity.errors.js';
import type { UserEntity } from '../users/user.entity.js';
import { UsersRepository } from '../users/users.repository.js';
import { AccountTokens } from './account-tokens.js';
import { accountMail, newAddressMail } from './mails.js';
import { OwnProof } from './own-proof.js';

/** Another address for an account: asked for with the password, in force when the new one is confirmed. The old one is told of both. */
@Injectable()
export class EmailChange {
  constructor(
    private readonly users: UsersRepository,
    private readonly own: OwnProof,
    private readonly tokens: AccountTokens,
    private readonly mail: OutgoingMail,
    private readonly platform: Platform,
  ) {}

  /** @throws 422 `wrong_password` or `same_email`, 409 `email_taken`. */
  async ask(caller: Caller, email: string, password: string): Promise<void> {
    const user = await this.own.byPassword(caller, password);
    await this.refuseUnusable(user, email);
    await this.mailLink(user, email);
    this.mail.send(accountMail(user, 'addressChangeAsked'));
  }

  /**
   * For somebody whose address is mistyped, so that no mail reaches them: an administrator, who has them on the phone, stands in
   * the place of the password. The link to the new address has to be followed all the same.
   * @throws 404; 422 `administrators_ask_themselves` or `same_email`; 409 `email_taken`
   */
  async askFor(userId: string, { email, reason }: { email: string; reason: string }, actor: Actor): Promise<void> {
    const user = await this.users.byId(userId);
    if (!user) throw httpErrors.problem('not_found');
    if (user.role === 'admin') throw identityErrors.problem('administrators_ask_themselves');
    await this.refuseUnusable(user, email);
    const { audit, database, timeline } = this.platform;
    await database.transaction(async () => {
      await this.mailLink(user, email);
      await timeline.record({ subject: { userId }, type: 'user.email_change_asked', actor, details: { reason } });
      await audit.record({ action: 'user.email_change_asked', actor, subjectId: userId });
    });
    this.mail.send(accountMail(user, 'addressChangeBySupport'));
  }

  /** @throws 422 `token_not_valid`; 409 `email_taken` when somebody else has opened an account with it meanwhile. */
  async confirm(token: string): Promise<void> {
    const before = await this.platform.database.transaction(async () => {
      const { userId, email } = await this.tokens.use(token, 'change_email');
      const user = await this.users.byId(userId);
      if (!user || email === null) throw identityErrors.problem('token_not_valid');
      await this.change(user, email);
      // Links that were mailed to the old address prove nothing any more.
      for (const purpose of ['verify_email', 'reset_password'] as const) await this.tokens.revoke(userId, purpose);
      await this.platform.audit.record({
        action: 'user.email_changed',
        actor: { id: userId, role: user.role },
        subjectId: userId,
      });
      return user;
    });
    this.mail.send(accountMail(before, 'addressChanged'));
  }

  private async refuseUnusable(user: UserEntity, email: string): Promise<void> {
    if (user.email.toLowerCase() === email.toLowerCase()) throw identityErrors.problem('same_email');
    if (await this.users.byEmailOfAnybody(email)) throw identityErrors.problem('email_taken');
  }

  private async mailLink({ id: userId, passwordHash, language }: UserEntity, email: string): Promise<void> {
    const hours = this.platform.config.rules.VERIFY_EMAIL_HOURS;
    const wish = { userId, purpose: 'change_email', validMs: hours * HOUR_MS, confirms: email } as const;
    const token = await this.platform.database.transaction(async () => {
      // The address before may have been mistyped: whoever reads it must not take the account.
      await this.tokens.revoke(userId, 'change_email');
      return this.tokens.issueForMail({ ...wish, seen: passwordHash });
    });
    this.platform.database.afterCommit(() =>
      this.mail.send(newAddressMail({ email, language }, this.mail.baseUrl, token, hours)),
    );
  }

  private async change(user: UserEntity, email: string): Promise<void> {
    if (await this.users.byEmailOfAnybody(email)) throw identityErrors.problem('email_taken');
    try {
      if (!(await this.users.changeEmail(user.id, user.email, email, this.platform.clock.now())))
        throw identityErrors.problem('account_changed');
    } catch (error) {
      if (breaks(error, 'users_email_unique_among_living')) throw identityErrors.problem('email_taken');
      throw error;
    }
  }
}
