import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { HOUR_MS, MINUTE_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { paymentErrors } from '../rows/payments.errors.js';

const TIMEOUT_MS = 10_000;
/** With an idempotency key on every call that changes something, repeating is safe; the queue repeats after this. */
const NETWORK_RETRIES = 2;

/** The one way to Stripe, or to the local server that answers like it. */
@Injectable()
export class StripeClient {
  private readonly client: Stripe | null;

  constructor(private readonly platform: Platform) {
    const access = platform.config.stripe;
    this.client = access
      ? new Stripe(access.secretKey, {
          telemetry: false,
          timeout: TIMEOUT_MS,
          maxNetworkRetries: NETWORK_RETRIES,
          ...(access.server && { host: access.server.host, port: access.server.port, protocol: 'http' as const }),
        })
      : null;
  }

  /** @throws inside a transaction, which would hold its locks for as long as the network takes. */
  get api(): Stripe {
    if (this.platform.database.inTransaction) throw new Error('Stripe was called inside a transaction');
    if (!this.client) throw paymentErrors.problem('payments_not_configured');
    return this.client;
  }

  get publishableKey(): string {
    if (!this.platform.config.stripe) throw paymentErrors.problem('payments_not_configured');
    return this.platform.config.stripe.publishableKey;
  }

  /**
   * The event that these bytes are. @throws 400 unless Stripe signed exactly them, within the last five minutes, with one of
   * the secrets: two are known while one replaces the other.
   */
  async readEvent(rawBody: Buffer | undefined, signature: string | string[] | undefined): Promise<Stripe.Event> {
    if (!this.client || !this.platform.config.stripe) throw paymentErrors.problem('payments_not_configured');
    if (!rawBody || typeof signature !== 'string') throw paymentErrors.problem('bad_signature');
    for (const secret of this.platform.config.stripe.webhookSecret.split(',')) {
      const event = await this.readWith(secret.trim(), rawBody, signature);
      if (event) return event;
    }
    throw paymentErrors.problem('bad_signature');
  }

  /** Null unless this secret signed the bytes. */
  private async readWith(secret: string, rawBody: Buffer, signature: string): Promise<Stripe.Event | null> {
    if (!this.client) return null;
    try {
      return await this.client.webhooks.constructEventAsync(rawBody, signature, secret);
    } catch (error) {
      // Signed bytes that are no JSON are not Stripe's either.
      if (error instanceof Stripe.errors.StripeSignatureVerificationError || error instanceof SyntaxError) return null;
      throw error;
    }
  }
}

export type Refusal = InstanceType<
  typeof Stripe.errors.StripeCardError | typeof Stripe.errors.StripeInvalidRequestError
>;

/**
 * The provider's final no. Everything else (no connection, time-out, 5xx, too many requests, key in use) says nothing
 * about what happened: undefined, and the call is made again with its key.
 */
export function refusalOf(error: unknown): Refusal | undefined {
  const { StripeCardError, StripeInvalidRequestError } = Stripe.errors;
  return error instanceof StripeCardError || error instanceof StripeInvalidRequestError ? error : undefined;
}

/** Stripe forgets an idempotency key after 24 hours; four of them are for clocks that differ and calls that take long. */
const KEY_KEPT_MS = 20 * HOUR_MS;

/** True when a repetition of an attempt would be a second one: what became of the first must be looked up before. */
export const isKeyForgotten = (attempt: { createdAt: Date }, now: Date): boolean =>
  now.getTime() - attempt.createdAt.getTime() > KEY_KEPT_MS;

/**
 * Makes something that a person has one of, a customer or an account. Stripe keeps an answer of 5xx with its key for a day,
 * and repeats it: the person would be locked out for so long. So another key is tried, the same for everybody who asks within
 * this minute. At worst an empty customer or account is left over at Stripe, which nothing of ours names.
 */
export async function makeOnce<T>(key: string, now: Date, make: (idempotencyKey: string) => Promise<T>): Promise<T> {
  try {
    return await make(key);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeAPIError)) throw error;
    return make(`${key}:${Math.floor(now.getTime() / MINUTE_MS)}`);
  }
}

export const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null);

/** For requests of people: a provider that cannot be reached is told as such, not as a fault of ours. */
export async function orUnreachable<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const { StripeConnectionError, StripeAPIError, StripeRateLimitError } = Stripe.errors;
    const unreachable =
      error instanceof StripeConnectionError ||
      error instanceof StripeAPIError ||
      error instanceof StripeRateLimitError;
    if (!unreachable) throw error;
    throw paymentErrors.problem('payment_provider_unreachable', { retryAfterSeconds: 5 });
  }
}
