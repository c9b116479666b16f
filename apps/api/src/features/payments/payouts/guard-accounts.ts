import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { UsersService } from '../../identity/users/users.service.js';
import { makeOnce, StripeClient } from '../stripe/stripe-client.js';

/** Our guards under Stripe's names. */
@Injectable()
export class GuardAccounts {
  constructor(
    private readonly users: UsersService,
    private readonly stripe: StripeClient,
    private readonly platform: Platform,
  ) {}

  /** The guard's account, made with the first call. The key is the guard's, so that two first calls at once open one. */
  async ensure(guardId: string): Promise<string> {
    const user = await this.users.get(guardId);
    if (user.stripeAccountId) return user.stripeAccountId;
    const account = await makeOnce(`account:${guardId}`, this.platform.clock.now(), (idempotencyKey) =>
      this.stripe.api.accounts.create(
        {
          type: 'express',
          country: 'US',
          email: user.email,
          business_type: 'individual',
          capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
          metadata: { userId: guardId },
        },
        { idempotencyKey },
      ),
    );
    await this.users.linkStripe(guardId, { stripeAccountId: account.id });
    return account.id;
  }

  /** Null for who has none, and for somebody who has closed their account here: what they are owed waits. */
  async of(userId: string): Promise<string | null> {
    return (await this.users.stripeNamesOf(userId))?.stripeAccountId ?? null;
  }
}
