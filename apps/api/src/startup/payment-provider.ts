import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import Stripe from 'stripe';
import { startStripeDouble } from '@aegis/stripe-double';
import { API_BASE_PATH, api } from '@aegis/contract';
import { type Config, ConfigurationError, type StripeAccess } from '../platform/config/config.js';

export interface PaymentProvider {
  access: StripeAccess;
  /** To be called when the application listens at `url`: events are sent there from then on. */
  sendEventsTo(url: string): void;
  close(): Promise<void>;
}

/** Stripe where a key is set; else the local double, which keeps its books in the data directory. */
export async function connectPaymentProvider(config: Config): Promise<PaymentProvider> {
  if (config.stripe) {
    await refuseUnusable(config.stripe);
    return { access: config.stripe, sendEventsTo: () => {}, close: () => Promise.resolve() };
  }
  // The keys live as long as this process: nothing outside of it is to talk to the double.
  const secret = (prefix: string): string => `${prefix}${randomBytes(16).toString('hex')}`;
  const access = {
    secretKey: secret('sk_test_'),
    publishableKey: secret('pk_test_'),
    webhookSecret: secret('whsec_'),
    connectWebhookSecret: secret('whsec_'),
  };
  const double = await startStripeDouble({
    secretKeys: [access.secretKey],
    publishableKey: access.publishableKey,
    savedTestCard: true,
    stateDir: join(config.dataDir, 'stripe'),
  });
  return {
    access: { ...access, server: { host: double.host, port: double.port } },
    sendEventsTo: (url) =>
      double.setWebhookEndpoint({
        url: `${url}${API_BASE_PATH}${api.payments.webhook.path}`,
        secret: access.webhookSecret,
        connect: {
          url: `${url}${API_BASE_PATH}${api.payments.connectWebhook.path}`,
          secret: access.connectWebhookSecret,
        },
      }),
    close: () => double.close(),
  };
}

const FIRST_CALL_TIMEOUT_MS = 10_000;

/** @throws ConfigurationError with one sentence; a start without its provider would take bookings that nobody can pay. */
async function refuseUnusable({ secretKey, mayBeAway = false, server }: StripeAccess): Promise<void> {
  // A local server in its place is started by who starts us.
  if (server) return;
  try {
    await new Stripe(secretKey, { telemetry: false, timeout: FIRST_CALL_TIMEOUT_MS }).balance.retrieve();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const refusal = refusalOfStart(error, mayBeAway);
    if (refusal) throw new ConfigurationError(refusal);
    new Logger('payments').warn(`started while Stripe does not answer: ${error.message}`);
  }
}

/**
 * Why the start must not go on, in one sentence; null when it may. Only an answer about the key says that it is wrong: no
 * connection, a time-out and 5xx are an outage, which a deployment that has worked may outlast (docs/decisions/0035).
 */
export function refusalOfStart(
  error: InstanceType<typeof Stripe.errors.StripeError>,
  mayBeAway: boolean,
): string | null {
  const { StripeConnectionError, StripeAPIError, StripeRateLimitError } = Stripe.errors;
  const isAway =
    error instanceof StripeConnectionError || error instanceof StripeAPIError || error instanceof StripeRateLimitError;
  if (!isAway) return `STRIPE_SECRET_KEY was not accepted by Stripe: ${error.message}`;
  if (mayBeAway) return null;
  return (
    'Stripe (api.stripe.com) cannot be reached: check the network, unset STRIPE_SECRET_KEY to use the local double, or set ' +
    'STRIPE_MAY_BE_AWAY=true to start without an answer.'
  );
}
