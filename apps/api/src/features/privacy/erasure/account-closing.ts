import { Injectable } from '@nestjs/common';
import { DAY_MS, shift } from '../../../platform/clock/duration.js';
import { OutgoingMail } from '../../../platform/mail/outgoing-mail.js';
import { Platform } from '../../../platform/platform.js';
import { type Actor, SYSTEM } from '../../../platform/timeline/timeline.js';
import { UsersService } from '../../identity/users/users.service.js';
import { closingMail } from '../mails.js';
import { privacyEvents } from '../privacy.events.js';
import { PrivacyRequestsRepository } from '../privacy-requests.repository.js';
import { OpenBusiness } from './open-business.js';
import { PersonEraser } from './person-eraser.js';

/** The beginning of an erasure: the account is closed, sessions and positions go at once, the person after the days of grace. */
@Injectable()
export class AccountClosing {
  constructor(
    private readonly users: UsersService,
    private readonly requests: PrivacyRequestsRepository,
    private readonly business: OpenBusiness,
    private readonly eraser: PersonEraser,
    private readonly mail: OutgoingMail,
    private readonly platform: Platform,
  ) {}

  /**
   * What nobody counts on yet is let go of: jobs that no guard has taken are called off without a fee, and a guard's jobs that have
   * not begun go back to dispatch.
   * @throws 409 while another party counts on the person, or money of theirs is on its way.
   */
  async close(userId: string, cause: 'on_request' | 'inactive'): Promise<void> {
    const { database, audit, config, queue } = this.platform;
    const now = this.platform.clock.now();
    const dueAt = shift(now, config.rules.ERASURE_GRACE_DAYS * DAY_MS);
    await database.transaction(async () => {
      const { role } = await this.users.getThere(userId);
      const actor: Actor = cause === 'on_request' ? { id: userId, role } : SYSTEM;
      const user = await this.users.close(userId, {
        actor,
        erasureDueAt: dueAt,
        reason: cause === 'on_request' ? 'on request' : 'unused',
        refuse: () => this.business.refuseOpen(userId),
      });
      await this.requests.insert({
        id: this.platform.ids.next(),
        userId,
        kind: 'erasure',
        cause,
        format: null,
        requestedAt: now,
        dueAt,
      });
      await this.eraser.erasePosition(userId);
      await queue.publish(privacyEvents['account.closed'], { userId, closedAt: now.toISOString() });
      await audit.record({ action: 'privacy.erasure_requested', actor, subjectId: userId, facts: { cause } });
      this.mail.send(closingMail(user, this.mail.baseUrl, dueAt));
    });
  }

  /** Within the days of grace everything comes back but the positions. */
  async reopen(userId: string): Promise<void> {
    const { audit, clock, database } = this.platform;
    await database.transaction(async () => {
      const { role } = await this.users.reopen(userId);
      await this.requests.cancelErasure(userId, clock.now());
      await audit.record({
        action: 'privacy.erasure_cancelled',
        actor: { id: userId, role },
        subjectId: userId,
      });
    });
  }
}
