import { expect, test } from 'vitest';
import { onboardedAccount, pay, refusalOf, startPlatform } from '../spec-support/platform.js';

test('an Express account is onboarded through its link', async () => {
  const { stripe, double } = await startPlatform();
  const account = await stripe.accounts.create({
    type: 'express',
    country: 'US',
    email: 'guard@example.com',
    capabilities: { transfers: { requested: true } },
    metadata: { guard: 'g-1' },
  });
  expect(account).toMatchObject({
    charges_enabled: false,
    payouts_enabled: false,
    details_submitted: false,
    capabilities: { transfers: 'inactive' },
    requirements: { disabled_reason: 'requirements.past_due' },
  });
  expect(account.requirements?.currently_due).toContain('external_account');
  const link = await stripe.accountLinks.create({
    account: account.id,
    type: 'account_onboarding',
    return_url: 'http://127.0.0.1:1/return',
    refresh_url: 'http://127.0.0.1:1/refresh',
  });
  expect(link.url.startsWith(double.url)).toBe(true);
  const page = await fetch(link.url);
  expect(await page.text()).toContain('Agree and submit');
  expect((await stripe.accounts.retrieve(account.id)).payouts_enabled).toBe(false);
  const submitted = await fetch(link.url, { method: 'POST', redirect: 'manual' });
  expect(submitted.headers.get('location')).toBe('http://127.0.0.1:1/return');
  expect(await stripe.accounts.retrieve(account.id)).toMatchObject({
    charges_enabled: true,
    payouts_enabled: true,
    details_submitted: true,
    capabilities: { transfers: 'active' },
    requirements: { currently_due: [], disabled_reason: null },
  });
  const used = await fetch(link.url, { redirect: 'manual' });
  expect(used.headers.get('location')).toBe('http://127.0.0.1:1/refresh');
});

test('an account link ends after some minutes', async () => {
  const { stripe, double } = await startPlatform();
  const account = await stripe.accounts.create({ type: 'express' });
  const link = await stripe.accountLinks.create({
    account: account.id,
    type: 'account_onboarding',
    return_url: 'http://127.0.0.1:1/return',
    refresh_url: 'http://127.0.0.1:1/refresh',
  });
  double.clock.advance(301);
  const late = await fetch(link.url, { method: 'POST', redirect: 'manual' });
  expect(late.headers.get('location')).toBe('http://127.0.0.1:1/refresh');
  expect((await stripe.accounts.retrieve(account.id)).details_submitted).toBe(false);
});

test('an account is changed, listed, restricted and deleted', async () => {
  const { stripe, double } = await startPlatform();
  const account = await onboardedAccount(stripe, double);
  await stripe.accounts.update(account.id, { metadata: { guard: 'g-2' } });
  expect((await stripe.accounts.list()).data).toMatchObject([{ id: account.id, metadata: { guard: 'g-2' } }]);
  double.restrictAccount(account.id);
  expect(await stripe.accounts.retrieve(account.id)).toMatchObject({
    payouts_enabled: false,
    capabilities: { transfers: 'inactive' },
    requirements: { currently_due: ['individual.verification.document'] },
  });
  expect((await stripe.accounts.createLoginLink(account.id)).url).toContain(account.id);
  expect(await stripe.accounts.del(account.id)).toMatchObject({ deleted: true });
  expect(await refusalOf(stripe.accounts.retrieve(account.id))).toMatchObject({
    statusCode: 403,
    code: 'account_invalid',
  });
});

test('transfers share out a charge and cannot exceed it', async () => {
  const { stripe, double } = await startPlatform();
  const { chargeId } = await pay(stripe, 10_000);
  const { id: destination } = await onboardedAccount(stripe, double);
  const transfer = await stripe.transfers.create({
    amount: 8_000,
    currency: 'usd',
    destination,
    source_transaction: chargeId,
    metadata: { job: 'job-1' },
  });
  expect(transfer).toMatchObject({ amount: 8_000, reversed: false, transfer_group: 'job-1', destination });
  const params = { currency: 'usd', destination, source_transaction: chargeId };
  const refusal = await refusalOf(stripe.transfers.create({ ...params, amount: 2_001 }));
  expect(refusal.message).toContain('must not exceed the source amount of $100.00');
  await stripe.transfers.create({ ...params, amount: 2_000 });
  const listed = await stripe.transfers.list({ destination, transfer_group: 'job-1' });
  expect(listed.data.map(({ amount }) => amount)).toEqual([2_000, 8_000]);
  const expanded = await stripe.transfers.retrieve(transfer.id, {
    expand: ['source_transaction', 'balance_transaction'],
  });
  expect(expanded).toMatchObject({ source_transaction: { id: chargeId }, balance_transaction: { amount: -8_000 } });
  const connected = await stripe.balance.retrieve({}, { stripeAccount: destination });
  expect(connected.pending).toMatchObject([{ amount: 10_000, currency: 'usd' }]);
});

test('a guard who has not been onboarded cannot be paid', async () => {
  const { stripe } = await startPlatform();
  const { chargeId } = await pay(stripe);
  const account = await stripe.accounts.create({ type: 'express' });
  const params = { amount: 100, currency: 'usd', source_transaction: chargeId };
  const refusal = await refusalOf(stripe.transfers.create({ ...params, destination: account.id }));
  expect(refusal).toMatchObject({ statusCode: 400, code: 'insufficient_capabilities_for_transfer' });
  const nobody = await refusalOf(stripe.transfers.create({ ...params, destination: 'acct_unknown' }));
  expect(nobody).toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'destination' });
});

test('without a charge a transfer needs money that is available', async () => {
  const { stripe, double } = await startPlatform();
  const { id: destination } = await onboardedAccount(stripe, double);
  await pay(stripe, 10_000);
  const params = { amount: 5_000, currency: 'usd', destination };
  expect(await refusalOf(stripe.transfers.create(params))).toMatchObject({ code: 'balance_insufficient' });
  double.clock.advance(2 * 24 * 3600);
  expect((await stripe.transfers.create(params)).source_transaction).toBeNull();
  const balance = await stripe.balance.retrieve();
  expect(balance.available).toMatchObject([{ amount: 9_680 - 5_000, currency: 'usd' }]);
});

test('the card for it makes money available at once', async () => {
  const { stripe } = await startPlatform();
  await pay(stripe, 10_000, 'pm_card_bypassPending');
  const balance = await stripe.balance.retrieve();
  expect(balance).toMatchObject({ available: [{ amount: 9_680 }], pending: [{ amount: 0 }] });
});

test('reversals take back a transfer in parts and no further', async () => {
  const { stripe, double } = await startPlatform();
  const { chargeId } = await pay(stripe, 10_000);
  const { id: destination } = await onboardedAccount(stripe, double);
  const params = { amount: 8_000, currency: 'usd', destination, source_transaction: chargeId };
  const transfer = await stripe.transfers.create(params);
  const part = await stripe.transfers.createReversal(transfer.id, { amount: 3_000 });
  expect(part).toMatchObject({ amount: 3_000, transfer: transfer.id });
  const refusal = await refusalOf(stripe.transfers.createReversal(transfer.id, { amount: 5_001 }));
  expect(refusal).toMatchObject({ statusCode: 400, param: 'amount' });
  await stripe.transfers.createReversal(transfer.id);
  expect(await stripe.transfers.retrieve(transfer.id)).toMatchObject({ amount_reversed: 8_000, reversed: true });
  expect((await stripe.transfers.listReversals(transfer.id)).data.map(({ amount }) => amount)).toEqual([5_000, 3_000]);
  expect((await refusalOf(stripe.transfers.createReversal(transfer.id))).statusCode).toBe(400);
  expect(double.books().sums).toMatchObject({ transferred: 8_000, reversed: 8_000, balance: 9_680 });
  // What was taken back can be shared out again.
  expect((await stripe.transfers.create(params)).amount).toBe(8_000);
});

test('the movements of the balance are listed by source and type', async () => {
  const { stripe, double } = await startPlatform();
  const { chargeId } = await pay(stripe, 10_000);
  const { id: destination } = await onboardedAccount(stripe, double);
  await stripe.transfers.create({ amount: 8_000, currency: 'usd', destination, source_transaction: chargeId });
  const ofCharge = await stripe.balanceTransactions.list({ source: chargeId });
  expect(ofCharge.data).toMatchObject([
    { amount: 10_000, fee: 320, net: 9_680, fee_details: [{ amount: 320, type: 'stripe_fee' }] },
  ]);
  const transfers = await stripe.balanceTransactions.list({ type: 'transfer' });
  expect(transfers.data.map(({ net }) => net)).toEqual([-8_000]);
  const one = await stripe.balanceTransactions.retrieve(transfers.data[0]?.id ?? '', { expand: ['source'] });
  expect(one.source).toMatchObject({ object: 'transfer', destination });
});
