import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import { Platform } from '../../platform/platform.js';
import type { Actor } from '../../platform/timeline/timeline.js';
import { GuardProfilesService } from '../guard-profiles/guard-profiles.service.js';
import { UsersService } from '../identity/users/users.service.js';

@Injectable()
export class VerifyGuard {
  constructor(
    private readonly guards: GuardProfilesService,
    private readonly users: UsersService,
    private readonly platform: Platform,
  ) {}

  /** An administrator has seen the licence and the person: both are confirmed, or neither. */
  async verify(userId: string, actor: Actor, reason: string): Promise<Answer<typeof api.admin.verifyGuard>> {
    return this.platform.database.transaction(async () => {
      const profile = await this.guards.verify(userId);
      await this.users.confirmIdentity(userId, actor, reason);
      return profile;
    });
  }
}
