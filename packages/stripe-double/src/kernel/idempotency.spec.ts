import { expect, test } from 'vitest';
import { placeHold, refusalOf, startPlatform } from '../spec-support/platform.js';

const PARAMS = { amount: 900, currency: 'usd' };

test('the same key and parameters give the first answer again', async () => {
  const { stripe, double } = await startPlatform();
  const first = await stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k-1' });
  const again = await stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k-1' });
  expect(again).toEqual(first);
  expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(double.books().paymentIntents).toHaveLength(1);
});

test('the same key with other parameters or for another endpoint is refused', async () => {
  const { stripe } = await startPlatform();
  await stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k-1' });
  const other = stripe.paymentIntents.create({ ...PARAMS, amount: 901 }, { idempotencyKey: 'k-1' });
  expect(await refusalOf(other)).toMatchObject({ statusCode: 400, type: 'StripeIdempotencyError' });
  const elsewhere = stripe.customers.create({}, { idempotencyKey: 'k-1' });
  expect(await refusalOf(elsewhere)).toMatchObject({ statusCode: 400, type: 'StripeIdempotencyError' });
});

test('a decline is kept', async () => {
  const { stripe, double } = await startPlatform();
  const params = { ...PARAMS, payment_method: 'pm_card_chargeDeclined', confirm: true, off_session: true };
  const first = await refusalOf(stripe.paymentIntents.create(params, { idempotencyKey: 'k-1' }));
  const again = await refusalOf(stripe.paymentIntents.create(params, { idempotencyKey: 'k-1' }));
  expect(again).toMatchObject({ statusCode: 402, charge: first.charge });
  expect(again.headers?.['idempotent-replayed']).toBe('true');
  expect(double.books().charges).toHaveLength(1);
});

test('a bad parameter is not kept: the key stays free', async () => {
  const { stripe } = await startPlatform();
  const idempotencyKey = 'k-1';
  const bad = stripe.paymentIntents.create({ amount: 0, currency: 'usd' }, { idempotencyKey });
  expect(await refusalOf(bad)).toMatchObject({ statusCode: 400 });
  expect((await stripe.paymentIntents.create(PARAMS, { idempotencyKey })).amount).toBe(900);
});

test('a second request is refused while the first with its key is running', async () => {
  const { stripe, double } = await startPlatform();
  const hold = await placeHold(stripe);
  double.faults.add({ kind: 'hold', operation: 'POST /v1/payment_intents/*/capture', count: 1 });
  const first = stripe.paymentIntents.capture(hold.id, {}, { idempotencyKey: 'k-1' });
  await double.whenHeld();
  const second = await refusalOf(stripe.paymentIntents.capture(hold.id, {}, { idempotencyKey: 'k-1' }));
  expect(second).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
  double.releaseHeld();
  expect((await first).status).toBe('succeeded');
  const third = await stripe.paymentIntents.capture(hold.id, {}, { idempotencyKey: 'k-1' });
  expect(third.status).toBe('succeeded');
});

test('twenty captures with one key at once take the money once', async () => {
  const { stripe, double } = await startPlatform();
  const hold = await placeHold(stripe);
  const captures = Array.from({ length: 20 }, () =>
    stripe.paymentIntents.capture(hold.id, {}, { idempotencyKey: 'k' }),
  );
  const statuses = (await Promise.all(captures)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set(['succeeded']));
  expect(double.books().sums.captured).toBe(10_000);
});

test('a key is forgotten after a day', async () => {
  const { stripe, double } = await startPlatform();
  const first = await stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k-1' });
  double.clock.advance(24 * 3600 + 1);
  const second = await stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k-1' });
  expect(second.id).not.toBe(first.id);
});
