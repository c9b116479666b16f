import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { deviceOf, SessionCookie } from '../sessions/session-cookie.js';
import type { SignedIn } from '../users/accounts.service.js';
import { PasskeySignIn } from './passkey-sign-in.js';
import { PasskeysService } from './passkeys.service.js';

@Controller()
export class PasskeysController {
  constructor(
    private readonly passkeys: PasskeysService,
    private readonly entrance: PasskeySignIn,
    private readonly cookie: SessionCookie,
  ) {}

  @Handles(api.passkeys.list)
  async list(@Received() { caller }: RequestTo<typeof api.passkeys.list>): Promise<Answer<typeof api.passkeys.list>> {
    return { items: await this.passkeys.ofUser(caller.userId), nextCursor: null };
  }

  @Handles(api.passkeys.offer)
  offer(
    @Received() { caller, body }: RequestTo<typeof api.passkeys.offer>,
  ): Promise<Answer<typeof api.passkeys.offer>> {
    return this.passkeys.offer(caller, body);
  }

  @Handles(api.passkeys.add)
  add(@Received() { caller, body }: RequestTo<typeof api.passkeys.add>): Promise<Answer<typeof api.passkeys.add>> {
    return this.passkeys.add(caller, body);
  }

  @Handles(api.passkeys.rename)
  rename(
    @Received() { caller, params, body }: RequestTo<typeof api.passkeys.rename>,
  ): Promise<Answer<typeof api.passkeys.rename>> {
    return this.passkeys.rename(caller, params.id, body.name);
  }

  @Handles(api.passkeys.remove)
  remove(@Received() { caller, params, body }: RequestTo<typeof api.passkeys.remove>): Promise<void> {
    return this.passkeys.remove(caller, params.id, body);
  }

  @Handles(api.passkeys.challenge)
  challenge(): Promise<Answer<typeof api.passkeys.challenge>> {
    return this.passkeys.challenge();
  }

  @Handles(api.passkeys.signIn)
  async signIn(@Received() { body, http, reply }: RequestTo<typeof api.passkeys.signIn>): Promise<SignedIn> {
    return this.cookie.keep(await this.entrance.signIn(body, deviceOf(http)), http, reply);
  }
}
