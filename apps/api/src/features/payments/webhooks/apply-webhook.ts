import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { EventNews } from './relevant-events.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { StripeClient } from '../stripe/stripe-client.js';
import { WebhookEffects } from './webhook-effects.js';

/** Events of Stripe: each applied once, in whatever order and however often they come. */
@Injectable()
export class ApplyWebhook {
  constructor(
    private readonly stripe: StripeClient,
    private readonly news: EventNews,
    private readonly effects: WebhookEffects,
    private readonly repository: PaymentsRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws 400 for what Stripe has not signed; anything else thrown makes Stripe send the event again. */
  async receive(rawBody: Buffer | undefined, signature: string | string[] | undefined): Promise<void> {
    const event: Stripe.Event = await this.stripe.readEvent(rawBody, signature);
    if (!(await this.news.isNew(event)) || (await this.repository.isEventApplied(event.id))) return;
    // What the event tells may be old by now: its object is read again, before the transaction.
    const apply = await this.effects.of(event);
    if (!apply) return;
    await this.database.transaction(async () => {
      const isNew = await this.repository.claimEvent(event.id, event.type, this.clock.now());
      if (isNew) await apply();
    });
  }
}
