import { Injectable } from '@nestjs/common';
import { HOUR_MS } from '../../../platform/clock/duration.js';
import { OutgoingMail } from '../../../platform/mail/outgoing-mail.js';
import { Platform } from '../../../platform/platform.js';
import { AccountTokens } from './account-tokens.js';
import { identityErrors } from '../identity.errors.js';
import { verificationMail } from './mails.js';
import { UsersRepository } from '../users/users.repository.js';

@Injectable()
export class EmailVerification {
  constructor(
    private readonly users: UsersRepository,
    private readonly tokens: AccountTokens,
    private readonly mail: OutgoingMail,
    private readonly platform: Platform,
  ) {}

  async send(userId: string): Promise<void> {
    const user = await this.users.byId(userId);
    if (!user || user.emailVerifiedAt) throw identityErrors.problem('email_already_verified');
    const hours = this.platform.config.rules.VERIFY_EMAIL_HOURS;
    const wish = { userId, purpose: 'verify_email', validMs: hours * HOUR_MS, confirms: user.email } as const;
    const token = await this.tokens.issueForMail(wish);
    this.mail.send(verificationMail(user, this.mail.baseUrl, token, hours));
  }

  /** @throws 422 `token_not_valid` also when the address was changed since the mail was sent. */
  async verify(token: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      const { userId, email } = await this.tokens.use(token, 'verify_email');
      if (email === null || !(await this.users.confirmEmail(userId, email, this.platform.clock.now())))
        throw identityErrors.problem('token_not_valid');
    });
  }
}
