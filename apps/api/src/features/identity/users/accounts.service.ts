import { Injectable } from '@nestjs/common';
import type { api, Input } from '@aegis/contract';
import { breaks } from '../../../platform/database/database-refusal.js';
import { Platform } from '../../../platform/platform.js';
import { identityErrors } from '../identity.errors.js';
import { refuseGuessable } from '../credentials/password-strength.js';
import { Passwords } from '../credentials/passwords.js';
import { SessionsService, type NewSession } from '../sessions/sessions.service.js';
import { canonicalPhone } from './phone-numbers.js';
import type { UserEntity } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/** What is known of the machine somebody signs in from. */
export interface Device {
  name: string | null;
  ip: string | null;
}

export type SignedIn = NewSession & { user: UserEntity };

@Injectable()
export class AccountsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsService,
    private readonly passwords: Passwords,
    private readonly platform: Platform,
  ) {}

  /** A customer may book at once; a guard works only after an administrator has verified them. */
  async register(form: Input<typeof api.auth.register>['body'], device: Device): Promise<SignedIn> {
    const { clock, database, ids, timeline } = this.platform;
    const { password, phone, ...person } = form;
    const canonical = phone === undefined ? {} : { phone: canonicalPhone(phone) };
    refuseGuessable(password, form);
    const passwordHash = await this.passwords.hash(password);
    // Within the days of grace the address still belongs to the closed account.
    if (await this.users.byEmailOfAnybody(form.email)) throw identityErrors.problem('email_taken');
    const id = ids.next();
    const now = clock.now();
    try {
      return await database.transaction(async () => {
        await this.users.insert({
          ...person,
          ...canonical,
          id,
          passwordHash,
          status: person.role === 'guard' ? 'pending_verification' : 'active',
          createdAt: now,
          lastLoginAt: now,
          ...(person.termsVersion !== undefined && { termsAcceptedAt: now }),
        });
        await timeline.record({
          subject: { userId: id },
          type: 'user.registered',
          actor: { id, role: person.role },
          details: {},
        });
        return this.openSession(id, device);
      });
    } catch (error) {
      if (breaks(error, 'users_email_unique_among_living')) throw identityErrors.problem('email_taken');
      throw error;
    }
  }

  /**
   * After the person has proved who they are: the session is opened by the statement that finds them with the password, the second
   * factor and the standing that were seen. `passwordHash` replaces one of outdated parameters.
   * @throws 409 `account_changed` when one of them has changed meanwhile.
   */
  async enter(user: UserEntity, device: Device, passwordHash = user.passwordHash): Promise<SignedIn> {
    return this.platform.database.transaction(async () => {
      if (!(await this.users.enter(user, this.platform.clock.now(), passwordHash)))
        throw identityErrors.problem('account_changed');
      return this.openSession(user.id, device);
    });
  }

  private async openSession(userId: string, device: Device): Promise<SignedIn> {
    const user = await this.users.byId(userId);
    if (!user) throw identityErrors.problem('wrong_credentials');
    const session = await this.sessions.open(userId, device.name, device.ip);
    return { ...session, user };
  }
}
