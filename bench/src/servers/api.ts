import 'reflect-metadata';
import { readConfig } from '@aegis/api/dist/src/platform/config/config.js';
import { startServer } from '@aegis/api/dist/src/startup/start.js';
import { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET } from './stripe-keys.js';

/**
 * Our server as `npm start` runs it with DATABASE_URL, but for one thing: it is told where Stripe's stand-in listens, which
 * is a process of its own here. BENCH_STRIPE is that address.
 */
const [host = '', port = ''] = (process.env.BENCH_STRIPE ?? '').split(':');
const config = {
  ...readConfig(process.env),
  stripe: {
    secretKey: STRIPE_SECRET_KEY,
    publishableKey: 'pk_test_bench',
    webhookSecret: STRIPE_WEBHOOK_SECRET,
    server: { host, port: Number(port) },
  },
};
const server = await startServer(config, () => {});
process.stdout.write(`ready at ${server.url}\n`);
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
