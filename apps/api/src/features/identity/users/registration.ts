import { Injectable } from '@nestjs/common';
import type { api, Input } from '@aegis/contract';
import { Platform } from '../../../platform/platform.js';
import { AccountsService, type Device, type SignedIn } from './accounts.service.js';
import { EmailVerification } from '../credentials/email-verification.js';

@Injectable()
export class Registration {
  constructor(
    private readonly accounts: AccountsService,
    private readonly emails: EmailVerification,
    private readonly platform: Platform,
  ) {}

  /** The account, its first session and the mail that confirms its address. */
  async register(form: Input<typeof api.auth.register>['body'], device: Device): Promise<SignedIn> {
    return this.platform.database.transaction(async () => {
      const signedIn = await this.accounts.register(form, device);
      await this.emails.send(signedIn.user.id);
      return signedIn;
    });
  }
}
