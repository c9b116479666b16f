import 'reflect-metadata';
import { startStripeDouble } from '@aegis/stripe-double';
import { api, API_BASE_PATH } from '@aegis/contract';
import { MovableClock } from '../../src/platform/clock/clock.js';
import { readConfig } from '../../src/platform/config/config.js';
import { startServer } from '../../src/startup/start.js';

/**
 * The application as `npm start` runs it, in a process of its own whose clock and cards its parent moves: hours of a shift pass
 * in a browser test while somebody looks at the page. Each order is answered once it is carried out.
 */
export type Order = { moveMs: number } | { declineNextCards: number } | { tellStripeUrl: true };

const STRIPE = { secretKey: 'sk_test_movable', publishableKey: 'pk_test_movable', webhookSecret: 'whsec_movable' };

/** The browser is given a stand-in for Stripe's form: nobody but the people of the demo has a card before they fill it in. */
const hasCardForm = process.env['MOVABLE_CARD_FORM'] === '1';

const clock = new MovableClock();
const double = await startStripeDouble({
  secretKeys: [STRIPE.secretKey],
  publishableKey: STRIPE.publishableKey,
  savedTestCard: true,
});
const stripe = { ...STRIPE, server: { host: double.host, port: double.port, hasCardForm } };
const { url } = await startServer({ ...readConfig(process.env), stripe }, () => {}, clock);
double.giveTestCards(!hasCardForm);
double.setWebhookEndpoint({ url: url + API_BASE_PATH + api.payments.webhook.path, secret: STRIPE.webhookSecret });

process.on('message', (order: Order) => {
  if ('moveMs' in order) clock.move(order.moveMs);
  else if ('declineNextCards' in order) double.faults.add({ kind: 'decline', count: order.declineNextCards });
  process.send?.('tellStripeUrl' in order ? double.url : 'done');
});
// Its parent has gone, perhaps without a word.
process.on('disconnect', () => process.exit(0));
process.stdout.write(`Aegis is at ${url}\n`);
