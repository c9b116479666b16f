import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { UsersService } from '../../identity/users/users.service.js';
import { makeOnce, StripeClient } from './stripe-client.js';

/** Our customers under Stripe's names. */
@Injectable()
export class StripeCustomers {
  constructor(
    private readonly users: UsersService,
    private readonly stripe: StripeClient,
    private readonly platform: Platform,
  ) {}

  /**
   * The customer's id at Stripe, made with the first call. Two first calls at once get the same one, because the key is
   * the user's; so everything sent with it must never change, which a name does.
   */
  async ensure(userId: string): Promise<string> {
    const known = await this.users.stripeNamesOf(userId);
    if (known?.stripeCustomerId) return known.stripeCustomerId;
    const user = await this.users.get(userId);
    const customer = await makeOnce(`customer:${userId}`, this.platform.clock.now(), (idempotencyKey) =>
      this.stripe.api.customers.create({ email: user.email, metadata: { userId } }, { idempotencyKey }),
    );
    await this.users.linkStripe(userId, { stripeCustomerId: customer.id });
    return customer.id;
  }
}
