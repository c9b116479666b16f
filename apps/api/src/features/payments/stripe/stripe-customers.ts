import { Injectable, Logger } from '@nestjs/common';
import type Stripe from 'stripe';
import { Platform } from '../../../platform/platform.js';
import { UsersService } from '../../identity/users/users.service.js';
import { isDeadName, makeOnce, StripeClient } from './stripe-client.js';

/** Our customers under Stripe's names. */
@Injectable()
export class StripeCustomers {
  private readonly logger = new Logger('payments');

  constructor(
    private readonly users: UsersService,
    private readonly stripe: StripeClient,
    private readonly platform: Platform,
  ) {}

  /**
   * `work` with the customer's id at Stripe, made with the first call. Two first calls at once get the same one, because the key
   * is the user's; so everything sent with it must never change, which a name does. One that is gone at Stripe is made anew.
   */
  async with<T>(userId: string, work: (stripeCustomerId: string) => Promise<T>): Promise<T> {
    const known = (await this.users.stripeNamesOf(userId))?.stripeCustomerId ?? null;
    const customerId = known ?? (await this.make(userId, null));
    try {
      return await work(customerId);
    } catch (error) {
      if (!isDeadName(error)) throw error;
      this.logger.error(`customer ${customerId} of ${userId} is gone at Stripe, and is made anew`);
      return work(await this.make(userId, customerId));
    }
  }

  /** @param dead the one that it takes the place of; it is part of the key, which would give it again. */
  private async make(userId: string, dead: string | null): Promise<string> {
    const user = await this.users.get(userId);
    const key = dead === null ? `customer:${userId}` : `customer:${userId}:after:${dead}`;
    const customer = await makeOnce(
      key,
      this.platform.clock.now(),
      (idempotencyKey) =>
        this.stripe.api.customers.create({ email: user.email, metadata: { userId } }, { idempotencyKey }),
      () => this.find(userId, user.email),
    );
    await this.users.linkStripe(userId, { stripeCustomerId: customer.id });
    return customer.id;
  }

  /** A list, because Stripe's search lags behind by up to a minute. */
  private async find(userId: string, email: string): Promise<Stripe.Customer | undefined> {
    const { data } = await this.stripe.api.customers.list({ email, limit: 100 });
    return data.find(({ metadata }) => metadata['userId'] === userId);
  }
}
