import { expect, test } from 'vitest';
import { FaultPlan, readFaults, type WebhookFault } from './faults.js';
import { placeHold, refusalOf, sdkFor, SECRET_KEY, startPlatform } from '../spec-support/platform.js';
import { startReceiver } from '../spec-support/webhook-receiver.js';

const CAPTURE = 'POST /v1/payment_intents/*/capture';

test('a decline is planned for an operation and a count', async () => {
  const { stripe, double } = await startPlatform();
  double.faults.add({ kind: 'decline', operation: 'POST /v1/payment_intents', count: 1, declineCode: 'lost_card' });
  const refusal = await refusalOf(placeHold(stripe));
  expect(refusal).toMatchObject({ statusCode: 402, code: 'card_declined', decline_code: 'lost_card' });
  expect((await placeHold(stripe)).status).toBe('requires_capture');
  expect(double.faults.remaining()).toEqual([]);
});

test('too many requests and server errors come before any effect', async () => {
  const { stripe, double } = await startPlatform();
  const hold = await placeHold(stripe);
  double.faults.add({ kind: 'rate_limit', operation: CAPTURE, count: 1 });
  double.faults.add({ kind: 'server_error', operation: CAPTURE, count: 1 });
  const capture = () => stripe.paymentIntents.capture(hold.id, {}, { idempotencyKey: 'k' });
  expect(await refusalOf(capture())).toMatchObject({ statusCode: 429, type: 'StripeRateLimitError' });
  expect(await refusalOf(capture())).toMatchObject({ statusCode: 500, type: 'StripeAPIError' });
  expect(double.books().sums.captured).toBe(0);
  expect((await capture()).status).toBe('succeeded');
});

test('a server error after the effect is kept by the key', async () => {
  const { stripe, double } = await startPlatform();
  const hold = await placeHold(stripe);
  double.faults.add({ kind: 'server_error_after', operation: CAPTURE, count: 1 });
  const capture = () => stripe.paymentIntents.capture(hold.id, {}, { idempotencyKey: 'k' });
  expect(await refusalOf(capture())).toMatchObject({ statusCode: 500 });
  expect(await refusalOf(capture())).toMatchObject({ statusCode: 500 });
  expect(double.books().sums.captured).toBe(10_000);
});

test.each([
  ['timeout_before', 0],
  ['timeout_after', 10_000],
] as const)('%s drops the connection, and the same key finds out', async (kind, captured) => {
  const { stripe, double } = await startPlatform();
  const hold = await placeHold(stripe);
  // Two, because the SDK tries once more by itself when a connection closes.
  double.faults.add({ kind, operation: CAPTURE, count: 2 });
  const capture = () => stripe.paymentIntents.capture(hold.id, {}, { idempotencyKey: 'k' });
  expect(await refusalOf(capture())).toMatchObject({ type: 'StripeConnectionError' });
  expect(double.books().sums.captured).toBe(captured);
  expect((await capture()).status).toBe('succeeded');
  expect(double.books().sums.captured).toBe(10_000);
});

test('a held connection runs into the time limit of the caller', async () => {
  const { double, stripe } = await startPlatform();
  const hold = await placeHold(stripe);
  double.faults.add({ kind: 'timeout_after', connection: 'hold', operation: CAPTURE, count: 1 });
  const impatient = sdkFor(double, SECRET_KEY, { timeout: 50 });
  expect(await refusalOf(impatient.paymentIntents.capture(hold.id))).toMatchObject({ type: 'StripeConnectionError' });
  // The caller may give up before the double has even read the request.
  await expect.poll(() => double.books().sums.captured).toBe(10_000);
});

test('a call that hangs has its key in flight, and its effect after its caller gave up', async () => {
  const { double, stripe } = await startPlatform();
  const hold = await placeHold(stripe);
  // Longer than the test: `releaseHeld` ends it.
  double.faults.add({ kind: 'hang', mostMilliseconds: 2 ** 31 - 1, operation: CAPTURE, count: 1 });
  const impatient = sdkFor(double, SECRET_KEY, { timeout: 200 });
  const first = refusalOf(impatient.paymentIntents.capture(hold.id, {}, { idempotencyKey: 'k' }));
  expect(await first).toMatchObject({ type: 'StripeConnectionError' });
  const second = refusalOf(stripe.paymentIntents.capture(hold.id, {}, { idempotencyKey: 'k' }));
  expect(await second).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
  expect(double.books().sums.captured).toBe(0);
  double.releaseHeld();
  await expect.poll(() => double.books().sums.captured).toBe(10_000);
});

test('the events of a call come before an answer that is late', async () => {
  const receiver = await startReceiver();
  const { double, stripe } = await startPlatform({ webhook: receiver });
  const hold = await placeHold(stripe);
  double.faults.add({ kind: 'answer_late', mostMilliseconds: 2 ** 31 - 1, operation: CAPTURE, count: 1 });
  let isAnswered = false;
  const capture = stripe.paymentIntents.capture(hold.id).finally(() => (isAnswered = true));
  await expect.poll(() => receiver.types()).toContain('payment_intent.succeeded');
  expect(isAnswered).toBe(false);
  double.releaseHeld();
  expect((await capture).status).toBe('succeeded');
});

test('a wait of no length is refused', () => {
  const noLength = [{ kind: 'hang' }, { kind: 'answer_late', mostMilliseconds: 0 }];
  for (const fault of noLength) expect(() => readFaults(fault)).toThrow('needs mostMilliseconds');
});

test('with retries the SDK gets over a dropped connection without paying twice', async () => {
  const { double, stripe } = await startPlatform();
  const hold = await placeHold(stripe);
  double.faults.add({ kind: 'timeout_after', operation: CAPTURE, count: 1 });
  const intent = await stripe.paymentIntents.capture(hold.id, { amount_to_capture: 4_000 });
  expect(intent.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(double.books().sums.captured).toBe(4_000);
});

async function startWithWebhookFault(fault: WebhookFault) {
  const receiver = await startReceiver();
  const { stripe, double } = await startPlatform({ webhook: receiver, faults: [fault] });
  return { stripe, double, receiver };
}

test('a lost webhook is never sent, but its event is listed', async () => {
  const { stripe, double, receiver } = await startWithWebhookFault({
    kind: 'webhook_lost',
    event: 'customer.created',
    count: 1,
  });
  await stripe.customers.create();
  await stripe.customers.create();
  await double.flushWebhooks();
  expect(receiver.received).toHaveLength(1);
  expect((await stripe.events.list()).data).toHaveLength(2);
});

test('a doubled webhook comes twice with the same id', async () => {
  const { stripe, double, receiver } = await startWithWebhookFault({ kind: 'webhook_doubled', count: 1 });
  await stripe.customers.create();
  await double.flushWebhooks();
  expect(receiver.received).toHaveLength(2);
  expect(receiver.received[0]?.id).toBe(receiver.received[1]?.id);
});

test('a late webhook waits for the flush', async () => {
  const { stripe, double, receiver } = await startWithWebhookFault({ kind: 'webhook_late', count: 1 });
  const first = await stripe.customers.create();
  const second = await stripe.customers.create();
  await expect.poll(() => receiver.received.map(({ object }) => object['id'])).toEqual([second.id]);
  await double.flushWebhooks();
  expect(receiver.received.map(({ object }) => object['id'])).toEqual([second.id, first.id]);
});

test('a reordered webhook comes after the next one', async () => {
  const { stripe, receiver } = await startWithWebhookFault({ kind: 'webhook_reordered', count: 1 });
  const first = await stripe.customers.create();
  const second = await stripe.customers.create();
  await expect.poll(() => receiver.received.map(({ object }) => object['id'])).toEqual([second.id, first.id]);
});

test('a forged webhook fails verification and the genuine one follows', async () => {
  const { stripe, double, receiver } = await startWithWebhookFault({ kind: 'webhook_forged', count: 1 });
  await stripe.customers.create();
  await double.flushWebhooks();
  expect(receiver.received.map(({ genuine }) => genuine)).toEqual([false, true]);
  expect(receiver.received[0]?.id).not.toBe(receiver.received[1]?.id);
});

test('chances come from the seed', () => {
  const hits = (seed: number) => {
    const plan = new FaultPlan(seed, [{ kind: 'server_error', probability: 0.3 }]);
    return Array.from({ length: 400 }, () => plan.forCall('GET', '/v1/charges') !== null);
  };
  expect(hits(1)).toEqual(hits(1));
  expect(hits(1)).not.toEqual(hits(2));
  const share = hits(1).filter(Boolean).length / 400;
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.4);
});

test('rules are asked in order, after what they skip, for what they name', () => {
  const plan = new FaultPlan(1, [
    { kind: 'rate_limit', operation: 'POST /v1/refunds', skip: 1, count: 1 },
    { kind: 'server_error', operation: '* /v1/**', count: 1 },
  ]);
  expect(plan.forCall('POST', '/v1/refunds')?.kind).toBe('server_error');
  expect(plan.forCall('POST', '/v1/refunds')?.kind).toBe('rate_limit');
  expect(plan.forCall('POST', '/v1/refunds')).toBeNull();
  plan.add({ kind: 'server_error', operation: 'POST /v1/transfers/*' });
  expect(plan.forCall('POST', '/v1/transfers/tr_1')?.kind).toBe('server_error');
  expect(plan.forCall('POST', '/v1/transfers/tr_1/reversals')).toBeNull();
});
