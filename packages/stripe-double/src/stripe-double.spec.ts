import { expect, test } from 'vitest';
import { startStripeDouble } from './index.js';
import { placeHold, refusalOf, sdkFor, startPlatform } from './spec-support/platform.js';

test('only loopback is listened on', async () => {
  await expect(startStripeDouble({ host: '0.0.0.0' })).rejects.toThrow('loopback only');
  const { double } = await startPlatform();
  expect(double.url).toBe(`http://127.0.0.1:${double.port}`);
});

test('a wrong key is refused', async () => {
  const { double } = await startPlatform({ secretKeys: ['sk_test_only_this_one'] });
  const wrong = await refusalOf(sdkFor(double, 'sk_test_another_one').customers.create());
  expect(wrong).toMatchObject({ statusCode: 401, type: 'StripeAuthenticationError' });
  expect(wrong.message).toContain('Invalid API Key provided: sk_test_');
  expect((await sdkFor(double, 'sk_test_only_this_one').customers.create()).object).toBe('customer');
  const live = await startPlatform();
  expect(await refusalOf(sdkFor(live.double, 'sk_live_x').customers.list())).toMatchObject({ statusCode: 401 });
});

test('curl with a user name and no key at all', async () => {
  const { double } = await startPlatform();
  const authorization = `Basic ${Buffer.from('sk_test_curl:').toString('base64')}`;
  const answer = await fetch(`${double.url}/v1/customers`, { headers: { authorization } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('request-id')).toMatch(/^req_/);
  expect(answer.headers.get('stripe-version')).toBe('2026-10-28.endive');
  expect((await fetch(`${double.url}/v1/customers`)).status).toBe(401);
});

test('an address that Stripe does not have', async () => {
  const { double } = await startPlatform();
  const answer = await fetch(`${double.url}/v1/nothing`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({
    error: { type: 'invalid_request_error', message: expect.stringContaining('GET: /v1/nothing') as string },
  });
});

test('the same seed gives the same ids', async () => {
  const ids = async (seed: number) => {
    const { stripe } = await startPlatform({ seed });
    const hold = await placeHold(stripe);
    return [hold.id, hold.latest_charge, hold.client_secret];
  };
  expect(await ids(1)).toEqual(await ids(1));
  expect(await ids(1)).not.toEqual(await ids(2));
});

test('an injected clock is the time of the double', async () => {
  const { stripe } = await startPlatform({ clock: () => new Date('2030-01-02T03:04:05Z') });
  expect((await stripe.customers.create()).created).toBe(Date.UTC(2030, 0, 2, 3, 4, 5) / 1000);
});

test('the control API does what the methods do', async () => {
  const { stripe, double } = await startPlatform();
  const post = async (path: string, body: object = {}) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${double.url}/_double${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const hold = await placeHold(stripe);
  const books = (await (await fetch(`${double.url}/_double/books`)).json()) as { sums: object };
  expect(books).toMatchObject({ sums: { held: 10_000 }, paymentIntents: [{ id: hold.id }] });
  expect((await post('/faults', { kind: 'rate_limit', count: 1 })).body).toMatchObject([{ kind: 'rate_limit' }]);
  expect(await refusalOf(stripe.customers.list())).toMatchObject({ statusCode: 429 });
  expect((await post('/faults', { kind: 'earthquake' })).status).toBe(400);
  await post('/clock', { advanceSeconds: 8 * 24 * 3600 });
  expect((await stripe.paymentIntents.retrieve(hold.id)).status).toBe('canceled');
  const clock = await post('/clock', { now: '2031-01-01T00:00:00Z' });
  expect(String(clock.body['now'])).toContain('2031-01-01T00:00');
  expect((await post('/clock', {})).status).toBe(400);
  expect((await post('/webhooks/flush')).body).toEqual({ delivered: 0, pending: 0 });
  const account = await stripe.accounts.create({ type: 'express' });
  expect((await post(`/accounts/${account.id}/complete`)).body).toMatchObject({ payouts_enabled: true });
  await post('/reset');
  expect(double.books()).toMatchObject({ paymentIntents: [], charges: [], sums: { balance: 0 } });
});

test('a web page cannot use the control API', async () => {
  const { double } = await startPlatform();
  const headers = { origin: 'https://example.com' };
  expect((await fetch(`${double.url}/_double/reset`, { method: 'POST', headers })).status).toBe(403);
  expect((await fetch(`${double.url}/_double/books`, { headers })).status).toBe(403);
});
