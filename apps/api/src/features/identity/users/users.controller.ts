import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { Rights } from '../credentials/rights.js';
import { UsersService } from './users.service.js';

@Controller()
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly rights: Rights,
  ) {}

  @Handles(api.users.me)
  me(@Received() { caller }: RequestTo<typeof api.users.me>): Promise<Answer<typeof api.users.me>> {
    return this.users.get(caller.userId);
  }

  @Handles(api.users.standing)
  standing(@Received() { caller }: RequestTo<typeof api.users.standing>): Promise<Answer<typeof api.users.standing>> {
    return this.rights.standing(caller.userId);
  }

  @Handles(api.users.changeMe)
  changeMe(
    @Received() { caller, body }: RequestTo<typeof api.users.changeMe>,
  ): Promise<Answer<typeof api.users.changeMe>> {
    return this.users.changeProfile(caller.userId, body);
  }
}
