import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import type { Device, SignedIn } from '../users/accounts.service.js';
import { AccountsService } from '../users/accounts.service.js';
import { identityErrors } from '../identity.errors.js';
import { Passwords } from './passwords.js';
import { Rights } from './rights.js';
import { SecondFactor } from './second-factor.js';
import { SignInFailures } from './sign-in-failures.js';
import { UsersRepository } from '../users/users.repository.js';

export interface Credentials {
  email: string;
  password: string;
  code?: string | undefined;
}

@Injectable()
export class SignIn {
  constructor(
    private readonly users: UsersRepository,
    private readonly accounts: AccountsService,
    private readonly passwords: Passwords,
    private readonly failures: SignInFailures,
    private readonly secondFactor: SecondFactor,
    private readonly rights: Rights,
    private readonly platform: Platform,
  ) {}

  /** An unknown account and a wrong password take the same time and get the same answer. */
  async signIn({ email, password, code }: Credentials, device: Device): Promise<SignedIn> {
    await this.failures.beginTry(email, device.ip);
    const user = await this.users.byEmailOfAnybody(email);
    const matches = await this.passwords.matches(user?.passwordHash ?? null, password);
    if (user && !matches) this.failures.tellOfGuesses(user);
    if (!user || !matches) throw identityErrors.problem('wrong_credentials');
    await this.secondFactor.check(user, code);
    await this.failures.forget(email, device.ip);
    await this.rights.refuseKeptOut(user);
    const passwordHash = this.passwords.isOutdated(user.passwordHash) ? await this.passwords.hash(password) : undefined;
    const signedIn = await this.accounts.enter(user, device, passwordHash);
    if (user.role === 'admin')
      await this.platform.audit.record({ action: 'admin.signed_in', actor: { id: user.id, role: 'admin' } });
    return signedIn;
  }
}
