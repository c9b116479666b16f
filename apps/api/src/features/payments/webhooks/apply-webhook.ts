import { Injectable } from '@nestjs/common';
import { paymentEvents } from '../payments.events.js';
import { Platform } from '../../../platform/platform.js';
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
    private readonly platform: Platform,
  ) {}

  /** @throws 400 for what Stripe has not signed; anything else thrown makes Stripe send the event again. */
  async receive(
    rawBody: Buffer | undefined,
    signature: string | string[] | undefined,
    endpoint: 'platform' | 'connect' = 'platform',
  ): Promise<void> {
    const { clock, database, queue } = this.platform;
    const event = await this.stripe.readEvent(rawBody, signature, endpoint);
    // A thin event names its object otherwise, and is about nothing that is asked for here.
    if (event.object !== 'event') return;
    if (!(await this.relevant.isRelevant(event))) return;
    // What the event tells may be old by now: its object is read again, before the transaction.
    const effect = await this.effects.of(event);
    if (!effect) return;
    await database.transaction(async () => {
      if (!(await this.repository.claimEvent(event.id, event.type, clock.now()))) return;
      await effect.apply();
      if (effect.jobId) await queue.publish(paymentEvents['money.due'], { jobId: effect.jobId });
    });
  }
}
