import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Clock } from '../../../platform/clock/clock.js';
import { paymentEvents } from '../payments.events.js';
import { EventQueue } from '../../../platform/queue/event-queue.js';
import { Database } from '../../../platform/database/database.js';
import { RelevantEvents } from './relevant-events.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { StripeClient } from '../stripe/stripe-client.js';
import { WebhookEffects } from './webhook-effects.js';

/** Events of Stripe: each applied once, in whatever order and however often they come. */
@Injectable()
export class ApplyWebhook {
  constructor(
    private readonly stripe: StripeClient,
    private readonly relevant: RelevantEvents,
    private readonly effects: WebhookEffects,
    private readonly repository: PaymentsRepository,
    private readonly database: Database,
    private readonly queue: EventQueue,
    private readonly clock: Clock,
  ) {}

  /** @throws 400 for what Stripe has not signed; anything else thrown makes Stripe send the event again. */
  async receive(rawBody: Buffer | undefined, signature: string | string[] | undefined): Promise<void> {
    const event: Stripe.Event = await this.stripe.readEvent(rawBody, signature);
    if (!(await this.relevant.isRelevant(event)) || (await this.repository.isEventApplied(event.id))) return;
    // What the event tells may be old by now: its object is read again, before the transaction.
    const effect = await this.effects.of(event);
    if (!effect) return;
    await this.database.transaction(async () => {
      if (!(await this.repository.claimEvent(event.id, event.type, this.clock.now()))) return;
      await effect.apply();
      if (effect.jobId) await this.queue.publish(paymentEvents['money.due'], { jobId: effect.jobId });
    });
  }
}
