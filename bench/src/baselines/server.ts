import Fastify from 'fastify';
import Stripe from 'stripe';
import { serveBooking } from './booking.js';
import { serveCandidates } from './candidates.js';
import { openPool } from './database.js';
import { serveEvents } from './events.js';
import { Money } from './money.js';
import { serveOffers } from './offers.js';
import type { BaselineSettings } from './settings.js';
import { STRIPE_SECRET_KEY } from '../servers/stripe-keys.js';
import { serveWork } from './work.js';

const settings = JSON.parse(process.env.BENCH_BASELINE ?? '') as BaselineSettings;
const pool = openPool(settings.databaseUrl, settings.poolSize);
const stripe = new Stripe(STRIPE_SECRET_KEY, {
  ...settings.stripe,
  protocol: 'http',
  telemetry: false,
  maxNetworkRetries: 2,
});
const money = new Money(pool, stripe);

const app = Fastify();
serveCandidates(app, pool, settings.search);
serveBooking(app, pool, money, settings.search);
serveOffers(app, pool);
serveWork(app, pool, money);
await app.register((scope) => Promise.resolve(serveEvents(scope, pool, stripe)));
process.stdout.write(`ready at ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
