import { Injectable, Logger } from '@nestjs/common';
import type Stripe from 'stripe';
import { Platform } from '../../../platform/platform.js';
import { UsersService } from '../../identity/users/users.service.js';
import { isDeadName, makeOnce, StripeClient } from '../stripe/stripe-client.js';

/** Our guards under Stripe's names. */
@Injectable()
export class GuardAccounts {
  private readonly logger = new Logger('payments');

  constructor(
    private readonly users: UsersService,
    private readonly stripe: StripeClient,
    private readonly platform: Platform,
  ) {}

  /**
   * `work` with the guard's account, made with the first call. The key is the guard's, so that two first calls at once open one.
   * An account that is gone at Stripe is opened anew.
   */
  async with<T>(guardId: string, work: (accountId: string) => Promise<T>): Promise<T> {
    const accountId = (await this.users.get(guardId)).stripeAccountId ?? (await this.open(guardId, null));
    try {
      return await work(accountId);
    } catch (error) {
      if (!isDeadName(error)) throw error;
      this.logger.error(`account ${accountId} of ${guardId} is gone at Stripe, and is opened anew`);
      return work(await this.open(guardId, accountId));
    }
  }

  /** @param dead the one that it takes the place of; it is part of the key, which would give it again. */
  private async open(guardId: string, dead: string | null): Promise<string> {
    const user = await this.users.get(guardId);
    const key = dead === null ? `account:${guardId}` : `account:${guardId}:after:${dead}`;
    const account = await makeOnce(
      key,
      this.platform.clock.now(),
      (idempotencyKey) =>
        this.stripe.api.accounts.create(
          {
            type: 'express',
            country: 'US',
            email: user.email,
            business_type: 'individual',
            // They are paid, and take no cards.
            capabilities: { transfers: { requested: true } },
            metadata: { userId: guardId },
          },
          { idempotencyKey },
        ),
      () => this.find(guardId),
    );
    await this.users.linkStripe(guardId, { stripeAccountId: account.id });
    return account.id;
  }

  /** Null for who has none, and for somebody who has closed their account here: what they are owed waits. */
  async of(userId: string): Promise<{ accountId: string; isSuspended: boolean } | null> {
    const known = await this.users.stripeNamesOf(userId);
    if (!known?.stripeAccountId) return null;
    return { accountId: known.stripeAccountId, isSuspended: known.status === 'suspended' };
  }

  /** Among the newest, which have no other mark that Stripe would look them up by. */
  private async find(guardId: string): Promise<Stripe.Account | undefined> {
    const { data } = await this.stripe.api.accounts.list({ limit: 100 });
    return data.find(({ metadata }) => metadata?.['userId'] === guardId);
  }
}
