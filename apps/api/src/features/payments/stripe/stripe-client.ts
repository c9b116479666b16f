import { Injectable, Logger } from '@nestjs/common';
import Stripe from 'stripe';
import { z } from 'zod';
import { HOUR_MS, MINUTE_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import type { Problem } from '../../../platform/http/problem.js';
import { areSpansOn } from '../../../platform/tracing/spans.js';
import { tracedCalls } from './traced-calls.js';
import { paymentErrors } from '../rows/payments.errors.js';

const TIMEOUT_MS = 10_000;
/** With an idempotency key on every call that changes something, repeating is safe; the queue repeats after this. */
const NETWORK_RETRIES = 2;

/** The one way to Stripe, or to the local server that answers like it. */
@Injectable()
export class StripeClient {
  private readonly client: Stripe | null;
  /** Events since the last good one that no known secret has signed, as when it was rolled at Stripe alone; forgers count too. */
  unsignedEvents = 0;

  constructor(private readonly platform: Platform) {
    const access = platform.config.stripe;
    this.client = access
      ? new Stripe(access.secretKey, {
          telemetry: false,
          timeout: access.server?.timeoutMs ?? TIMEOUT_MS,
          maxNetworkRetries: NETWORK_RETRIES,
          ...(areSpansOn() && { httpClient: tracedCalls() }),
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
  async readEvent(
    rawBody: Buffer | undefined,
    signature: string | string[] | undefined,
    endpoint: 'platform' | 'connect',
  ): Promise<SignedEvent> {
    const access = this.platform.config.stripe;
    if (!this.client || !access) throw paymentErrors.problem('payments_not_configured');
    if (!rawBody || typeof signature !== 'string') throw paymentErrors.problem('bad_signature');
    const secrets = (endpoint === 'connect' && access.connectWebhookSecret) || access.webhookSecret;
    for (const secret of secrets.split(',')) {
      const event = await this.readWith(secret.trim(), rawBody, signature);
      if (event) {
        this.unsignedEvents = 0;
        return event;
      }
    }
    this.unsignedEvents++;
    throw paymentErrors.problem('bad_signature');
  }

  /** Null unless this secret signed the bytes. */
  private async readWith(secret: string, rawBody: Buffer, signature: string): Promise<SignedEvent | null> {
    const verifier = this.client?.webhooks.signature;
    if (!verifier) return null;
    try {
      await verifier.verifyHeaderAsync(rawBody, signature, secret);
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) return null;
      throw error;
    }
    return parsed(rawBody);
  }
}

/** Of an event what is relied on: everything else is read again from the object that it names. */
const signedEvent = z.object({
  id: z.string().min(1),
  object: z.string(),
  type: z.string(),
  account: z.string().nullish().catch(null),
  data: z.object({ object: z.looseObject({ id: z.string().nullish().catch(null) }) }).nullish(),
});
export type SignedEvent = z.output<typeof signedEvent>;

/** @throws 400 for signed bytes that are no event, and would be none if they were sent again. */
function parsed(rawBody: Buffer): SignedEvent {
  let body: unknown;
  try {
    body = JSON.parse(rawBody.toString('utf8'));
  } catch {
    throw paymentErrors.problem('not_an_event');
  }
  const { data, success } = signedEvent.safeParse(body);
  if (!success) throw paymentErrors.problem('not_an_event');
  return data;
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
 * and repeats it: the person would be locked out for so long. So what the call may have made all the same is looked for, and
 * another key is tried, the same for everybody who asks within this minute.
 */
export async function makeOnce<T>(
  key: string,
  now: Date,
  make: (idempotencyKey: string) => Promise<T>,
  find: () => Promise<T | undefined>,
): Promise<T> {
  try {
    return await make(key);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeAPIError)) throw error;
    return (await find()) ?? make(`${key}:${Math.floor(now.getTime() / MINUTE_MS)}`);
  }
}

export const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null);

const logger = new Logger('payments');

/**
 * For requests of people: what the provider answers to us is no answer to them. One that cannot be reached, that refuses our key,
 * or that refuses what we have asked, is told as such, and never as a fault of theirs.
 */
export async function orUnreachable<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    throw problemOfProvider(error);
  }
}

function problemOfProvider(error: InstanceType<typeof Stripe.errors.StripeError>): Problem {
  const { StripeConnectionError, StripeAPIError, StripeRateLimitError } = Stripe.errors;
  const isAway =
    error instanceof StripeConnectionError || error instanceof StripeAPIError || error instanceof StripeRateLimitError;
  if (isAway) return paymentErrors.problem('payment_provider_unreachable', { retryAfterSeconds: 5 });
  logger.error(`Stripe answered ${error.statusCode ?? 'nothing'} (${error.code ?? error.type}): ${error.message}`);
  const { StripeAuthenticationError, StripePermissionError } = Stripe.errors;
  const isOurKey = error instanceof StripeAuthenticationError || error instanceof StripePermissionError;
  return paymentErrors.problem(isOurKey ? 'payment_provider_refuses' : 'payment_provider_disagrees');
}

/** What we know under this name is not there (any more): deleted in the dashboard, or of another account of Stripe. */
export function isDeadName(error: unknown): boolean {
  if (!(error instanceof Stripe.errors.StripeError)) return false;
  return error.code === 'account_invalid' || (error.code === 'resource_missing' && NAMES.includes(error.param ?? ''));
}

/** Of customers and accounts: of anything else that is missing, making a person anew would mend nothing. */
const NAMES: readonly string[] = ['id', 'customer', 'account'];
