import { expect, test } from 'vitest';
import { pay, placeHold, refusalOf, startPlatform } from '../spec-support/platform.js';

test('refunds in parts add up to the charge and no further', async () => {
  const { stripe, double } = await startPlatform();
  const { intent, chargeId } = await pay(stripe, 10_000);
  const first = await stripe.refunds.create({ payment_intent: intent.id, amount: 3_000, reason: 'duplicate' });
  expect(first).toMatchObject({ status: 'succeeded', amount: 3_000, charge: chargeId, payment_intent: intent.id });
  const tooMuch = await refusalOf(stripe.refunds.create({ charge: chargeId, amount: 7_001 }));
  expect(tooMuch).toMatchObject({ statusCode: 400, param: 'amount' });
  expect(tooMuch.message).toBe('Refund amount ($70.01) is greater than unrefunded amount on charge ($70.00)');
  await stripe.refunds.create({ charge: chargeId });
  const charge = await stripe.charges.retrieve(chargeId);
  expect(charge).toMatchObject({ amount_refunded: 10_000, refunded: true });
  const again = await refusalOf(stripe.refunds.create({ charge: chargeId }));
  expect(again).toMatchObject({ statusCode: 400, code: 'charge_already_refunded' });
  // The fee is not given back.
  expect(double.books().sums).toMatchObject({ captured: 10_000, refunded: 10_000, fees: 320, balance: -320 });
});

test('after a partial capture only what was taken can be refunded', async () => {
  const { stripe } = await startPlatform();
  const hold = await placeHold(stripe, 10_000);
  await stripe.paymentIntents.capture(hold.id, { amount_to_capture: 4_000 });
  expect(await refusalOf(stripe.refunds.create({ payment_intent: hold.id, amount: 4_001 }))).toMatchObject({
    param: 'amount',
  });
  expect((await stripe.refunds.create({ payment_intent: hold.id })).amount).toBe(4_000);
});

test('a hold is canceled, not refunded', async () => {
  const { stripe } = await startPlatform();
  const hold = await placeHold(stripe);
  const refusal = await refusalOf(stripe.refunds.create({ payment_intent: hold.id }));
  expect(refusal.message).toContain('does not have a successful charge to refund');
});

test('refunds are retrieved, listed and expanded', async () => {
  const { stripe } = await startPlatform();
  const { intent, chargeId } = await pay(stripe);
  const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 100, metadata: { why: 'late' } });
  const found = await stripe.refunds.retrieve(refund.id, {
    expand: ['charge.balance_transaction', 'balance_transaction'],
  });
  expect(found).toMatchObject({
    metadata: { why: 'late' },
    charge: { id: chargeId, balance_transaction: { type: 'charge' } },
    balance_transaction: { type: 'refund', amount: -100, fee: 0 },
  });
  const listed = await stripe.refunds.list({ charge: chargeId, expand: ['data.payment_intent'] });
  expect(listed.data).toMatchObject([{ id: refund.id, payment_intent: { status: 'succeeded' } }]);
  const charge = await stripe.charges.retrieve(chargeId, { expand: ['refunds.data.payment_intent'] });
  expect(charge.refunds?.data).toMatchObject([{ id: refund.id, payment_intent: { id: intent.id } }]);
  expect(await refusalOf(stripe.refunds.retrieve('re_unknown'))).toMatchObject({ statusCode: 404 });
  const nonsense = stripe.refunds.retrieve(refund.id, { expand: ['no_such_field'] });
  expect((await refusalOf(nonsense)).message).toBe('This property cannot be expanded (no_such_field).');
});

test('a refund that waits and is not taken by the bank has moved no money', async () => {
  const { stripe, double } = await startPlatform();
  const { intent, chargeId } = await pay(stripe, 10_000, 'pm_card_pendingRefund');
  const { id, status } = await stripe.refunds.create({ payment_intent: intent.id });
  expect(status).toBe('pending');
  double.failRefund(id);
  expect(await stripe.refunds.retrieve(id)).toMatchObject({ status: 'failed', balance_transaction: null });
  expect(await stripe.charges.retrieve(chargeId)).toMatchObject({ amount_refunded: 0, refunded: false });
  // Its test card had announced that it succeeds after a while: it stays as it is.
  double.clock.advance(3600);
  expect((await stripe.refunds.retrieve(id)).status).toBe('failed');
  expect(double.books().sums).toMatchObject({ refunded: 0, balance: 9_680 });
  expect((await stripe.refunds.create({ payment_intent: intent.id })).status).toBe('pending');
});
