import { Injectable, Logger } from '@nestjs/common';
import Stripe from 'stripe';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { StripeClient } from './stripe-client.js';

/** Readiness is asked every few seconds; the provider is asked about the key so often at most. */
const ASKED_EVERY_MS = MINUTE_MS;
const ANSWER_WITHIN_MS = 3000;

/**
 * Whether the provider takes the key of this server, for readiness. A key that was rolled or has expired refuses every payment
 * while all else works: it is a warning for the operator and no reason to send requests elsewhere, where the key is the same.
 */
@Injectable()
export class ProviderState {
  private readonly logger = new Logger('payments');
  private askedAt = 0;
  private warning: string | undefined;

  constructor(
    private readonly stripe: StripeClient,
    private readonly platform: Platform,
  ) {}

  /** Undefined when nothing is wrong, or payments are not set up here. */
  async check(): Promise<string | undefined> {
    if (!this.platform.config.stripe) return undefined;
    const now = this.platform.clock.now().getTime();
    if (Math.abs(now - this.askedAt) >= ASKED_EVERY_MS) {
      this.askedAt = now;
      this.warning = await this.ask();
    }
    const unsigned = this.stripe.unsignedEvents;
    return (
      this.warning ??
      (unsigned ? `${unsigned} events in a row were signed by no known STRIPE_WEBHOOK_SECRET` : undefined)
    );
  }

  private async ask(): Promise<string | undefined> {
    try {
      await this.stripe.api.balance.retrieve({}, { timeout: ANSWER_WITHIN_MS, maxNetworkRetries: 0 });
      return undefined;
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeError)) throw error;
      const { StripeAuthenticationError, StripePermissionError } = Stripe.errors;
      if (!(error instanceof StripeAuthenticationError || error instanceof StripePermissionError))
        return `Stripe does not answer: ${error.message}`;
      this.logger.error(`Stripe refuses the key: ${error.message}`);
      return `Stripe refuses the key (${error.statusCode ?? 401}): ${error.message}`;
    }
  }
}
