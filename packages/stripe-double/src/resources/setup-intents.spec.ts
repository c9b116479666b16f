import { expect, test } from 'vitest';
import { refusalOf, sdkFor, startPlatform } from '../spec-support/platform.js';

test('a setup intent saves a card to its customer', async () => {
  const { stripe } = await startPlatform();
  const customer = await stripe.customers.create();
  const intent = await stripe.setupIntents.create({ customer: customer.id, usage: 'off_session' });
  expect(intent.status).toBe('requires_payment_method');
  const confirmed = await stripe.setupIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
  expect(confirmed).toMatchObject({ status: 'succeeded', customer: customer.id });
  const cards = await stripe.customers.listPaymentMethods(customer.id);
  expect(cards.data.map(({ id }) => id)).toEqual([confirmed.payment_method]);
});

test('the browser confirms with card data, its publishable key and the client secret', async () => {
  const { stripe, double } = await startPlatform({ publishableKey: 'pk_test_aegis' });
  const customer = await stripe.customers.create();
  const intent = await stripe.setupIntents.create({ customer: customer.id });
  const answer = await fetch(`${double.url}/v1/setup_intents/${intent.id}/confirm`, {
    method: 'POST',
    headers: { origin: 'http://localhost:5173' },
    body: new URLSearchParams({
      key: 'pk_test_aegis',
      client_secret: intent.client_secret ?? '',
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': '4242424242424242',
      'payment_method_data[card][exp_month]': '4',
      'payment_method_data[card][exp_year]': '30',
    }),
  });
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(await answer.json()).toMatchObject({ status: 'succeeded', customer: customer.id });
  const wrongKey = sdkFor(double, 'pk_test_other').setupIntents.retrieve(intent.id);
  expect(await refusalOf(wrongKey)).toMatchObject({ statusCode: 401 });
});

test('a declined card is not saved', async () => {
  const { stripe } = await startPlatform();
  const customer = await stripe.customers.create();
  const intent = await stripe.setupIntents.create({ customer: customer.id });
  const confirmation = stripe.setupIntents.confirm(intent.id, {
    payment_method: 'pm_card_chargeDeclinedInsufficientFunds',
  });
  const refusal = await refusalOf(confirmation);
  expect(refusal).toMatchObject({ statusCode: 402, code: 'card_declined', decline_code: 'insufficient_funds' });
  expect(refusal.setup_intent).toMatchObject({
    status: 'requires_payment_method',
    last_setup_error: { decline_code: 'insufficient_funds' },
  });
  expect((await stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);
});

test('a card confirmed by its holder when it is saved pays off session later', async () => {
  const { stripe, double } = await startPlatform();
  const customer = await stripe.customers.create();
  const intent = await stripe.setupIntents.create({
    customer: customer.id,
    payment_method: 'pm_card_authenticationRequiredOnSetup',
    confirm: true,
    return_url: 'http://127.0.0.1:1/back',
  });
  expect(intent.status).toBe('requires_action');
  double.authenticate(intent.id);
  const done = await stripe.setupIntents.retrieve(intent.id, { expand: ['payment_method'] });
  expect(done.status).toBe('succeeded');
  const payment = await stripe.paymentIntents.create({
    amount: 3_000,
    currency: 'usd',
    customer: customer.id,
    payment_method: (done.payment_method as { id: string }).id,
    confirm: true,
    off_session: true,
  });
  expect(payment.status).toBe('succeeded');
});

test('a failed authentication leaves the intent without a card', async () => {
  const { stripe, double } = await startPlatform();
  const intent = await stripe.setupIntents.create({
    payment_method: 'pm_card_authenticationRequired',
    confirm: true,
  });
  double.authenticate(intent.id, false);
  expect(await stripe.setupIntents.retrieve(intent.id)).toMatchObject({
    status: 'requires_payment_method',
    last_setup_error: { code: 'setup_intent_authentication_failure' },
  });
});

test('a canceled setup intent cannot be confirmed', async () => {
  const { stripe } = await startPlatform();
  const intent = await stripe.setupIntents.create();
  expect((await stripe.setupIntents.cancel(intent.id)).status).toBe('canceled');
  const confirmation = stripe.setupIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
  expect(await refusalOf(confirmation)).toMatchObject({ statusCode: 400, code: 'setup_intent_unexpected_state' });
});

test('with savedTestCard a customer who has removed their card gets another by asking for the form', async () => {
  const { stripe } = await startPlatform({ savedTestCard: true });
  const { id: customer } = await stripe.customers.create();
  const cards = async () => (await stripe.customers.listPaymentMethods(customer)).data.map(({ id }) => id);
  const [first = ''] = await cards();
  expect((await stripe.setupIntents.create({ customer })).status).toBe('requires_payment_method');
  await stripe.paymentMethods.detach(first);
  expect(await cards()).toEqual([]);
  const intent = await stripe.setupIntents.create({ customer });
  expect(intent.status).toBe('succeeded');
  expect(await cards()).toEqual([intent.payment_method]);
});

test('the default card that is detached is the default no more', async () => {
  const { stripe } = await startPlatform({ savedTestCard: true });
  const { id: customer } = await stripe.customers.create();
  const { data } = await stripe.customers.listPaymentMethods(customer);
  await stripe.paymentMethods.detach(data[0]?.id ?? '');
  const read = await stripe.customers.retrieve(customer);
  expect(read).toMatchObject({ invoice_settings: { default_payment_method: null } });
});
