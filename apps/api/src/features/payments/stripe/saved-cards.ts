import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { UsersService } from '../../identity/users/users.service.js';
import { Cards } from './cards.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { idOf, StripeClient } from './stripe-client.js';
import { paymentEvents } from '../payments.events.js';

/** A customer has saved a card: it is used from now on, also for the jobs whose hold an older card has refused. */
@Injectable()
export class SavedCards {
  constructor(
    private readonly stripe: StripeClient,
    private readonly users: UsersService,
    private readonly cards: Cards,
    private readonly repository: PaymentsRepository,
    private readonly platform: Platform,
  ) {}

  /** Called outside, its result inside of a transaction. */
  async effectOf(setupIntentId: string): Promise<(() => Promise<void>) | null> {
    const intent = await this.stripe.api.setupIntents.retrieve(setupIntentId);
    const [customer, card, userId] = [idOf(intent.customer), idOf(intent.payment_method), intent.metadata?.['userId']];
    const isOurs = customer && card && userId && (await this.users.get(userId)).stripeCustomerId === customer;
    if (!isOurs) return null;
    await this.cards.makeStandard(customer, card);
    return async () => {
      for (const jobId of await this.repository.retryRefusedHolds(userId, this.platform.clock.now()))
        await this.platform.queue.publish(paymentEvents['money.due'], { jobId });
    };
  }
}
