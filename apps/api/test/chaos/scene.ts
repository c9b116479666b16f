import { type AddressInfo, createServer } from 'node:net';
import { api, API_BASE_PATH } from '@aegis/contract';
import { startStripeDouble, type StripeDouble } from '@aegis/stripe-double';
import Stripe from 'stripe';
import { SERVER_SETTINGS } from '../server-settings.js';
import { KillableServer } from './killable-server.js';

/** Longer than a call to the double takes while two processors are busy with other things. */
const SHORTEST_TIMEOUT_MS = 750;
/** A call of Stripe's hangs for up to 40 s, and the application waits for ten: so it is here, whatever the scale. */
const TIMEOUTS_IN_A_HANG = 4;

export const STRIPE_KEYS = {
  secretKey: 'sk_test_chaos',
  publishableKey: 'pk_test_chaos',
  webhookSecret: 'whsec_chaos',
};

/** Stripe, and the API in a process of its own that can be killed. */
export interface Scene {
  double: StripeDouble;
  /** As a page of a customer reaches Stripe. */
  browser: Stripe;
  server: KillableServer;
  baseUrl: string;
  stop: () => Promise<void>;
}

export interface SceneOptions {
  seed: number;
  /** Of an empty, migrated database that only this run uses. */
  databaseUrl: string;
  /** Compiled `server.js`. */
  serverFile: string;
  /** How long a call to Stripe hangs at most. */
  hangMs?: number;
}

const SHORT_HANG_MS = 3000;

export async function openScene(options: SceneOptions): Promise<Scene> {
  const double = await startStripeDouble({ savedTestCard: true, seed: options.seed });
  const stripe = { host: double.host, port: double.port, protocol: 'http' as const, telemetry: false };
  const browser = new Stripe(STRIPE_KEYS.publishableKey, stripe);
  const port = await freePort();
  const server = new KillableServer(options.serverFile, environmentOf(options, port, double.port));
  const baseUrl = `http://127.0.0.1:${port}`;
  const url = baseUrl + API_BASE_PATH + api.payments.webhook.path;
  double.setWebhookEndpoint({ url, secret: STRIPE_KEYS.webhookSecret });
  const stop = async (): Promise<void> => {
    await server.kill();
    await double.close();
  };
  try {
    await server.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { double, browser, server, baseUrl, stop };
}

/** A second process of the API beside that of the scene, at the same database and the same Stripe. */
export async function anotherServer({ double }: Scene, options: SceneOptions): Promise<KillableServer> {
  const server = new KillableServer(options.serverFile, environmentOf(options, await freePort(), double.port));
  await server.start();
  return server;
}

function environmentOf(
  { databaseUrl, hangMs = SHORT_HANG_MS }: SceneOptions,
  port: number,
  stripePort: number,
): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: '10',
    ...SERVER_SETTINGS,
    PORT: String(port),
    LOG_LEVEL: 'error',
    // Hundreds of people behind one address.
    RATE_LIMITS: 'off',
    STRIPE_SECRET_KEY: STRIPE_KEYS.secretKey,
    STRIPE_PUBLISHABLE_KEY: STRIPE_KEYS.publishableKey,
    STRIPE_WEBHOOK_SECRET: STRIPE_KEYS.webhookSecret,
    CHAOS_STRIPE_PORT: String(stripePort),
    CHAOS_STRIPE_TIMEOUT_MS: String(Math.max(SHORTEST_TIMEOUT_MS, hangMs / TIMEOUTS_IN_A_HANG)),
    // The sweep runs beside everything else all the time, instead of every five minutes.
    PAYMENT_SWEEP_SECONDS: '2',
    PAYMENT_UNKNOWN_AFTER_SECONDS: '3',
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
