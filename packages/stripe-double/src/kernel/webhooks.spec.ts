import { expect, test } from 'vitest';
import { customerWithCard, pay, placeHold, startPlatform } from '../spec-support/platform.js';
import { startReceiver } from '../spec-support/webhook-receiver.js';

async function startWithReceiver(options = {}) {
  const receiver = await startReceiver();
  const platform = await startPlatform({ webhook: receiver, webhookBackoffMilliseconds: 60_000, ...options });
  return { ...platform, receiver };
}

test('every step of a payment is told in order, signed', async () => {
  const { stripe, double, receiver } = await startWithReceiver();
  const { intent } = await pay(stripe);
  await stripe.refunds.create({ payment_intent: intent.id, amount: 100 });
  await double.flushWebhooks();
  expect(receiver.received.every(({ genuine }) => genuine)).toBe(true);
  expect(receiver.types()).toEqual([
    'customer.created',
    'payment_method.attached',
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.amount_capturable_updated',
    'charge.captured',
    'payment_intent.succeeded',
    'refund.created',
    'charge.refunded',
  ]);
  const succeeded = receiver.received.find(({ type }) => type === 'payment_intent.succeeded');
  expect(succeeded?.object).toMatchObject({ id: intent.id, status: 'succeeded', amount_received: 10_000 });
});

test('without a flush events go by themselves', async () => {
  const { stripe, receiver } = await startWithReceiver();
  await stripe.customers.create();
  await expect.poll(receiver.types).toEqual(['customer.created']);
});

test('an event is sent again until the endpoint answers 2xx', async () => {
  const { stripe, double, receiver } = await startWithReceiver();
  receiver.failNext(2);
  await stripe.customers.create();
  // The first attempt is due at once and by itself; it may come before or within the first flush.
  await expect.poll(() => receiver.received.length).toBeGreaterThan(0);
  while (receiver.received.length < 3) await double.flushWebhooks();
  expect(await double.flushWebhooks()).toEqual({ delivered: 0, pending: 0 });
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
  expect(receiver.received).toHaveLength(3);
  const [event] = (await stripe.events.list()).data;
  expect(event?.pending_webhooks).toBe(0);
});

test('the backoff sends it again without being asked', async () => {
  const { stripe, receiver } = await startWithReceiver({ webhookBackoffMilliseconds: 5 });
  receiver.failNext(3);
  await stripe.customers.create();
  await expect.poll(() => receiver.received.length).toBe(4);
});

test('an endpoint that is away gets its events when it is back', async () => {
  const receiver = await startReceiver();
  const webhook = { url: 'http://127.0.0.1:9/away', secret: receiver.secret };
  const { stripe, double } = await startPlatform({ webhook, webhookBackoffMilliseconds: 60_000 });
  await stripe.customers.create();
  expect(await double.flushWebhooks()).toMatchObject({ pending: 1 });
  double.setWebhookEndpoint(receiver);
  expect(await double.flushWebhooks()).toMatchObject({ delivered: 1, pending: 0 });
  expect(receiver.types()).toEqual(['customer.created']);
});

test('an end of a hold and an onboarding are told too', async () => {
  const { stripe, double, receiver } = await startWithReceiver();
  await placeHold(stripe);
  double.clock.advance(8 * 24 * 3600);
  const account = await stripe.accounts.create({ type: 'express' });
  double.completeOnboarding(account.id);
  await double.flushWebhooks();
  expect(receiver.types().slice(5)).toEqual([
    'refund.created',
    'charge.refunded',
    'payment_intent.canceled',
    'charge.expired',
    'account.updated',
  ]);
  const [updated] = (await stripe.events.list({ type: 'account.updated' })).data;
  expect(updated).toMatchObject({
    account: account.id,
    data: { previous_attributes: { payouts_enabled: false, charges_enabled: false } },
  });
});

test('an endpoint made through the API gets only what it asked for', async () => {
  const receiver = await startReceiver();
  const { stripe, double } = await startPlatform({ webhookBackoffMilliseconds: 60_000 });
  const { url } = receiver;
  const endpoint = await stripe.webhookEndpoints.create({ url, enabled_events: ['payment_method.attached'] });
  expect(endpoint.secret).toMatch(/^whsec_/);
  expect((await stripe.webhookEndpoints.list()).data[0]?.secret).toBeUndefined();
  await customerWithCard(stripe);
  await double.flushWebhooks();
  expect(receiver.types()).toEqual(['payment_method.attached']);
  await stripe.webhookEndpoints.del(endpoint.id);
  await customerWithCard(stripe);
  await double.flushWebhooks();
  expect(receiver.received).toHaveLength(1);
});

test('events are listed by type and retrieved, with the request that caused them', async () => {
  const { stripe } = await startPlatform();
  const customer = await stripe.customers.create({}, { idempotencyKey: 'k-7' });
  await stripe.customers.update(customer.id, { name: 'Dana' });
  const { data } = await stripe.events.list({ types: ['customer.updated'] });
  expect(data).toMatchObject([{ data: { object: { name: 'Dana' }, previous_attributes: { name: null } } }]);
  const [created] = (await stripe.events.list({ type: 'customer.created' })).data;
  expect(await stripe.events.retrieve(created?.id ?? '')).toMatchObject({
    api_version: '2026-10-28.endive',
    request: { id: customer.lastResponse.requestId, idempotency_key: 'k-7' },
  });
});
