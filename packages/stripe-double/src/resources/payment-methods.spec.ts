import { expect, test } from 'vitest';
import { refusalOf, startPlatform } from '../spec-support/platform.js';

test('a documented id gives a new card each time', async () => {
  const { stripe } = await startPlatform();
  const customer = await stripe.customers.create();
  const first = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  const second = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id });
  expect(first.id).toMatch(/^pm_[0-9A-Za-z]{24}$/);
  const cards = await stripe.paymentMethods.list({ customer: customer.id, type: 'card' });
  expect(cards.data.map(({ id, card }) => [id, card?.brand])).toEqual([
    [second.id, 'mastercard'],
    [first.id, 'visa'],
  ]);
});

test('a card is made from the number of a test card', async () => {
  const { stripe } = await startPlatform();
  const method = await stripe.paymentMethods.create({
    type: 'card',
    card: { number: '4000 0000 0000 9995', exp_month: 5, exp_year: 2031, cvc: '123' },
    billing_details: { name: 'Dana', address: { postal_code: '94107' } },
  });
  expect(method).toMatchObject({
    card: { last4: '9995', exp_month: 5, exp_year: 2031 },
    billing_details: { name: 'Dana', address: { postal_code: '94107', city: null } },
  });
});

test.each([
  ['4242424242424241', 'incorrect_number', ''],
  ['4111111111111111', 'card_declined', 'test_mode_live_card'],
])('the number %s is refused with %s', async (number, code, decline_code) => {
  const { stripe } = await startPlatform();
  const card = { number, exp_month: 5, exp_year: 2031 };
  const refusal = await refusalOf(stripe.paymentMethods.create({ type: 'card', card }));
  expect(refusal).toMatchObject({ statusCode: 402, code, decline_code });
});

test('the bank refuses to save a card that declines, except the one for that', async () => {
  const { stripe } = await startPlatform();
  const { id: customer } = await stripe.customers.create();
  const refusal = await refusalOf(stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer }));
  expect(refusal).toMatchObject({ statusCode: 402, code: 'card_declined' });
  const saved = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  expect(saved.customer).toBe(customer);
});

test('a card belongs to one customer and can be detached once', async () => {
  const { stripe } = await startPlatform();
  const { id: customer } = await stripe.customers.create();
  const { id: other } = await stripe.customers.create();
  const method = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  expect(await refusalOf(stripe.paymentMethods.attach(method.id, { customer: other }))).toMatchObject({
    statusCode: 400,
  });
  expect((await stripe.paymentMethods.detach(method.id)).customer).toBeNull();
  expect(await refusalOf(stripe.paymentMethods.detach(method.id))).toMatchObject({ statusCode: 400 });
});
