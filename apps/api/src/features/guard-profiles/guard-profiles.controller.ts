import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { fullName } from '../identity/users/full-name.js';
import { UserFiles } from '../identity/users/user-files.js';
import { GuardProfilesService } from './guard-profiles.service.js';

type ProfileAnswer = Answer<typeof api.guards.me>;

@Controller()
export class GuardProfilesController {
  constructor(
    private readonly profiles: GuardProfilesService,
    private readonly files: UserFiles,
  ) {}

  @Handles(api.guards.me)
  me(@Received() { caller }: RequestTo<typeof api.guards.me>): Promise<ProfileAnswer> {
    return this.profiles.own(caller.userId);
  }

  @Handles(api.guards.replaceMe)
  replaceMe(@Received() { caller, body }: RequestTo<typeof api.guards.replaceMe>): Promise<ProfileAnswer> {
    return this.profiles.replace(caller.userId, body);
  }

  @Handles(api.guards.setWorkingHours)
  setWorkingHours(@Received() { caller, body }: RequestTo<typeof api.guards.setWorkingHours>): Promise<ProfileAnswer> {
    return this.profiles.setWorkingHours(caller.userId, body);
  }

  @Handles(api.guards.setAvailability)
  setAvailability(@Received() { caller, body }: RequestTo<typeof api.guards.setAvailability>): Promise<ProfileAnswer> {
    return this.profiles.setAvailability(caller.userId, body.status, body.location);
  }

  @Handles(api.guards.card)
  async card(
    @Received() { caller, params }: RequestTo<typeof api.guards.card>,
  ): Promise<Answer<typeof api.guards.card>> {
    const isOwn = caller.role === 'guard' && caller.userId === params.userId;
    const profile = isOwn ? await this.profiles.own(params.userId) : await this.profiles.get(params.userId);
    return {
      ...profile,
      name: fullName(profile),
      licenseVerified: profile.licenseVerifiedAt !== null,
      hasPhoto: await this.files.has(params.userId, 'photo'),
    };
  }
}
