import { expect, test } from 'vitest';
import { customerWithCard, refusalOf, startPlatform } from '../spec-support/platform.js';

test('a customer is created, changed and retrieved', async () => {
  const { stripe } = await startPlatform();
  const customer = await stripe.customers.create({ email: 'dana@example.com', metadata: { user: 'u-1' } });
  expect(customer.id).toMatch(/^cus_[0-9A-Za-z]{14}$/);
  expect(customer.invoice_settings.default_payment_method).toBeNull();
  await stripe.customers.update(customer.id, { name: 'Dana', email: '' });
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
    name: 'Dana',
    email: null,
    metadata: { user: 'u-1' },
  });
});

test('a deleted customer leaves its id, loses its cards and cannot be charged', async () => {
  const { stripe } = await startPlatform();
  const { customer, method } = await customerWithCard(stripe);
  await stripe.customers.del(customer.id);
  expect(await stripe.customers.retrieve(customer.id)).toEqual({ id: customer.id, object: 'customer', deleted: true });
  expect((await stripe.paymentMethods.retrieve(method.id)).customer).toBeNull();
  const charge = stripe.paymentIntents.create({ amount: 500, currency: 'usd', customer: customer.id });
  expect(await refusalOf(charge)).toMatchObject({ statusCode: 400, code: 'resource_missing' });
  expect((await stripe.customers.list()).data).toEqual([]);
});

test('an unknown customer is missing', async () => {
  const { stripe } = await startPlatform();
  const refusal = await refusalOf(stripe.customers.retrieve('cus_unknown'));
  expect(refusal).toMatchObject({ statusCode: 404, code: 'resource_missing', type: 'StripeInvalidRequestError' });
  expect(refusal.message).toBe("No such customer: 'cus_unknown'");
  expect(refusal.requestId).toMatch(/^req_/);
});

test('the default card is one of its own', async () => {
  const { stripe } = await startPlatform();
  const { customer, method } = await customerWithCard(stripe);
  const settings = (id: string) => ({ invoice_settings: { default_payment_method: id } });
  const updated = await stripe.customers.update(customer.id, settings(method.id));
  expect(updated.invoice_settings.default_payment_method).toBe(method.id);
  const other = await customerWithCard(stripe);
  const foreign = stripe.customers.update(customer.id, settings(other.method.id));
  expect(await refusalOf(foreign)).toMatchObject({ statusCode: 400 });
  await stripe.paymentMethods.detach(method.id);
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
    invoice_settings: { default_payment_method: null },
  });
});

test('a new customer comes with a test card only while these are given', async () => {
  const { stripe, double } = await startPlatform({ savedTestCard: true });
  const cardsOfNew = async () => {
    const { id } = await stripe.customers.create();
    return (await stripe.customers.listPaymentMethods(id)).data.length;
  };
  expect(await cardsOfNew()).toBe(1);
  double.giveTestCards(false);
  expect(await cardsOfNew()).toBe(0);
});

test('with savedTestCard a new customer can be charged at once', async () => {
  const { stripe } = await startPlatform({ savedTestCard: true });
  const customer = await stripe.customers.create();
  const methods = await stripe.customers.listPaymentMethods(customer.id);
  expect(methods.data).toMatchObject([{ card: { brand: 'visa', last4: '4242' }, customer: customer.id }]);
  expect(customer.invoice_settings.default_payment_method).toBe(methods.data[0]?.id);
  const intent = await stripe.paymentIntents.create({
    amount: 5_000,
    currency: 'usd',
    customer: customer.id,
    payment_method: methods.data[0]?.id ?? '',
    capture_method: 'manual',
    confirm: true,
    off_session: true,
  });
  expect(intent.status).toBe('requires_capture');
});

test('lists go in pages, newest first, both ways', async () => {
  const { stripe } = await startPlatform();
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) ids.unshift((await stripe.customers.create()).id);
  const first = await stripe.customers.list({ limit: 2 });
  expect(first).toMatchObject({ object: 'list', has_more: true, url: '/v1/customers' });
  expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  const second = await stripe.customers.list({ limit: 2, starting_after: ids[1] ?? '' });
  expect(second.data.map(({ id }) => id)).toEqual(ids.slice(2, 4));
  const back = await stripe.customers.list({ limit: 2, ending_before: ids[3] ?? '' });
  expect(back.data.map(({ id }) => id)).toEqual(ids.slice(1, 3));
  expect(back.has_more).toBe(true);
  const all = await stripe.customers.list({ limit: 2 }).autoPagingToArray({ limit: 10 });
  expect(all.map(({ id }) => id)).toEqual(ids);
});
