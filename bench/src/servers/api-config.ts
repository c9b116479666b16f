import { type Config, readConfig } from '@aegis/api/dist/src/platform/config/config.js';
import { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET } from './stripe-keys.js';

/** As an operator sets it, but for one thing: where Stripe's stand-in listens, a process of its own (BENCH_STRIPE). */
export function benchConfig(): Config {
  const [host = '', port = ''] = (process.env.BENCH_STRIPE ?? '').split(':');
  return {
    ...readConfig(process.env),
    stripe: {
      secretKey: STRIPE_SECRET_KEY,
      publishableKey: 'pk_test_bench',
      webhookSecret: STRIPE_WEBHOOK_SECRET,
      server: { host, port: Number(port) },
    },
  };
}

/** Tells the bench where to send requests, and stops when it says so. */
export function serveUntilStopped(url: string, stop: () => Promise<void>): void {
  process.stdout.write(`ready at ${url}\n`);
  process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
}
