import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startStripeDouble } from '@aegis/stripe-double';
import { API_BASE_PATH, api } from '@aegis/contract';
import type { Config, StripeAccess } from '../platform/config/config.js';

export interface PaymentProvider {
  access: StripeAccess;
  /** To be called when the application listens at `url`: events are sent there from then on. */
  sendEventsTo(url: string): void;
  close(): Promise<void>;
}

/** Stripe where a key is set; else the local double, which keeps its books in the data directory. */
export async function connectPaymentProvider(config: Config): Promise<PaymentProvider> {
  if (config.stripe) return { access: config.stripe, sendEventsTo: () => {}, close: () => Promise.resolve() };
  // The keys live as long as this process: nothing outside of it is to talk to the double.
  const secret = (prefix: string): string => `${prefix}${randomBytes(16).toString('hex')}`;
  const access = {
    secretKey: secret('sk_test_'),
    publishableKey: secret('pk_test_'),
    webhookSecret: secret('whsec_'),
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
      }),
    close: () => double.close(),
  };
}
