import { Injectable } from '@nestjs/common';
import type { api, Input } from '@aegis/contract';
import { isoBase64URL } from '@simplewebauthn/server/helpers';
import { Platform } from '../../../platform/platform.js';
import { Rights } from '../credentials/rights.js';
import { identityErrors } from '../identity.errors.js';
import { AccountsService, type Device, type SignedIn } from '../users/accounts.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { PasskeyProofs } from './passkey-proofs.js';
import { PasskeysRepository } from './passkeys.repository.js';
import { PasskeysService } from './passkeys.service.js';

/**
 * In with a passkey: the device has it, and has verified its owner. That is two factors, so neither password nor code is asked for,
 * of administrators neither.
 */
@Injectable()
export class PasskeySignIn {
  constructor(
    private readonly service: PasskeysService,
    private readonly passkeys: PasskeysRepository,
    private readonly proofs: PasskeyProofs,
    private readonly users: UsersRepository,
    private readonly accounts: AccountsService,
    private readonly rights: Rights,
    private readonly platform: Platform,
  ) {}

  /** @throws 422 `challenge_not_valid`, 401 `wrong_passkey`, 403 for who is kept out of their account */
  async signIn(
    { challengeId, response }: Input<typeof api.passkeys.signIn>['body'],
    device: Device,
  ): Promise<SignedIn> {
    const challenge = await this.service.use(challengeId, null);
    const passkey = await this.passkeys.byCredential(Buffer.from(isoBase64URL.toBuffer(response.id)));
    const user = passkey && ((await this.users.byId(passkey.userId)) ?? (await this.users.closingById(passkey.userId)));
    if (!user) throw identityErrors.problem('wrong_passkey');
    const use = await this.proofs.proved(response, { passkey, challenge });
    await this.rights.refuseKeptOut(user);
    const { audit, clock, database } = this.platform;
    return database.transaction(async () => {
      // First the account, then its passkey, as everywhere.
      const signedIn = await this.accounts.enter(user, device);
      if (!(await this.passkeys.markUsed(passkey.id, { ...use, at: clock.now() })))
        throw identityErrors.problem('wrong_passkey');
      if (user.role === 'admin')
        await audit.record({ action: 'admin.signed_in', actor: { id: user.id, role: 'admin' } });
      return signedIn;
    });
  }
}
