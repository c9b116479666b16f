import { Injectable } from '@nestjs/common';
import type { Answer, api, Input } from '@aegis/contract';
import { Platform } from '../../platform/platform.js';
import type { Actor } from '../../platform/timeline/timeline.js';
import { GuardProfilesService } from '../guard-profiles/guard-profiles.service.js';
import { UsersService } from '../identity/users/users.service.js';

type Seen = Input<typeof api.admin.verifyGuard>['body'];

@Injectable()
export class VerifyGuard {
  constructor(
    private readonly guards: GuardProfilesService,
    private readonly users: UsersService,
    private readonly platform: Platform,
  ) {}

  /** An administrator has seen the licence and the person: both are confirmed, or neither. Person first, as locks are taken. */
  async verify(userId: string, actor: Actor, seen: Seen): Promise<Answer<typeof api.admin.verifyGuard>> {
    return this.platform.database.transaction(async () => {
      await this.guards.get(userId);
      await this.users.confirmIdentity(userId, actor, seen.reason);
      return this.guards.verify(userId, seen.papersVersion);
    });
  }
}
