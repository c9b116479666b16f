import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { customerWithCard, idOf, pay, placeHold, refusalOf, sdkFor, startPlatform } from '../spec-support/platform.js';

test('a hold is captured in full and pays the charge', async () => {
  const { stripe } = await startPlatform();
  const hold = await placeHold(stripe, 10_000);
  expect(hold).toMatchObject({ status: 'requires_capture', amount_capturable: 10_000, amount_received: 0 });
  const intent = await stripe.paymentIntents.capture(hold.id);
  expect(intent).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 10_000 });
  const charge = await stripe.charges.retrieve(idOf(intent.latest_charge), { expand: ['balance_transaction'] });
  expect(charge).toMatchObject({
    captured: true,
    amount_captured: 10_000,
    amount_refunded: 0,
    transfer_group: 'job-1',
    metadata: { job: 'job-1' },
    balance_transaction: { amount: 10_000, fee: 320, net: 9680, status: 'pending' },
    payment_method_details: { card: { last4: '4242', brand: 'visa' } },
  });
});

test('a partial capture releases the rest as a refund that moves no money', async () => {
  const { stripe, double } = await startPlatform();
  const hold = await placeHold(stripe, 10_000);
  const intent = await stripe.paymentIntents.capture(hold.id, { amount_to_capture: 6_000, expand: ['latest_charge'] });
  expect(intent).toMatchObject({ status: 'succeeded', amount: 10_000, amount_received: 6_000 });
  expect(intent.latest_charge).toMatchObject({ amount_captured: 6_000, amount_refunded: 4_000, refunded: false });
  const refunds = await stripe.refunds.list({ payment_intent: hold.id });
  expect(refunds.data).toMatchObject([{ amount: 4_000, balance_transaction: null }]);
  expect(double.books().sums).toMatchObject({ captured: 6_000, refunded: 0, released: 4_000, fees: 204 });
});

test('more than the hold cannot be captured', async () => {
  const { stripe } = await startPlatform();
  const hold = await placeHold(stripe, 5_000);
  const refusal = await refusalOf(stripe.paymentIntents.capture(hold.id, { amount_to_capture: 5_001 }));
  expect(refusal).toMatchObject({ statusCode: 400, code: 'amount_too_large', type: 'StripeInvalidRequestError' });
});

test('an intent is captured once', async () => {
  const { stripe } = await startPlatform();
  const { intent } = await pay(stripe);
  const refusal = await refusalOf(stripe.paymentIntents.capture(intent.id));
  expect(refusal).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
  expect(refusal.payment_intent).toMatchObject({ id: intent.id, status: 'succeeded' });
});

test('automatic capture takes the money at once', async () => {
  const { stripe } = await startPlatform();
  const { customer, method } = await customerWithCard(stripe);
  const intent = await stripe.paymentIntents.create({
    amount: 2_000,
    currency: 'usd',
    customer: customer.id,
    payment_method: method.id,
    allowed_payment_method_types: ['card'],
    confirm: true,
    expand: ['latest_charge.balance_transaction', 'customer', 'payment_method'],
  });
  expect(intent).toMatchObject({
    status: 'succeeded',
    latest_charge: { captured: true, balance_transaction: { net: 1_912 } },
    customer: { email: 'dana@example.com' },
    payment_method: { card: { last4: '4242' } },
  });
});

test('an intent is created first and confirmed later', async () => {
  const { stripe } = await startPlatform();
  const created = await stripe.paymentIntents.create({
    amount: 900,
    currency: 'usd',
    allowed_payment_method_types: ['card'],
  });
  expect(created.status).toBe('requires_payment_method');
  const confirmed = await stripe.paymentIntents.confirm(created.id, { payment_method: 'pm_card_mastercard' });
  expect(confirmed.status).toBe('succeeded');
});

test('redirecting payment methods need a way back', async () => {
  const { stripe } = await startPlatform();
  const params = { amount: 900, currency: 'usd', payment_method: 'pm_card_visa', confirm: true };
  const refusal = await refusalOf(stripe.paymentIntents.create(params));
  expect(refusal.message).toContain('return_url');
  expect((await stripe.paymentIntents.list()).data).toEqual([]);
  const never = { enabled: true, allow_redirects: 'never' } as const;
  const intent = await stripe.paymentIntents.create({ ...params, automatic_payment_methods: never });
  expect(intent.status).toBe('succeeded');
});

test.each([
  ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
  ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
  ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
])('%s is declined with %s / %s', async (payment_method, code, decline_code) => {
  const { stripe } = await startPlatform();
  const refusal = await refusalOf(
    stripe.paymentIntents.create({
      amount: 4_000,
      currency: 'usd',
      payment_method,
      allowed_payment_method_types: ['card'],
      confirm: true,
    }),
  );
  expect(refusal).toMatchObject({ statusCode: 402, type: 'StripeCardError', code, decline_code });
  expect(refusal.payment_intent).toMatchObject({
    status: 'requires_payment_method',
    last_payment_error: { code, decline_code },
  });
  const charge = await stripe.charges.retrieve(idOf(refusal.payment_intent?.latest_charge));
  expect(charge).toMatchObject({ status: 'failed', paid: false, failure_code: code });
});

test('a saved card may be declined later, and another card then pays the same intent', async () => {
  const { stripe } = await startPlatform();
  const refusal = await refusalOf(placeHold(stripe, 4_000, 'pm_card_chargeCustomerFail'));
  const { id = '', customer = null } = refusal.payment_intent ?? {};
  const better = await stripe.paymentMethods.attach('pm_card_visa', { customer: idOf(customer) });
  const intent = await stripe.paymentIntents.confirm(id, { payment_method: better.id, off_session: true });
  expect(intent).toMatchObject({ status: 'requires_capture', last_payment_error: null });
  const charges = await stripe.charges.list({ payment_intent: id });
  expect(charges.data.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
});

test('a card that always asks its holder is refused off session', async () => {
  const { stripe } = await startPlatform();
  const refusal = await refusalOf(placeHold(stripe, 4_000, 'pm_card_authenticationRequired'));
  expect(refusal).toMatchObject({ statusCode: 402, code: 'authentication_required' });
});

test('on session the holder confirms on the page of the bank', async () => {
  const { stripe } = await startPlatform();
  const intent = await stripe.paymentIntents.create({
    amount: 4_000,
    currency: 'usd',
    payment_method: 'pm_card_authenticationRequired',
    capture_method: 'manual',
    confirm: true,
    return_url: 'http://127.0.0.1:1/back',
  });
  expect(intent.status).toBe('requires_action');
  const bank = intent.next_action?.redirect_to_url?.url ?? '';
  const page = await fetch(bank);
  expect(await page.text()).toContain('Complete authentication');
  const answer = await fetch(bank, {
    method: 'POST',
    body: new URLSearchParams({ outcome: 'complete' }),
    redirect: 'manual',
  });
  expect(answer.headers.get('location')).toContain(`payment_intent=${intent.id}`);
  expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_capture');
});

test('a failed authentication asks for another payment method', async () => {
  const { stripe, double } = await startPlatform();
  const intent = await stripe.paymentIntents.create({
    amount: 4_000,
    currency: 'usd',
    payment_method: 'pm_card_authenticationRequired',
    allowed_payment_method_types: ['card'],
    confirm: true,
  });
  expect(intent.next_action?.type).toBe('use_stripe_sdk');
  double.authenticate(intent.id, false);
  const after = await stripe.paymentIntents.retrieve(intent.id);
  expect(after.status).toBe('requires_payment_method');
  expect(after.last_payment_error?.code).toBe('payment_intent_authentication_failure');
});

test('a hold ends after seven days', async () => {
  const { stripe, double } = await startPlatform();
  const hold = await placeHold(stripe);
  double.clock.advance(7 * 24 * 3600 - 60);
  expect((await stripe.paymentIntents.retrieve(hold.id)).status).toBe('requires_capture');
  double.clock.advance(60);
  const expired = await stripe.paymentIntents.retrieve(hold.id, { expand: ['latest_charge'] });
  expect(expired).toMatchObject({ status: 'canceled', cancellation_reason: 'automatic', amount_capturable: 0 });
  expect(expired.latest_charge).toMatchObject({ captured: false, refunded: true });
  expect(double.books().sums).toMatchObject({ held: 0, captured: 0, released: 10_000 });
});

test('canceling lets the hold go, and is refused once the money was taken', async () => {
  const { stripe, double } = await startPlatform();
  const hold = await placeHold(stripe);
  const canceled = await stripe.paymentIntents.cancel(hold.id, { cancellation_reason: 'requested_by_customer' });
  expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'requested_by_customer' });
  expect(double.books().sums).toMatchObject({ held: 0, released: 10_000 });
  const { intent } = await pay(stripe);
  expect(await refusalOf(stripe.paymentIntents.cancel(intent.id))).toMatchObject({
    code: 'payment_intent_unexpected_state',
  });
});

test('intents are listed by customer and time, and searched', async () => {
  const { stripe, double } = await startPlatform();
  const first = await placeHold(stripe, 1_000);
  const before = Math.floor(double.clock.now().getTime() / 1000);
  double.clock.advance(100);
  const second = await placeHold(stripe, 2_000);
  const ofCustomer = await stripe.paymentIntents.list({ customer: idOf(first.customer) });
  expect(ofCustomer.data.map(({ id }) => id)).toEqual([first.id]);
  const later = await stripe.paymentIntents.list({ created: { gt: before + 1 } });
  expect(later.data.map(({ id }) => id)).toEqual([second.id]);
  const found = await stripe.paymentIntents.search({
    query: `customer:"${idOf(second.customer)}" AND metadata["job"]:"job-1" AND status:"requires_capture"`,
  });
  expect(found.data.map(({ id }) => id)).toEqual([second.id]);
  const none = await stripe.paymentIntents.search({ query: 'status:"succeeded"' });
  expect(none.data).toEqual([]);
});

test('metadata merges and an empty value removes its key', async () => {
  const { stripe } = await startPlatform();
  const hold = await placeHold(stripe);
  await stripe.paymentIntents.update(hold.id, { metadata: { guard: 'g-1' } });
  const intent = await stripe.paymentIntents.update(hold.id, { metadata: { job: '' } });
  expect(intent.metadata).toEqual({ guard: 'g-1' });
});

test('the customer in the browser confirms with the publishable key and the client secret', async () => {
  const { stripe, double } = await startPlatform();
  const created = await stripe.paymentIntents.create({
    amount: 900,
    currency: 'usd',
    allowed_payment_method_types: ['card'],
  });
  const browser = sdkFor(double, 'pk_test_browser');
  const client_secret = created.client_secret ?? '';
  const payment_method = 'pm_card_visa';
  const stranger = browser.paymentIntents.confirm(created.id, { client_secret: 'pi_wrong', payment_method } as never);
  expect(await refusalOf(stranger)).toMatchObject({ statusCode: 400, param: 'client_secret' });
  const intent = await browser.paymentIntents.confirm(created.id, { client_secret, payment_method } as never);
  expect(intent.status).toBe('succeeded');
  expect(await refusalOf(browser.paymentIntents.capture(created.id))).toMatchObject({ statusCode: 403 });
});

test.each([
  [{ currency: 'usd' }, 'parameter_missing', 'amount'],
  [{ amount: 100 }, 'parameter_missing', 'currency'],
  [{ amount: 49, currency: 'usd' }, 'amount_too_small', 'amount'],
  [{ amount: 100_000_000, currency: 'usd' }, 'amount_too_large', 'amount'],
  [{ amount: 12.5, currency: 'usd' }, 'parameter_invalid_integer', 'amount'],
  [{ amount: 100, currency: 'usd', payment_method_types: ['card'] }, 'parameter_unknown', 'payment_method_types'],
  [{ amount: 100, currency: 'usd', on_behalf_of: 'acct_1' }, 'parameter_invalid', 'on_behalf_of'],
  [{ amount: 100, currency: 'usd', customer: 'cus_none' }, 'resource_missing', 'customer'],
])('%o is refused with %s', async (params, code, param) => {
  const { stripe } = await startPlatform();
  const refusal = await refusalOf(stripe.paymentIntents.create(params as never));
  expect(refusal).toMatchObject({ statusCode: 400, code, param, type: 'StripeInvalidRequestError' });
});

test("somebody else's card is refused", async () => {
  const { stripe } = await startPlatform();
  const { method } = await customerWithCard(stripe);
  const other = await stripe.customers.create();
  const params: Stripe.PaymentIntentCreateParams = {
    amount: 900,
    currency: 'usd',
    payment_method: method.id,
    allowed_payment_method_types: ['card'],
    confirm: true,
  };
  expect((await refusalOf(stripe.paymentIntents.create(params))).message).toContain('belongs to the Customer');
  const foreign = stripe.paymentIntents.create({ ...params, customer: other.id });
  expect((await refusalOf(foreign)).message).toContain('must be attached to the customer');
});
