import Stripe from 'stripe';
import { expect } from 'vitest';
import { asDocumented, type Behaviour, type Platform } from './spec-support/documented.js';
import {
  customerWithCard,
  idOf,
  onboardedAccount,
  pay,
  placeHold,
  refusalOf,
  sdkFor,
  startPlatform,
} from './spec-support/platform.js';

/** What Stripe's documentation says that it does, each with the page that says so, asked by the official SDK. */

const CENTS = 10_000;
const MINUTE = 60;

const refundOf = async ({ stripe }: Platform, card: string): Promise<Stripe.Refund> => {
  const { intent } = await pay(stripe, CENTS, card);
  return stripe.refunds.create({ payment_intent: intent.id });
};

const newestDispute = async ({ stripe }: Platform): Promise<Stripe.Dispute> => {
  const [dispute] = (await stripe.disputes.list({ limit: 1 })).data;
  if (!dispute) throw new Error('there is no dispute');
  return dispute;
};

const publishable = ({ double }: Platform): Stripe => sdkFor(double, 'pk_test_browser');

const TEST_CARDS: Behaviour[] = [
  [
    'testing#refunds',
    '4000 0000 0000 7726: a refund is pending first, and succeeds later',
    async (platform) => {
      const refund = await refundOf(platform, 'pm_card_pendingRefund');
      expect(refund).toMatchObject({ status: 'pending', balance_transaction: null });
      platform.double.clock.advance(2 * MINUTE);
      expect(await platform.stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'succeeded' });
    },
  ],
  [
    'testing#refunds',
    '4000 0000 0000 5126: a refund succeeds first, and fails later',
    async (platform) => {
      const refund = await refundOf(platform, 'pm_card_refundFail');
      expect(refund.status).toBe('succeeded');
      platform.double.clock.advance(2 * MINUTE);
      const failed = await platform.stripe.refunds.retrieve(refund.id);
      expect(failed).toMatchObject({ status: 'failed', failure_reason: 'expired_or_canceled_card' });
    },
  ],
  [
    'testing#disputes',
    '4000 0000 0000 1976: an inquiry, which takes nothing and can be refunded',
    async (platform) => {
      const { intent } = await pay(platform.stripe, CENTS, 'pm_card_createDisputeInquiry');
      const inquiry = await newestDispute(platform);
      expect(inquiry).toMatchObject({ status: 'warning_needs_response', is_charge_refundable: true });
      expect(inquiry.balance_transactions).toEqual([]);
      expect((await platform.stripe.refunds.create({ payment_intent: intent.id })).status).toBe('succeeded');
    },
  ],
  [
    'testing#fraud-prevention',
    '4100 0000 0000 0019 is always refused as a fraud',
    async ({ stripe }) => {
      const refusal = await refusalOf(placeHold(stripe, CENTS, 'pm_card_riskLevelHighest'));
      expect(refusal).toMatchObject({ statusCode: 402, code: 'card_declined', decline_code: 'fraudulent' });
    },
  ],
  [
    'testing#regulatory-cards',
    '4000 0027 6000 3184: off session it asks for authentication every time',
    async ({ stripe }) => {
      const refusal = await refusalOf(placeHold(stripe, CENTS, 'pm_card_authenticationRequired'));
      expect(refusal).toMatchObject({ statusCode: 402, code: 'authentication_required' });
    },
  ],
  [
    'payments/3d-secure/authentication-flow',
    'with its holder there the same card waits for them, and is held after their word',
    async ({ stripe, double }) => {
      const { customer, method } = await customerWithCard(stripe, 'pm_card_authenticationRequired');
      const asked = await stripe.paymentIntents.create({
        ...{ amount: CENTS, currency: 'usd', customer: customer.id, payment_method: method.id },
        ...{ capture_method: 'manual', confirm: true, use_stripe_sdk: true, allowed_payment_method_types: ['card'] },
      });
      expect(asked).toMatchObject({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' } });
      double.authenticate(asked.id);
      expect((await stripe.paymentIntents.retrieve(asked.id)).status).toBe('requires_capture');
    },
  ],
];

const REFUNDS_AND_DISPUTES: Behaviour[] = [
  [
    'refunds#how-refunds-work',
    'a refund waits while the balance is too small, and is made once there is money',
    async () => {
      const { stripe, double } = await startPlatform({ refundsWaitForMoney: true });
      const { intent, chargeId } = await pay(stripe);
      const account = await onboardedAccount(stripe, double);
      await stripe.transfers.create({
        ...{ amount: 9_000, currency: 'usd' },
        destination: account.id,
        source_transaction: chargeId,
      });
      const refund = await stripe.refunds.create({ payment_intent: intent.id });
      expect(refund.status).toBe('pending');
      await pay(stripe, 20_000);
      double.clock.advance(1);
      expect((await stripe.refunds.retrieve(refund.id)).status).toBe('succeeded');
    },
  ],
  [
    'refunds#cancel-refund',
    'a refund can be cancelled only while it waits for an action of the customer',
    async (platform) => {
      const refund = await refundOf(platform, 'pm_card_visa');
      expect(await refusalOf(platform.stripe.refunds.cancel(refund.id))).toMatchObject({ statusCode: 400 });
    },
  ],
  [
    'error-codes#charge-disputed',
    'a charge that is contested cannot be refunded',
    async ({ stripe }) => {
      const { intent } = await pay(stripe, CENTS, 'pm_card_createDispute');
      expect(await refusalOf(stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({
        code: 'charge_disputed',
      });
    },
  ],
  [
    'disputes/how-disputes-work',
    'a dispute takes its amount and a fee at once',
    async (platform) => {
      const before = platform.double.books().sums.balance;
      await pay(platform.stripe, CENTS, 'pm_card_createDispute');
      const [movement] = (await newestDispute(platform)).balance_transactions;
      expect(movement).toMatchObject({ amount: -CENTS, fee: 1_500 });
      expect(platform.double.books().sums.balance).toBe(before - 320 - 1_500);
    },
  ],
  [
    'disputes/api',
    'a draft of evidence is kept and not handed in',
    async (platform) => {
      await pay(platform.stripe, CENTS, 'pm_card_createDispute');
      const { id } = await newestDispute(platform);
      const draft = await platform.stripe.disputes.update(id, { evidence: { customer_name: 'Dana' }, submit: false });
      expect(draft).toMatchObject({ status: 'needs_response', evidence_details: { submission_count: 0 } });
    },
  ],
  [
    'disputes/responding#respond',
    'without an answer until its term a dispute is lost',
    async (platform) => {
      await pay(platform.stripe, CENTS, 'pm_card_createDispute');
      const { id, evidence_details } = await newestDispute(platform);
      platform.double.clock.set(new Date(((evidence_details.due_by ?? 0) + 1) * 1000));
      expect((await platform.stripe.disputes.retrieve(id)).status).toBe('lost');
    },
  ],
];

const CONNECT: Behaviour[] = [
  [
    'error-codes#account-invalid',
    'an account that is gone answers 403 account_invalid, whoever asks for it or on its behalf',
    async ({ stripe, double }) => {
      const { id } = await onboardedAccount(stripe, double);
      await stripe.accounts.del(id);
      for (const call of [stripe.accounts.retrieve(id), stripe.balance.retrieve({}, { stripeAccount: id })])
        expect(await refusalOf(call)).toMatchObject({ statusCode: 403, code: 'account_invalid' });
    },
  ],
  [
    'connect/payouts-connected-accounts',
    'an account is paid out with its own id in the header, up to what it has',
    async ({ stripe, double }) => {
      const { chargeId } = await pay(stripe);
      const { id } = await onboardedAccount(stripe, double);
      await stripe.transfers.create({ amount: 4_000, currency: 'usd', destination: id, source_transaction: chargeId });
      const asked = { stripeAccount: id };
      const tooMuch = stripe.payouts.create({ amount: 4_001, currency: 'usd' }, asked);
      expect(await refusalOf(tooMuch)).toMatchObject({ code: 'balance_insufficient' });
      const payout = await stripe.payouts.create({ amount: 4_000, currency: 'usd' }, asked);
      expect(await stripe.payouts.retrieve(payout.id, {}, asked)).toMatchObject({ status: 'paid', amount: 4_000 });
    },
  ],
  [
    'connect/separate-charges-and-transfers#reverse-transfers',
    'what an account has paid to its bank cannot be taken back from it',
    async ({ stripe, double }) => {
      const { chargeId } = await pay(stripe);
      const { id } = await onboardedAccount(stripe, double);
      const transfer = await stripe.transfers.create({
        ...{ amount: 4_000, currency: 'usd' },
        ...{ destination: id, source_transaction: chargeId },
      });
      await stripe.payouts.create({ amount: 3_000, currency: 'usd' }, { stripeAccount: id });
      expect(await refusalOf(stripe.transfers.createReversal(transfer.id))).toMatchObject({
        code: 'balance_insufficient',
      });
      expect((await stripe.transfers.createReversal(transfer.id, { amount: 1_000 })).amount).toBe(1_000);
    },
  ],
  [
    'payouts#payout-failures',
    'a bank that sends a payout back gives the account its money again',
    async ({ stripe, double }) => {
      const { chargeId } = await pay(stripe);
      const { id } = await onboardedAccount(stripe, double);
      await stripe.transfers.create({ amount: 4_000, currency: 'usd', destination: id, source_transaction: chargeId });
      const payout = await stripe.payouts.create({ amount: 4_000, currency: 'usd' }, { stripeAccount: id });
      expect(double.failPayout(payout.id)).toMatchObject({ status: 'failed', failure_code: 'account_closed' });
      const { available, pending } = await stripe.balance.retrieve({}, { stripeAccount: id });
      expect((available[0]?.amount ?? 0) + (pending[0]?.amount ?? 0)).toBe(4_000);
    },
  ],
  [
    'connect/express-dashboard#create-login-link',
    'a login link is given once the account has handed in its form',
    async ({ stripe, double }) => {
      const fresh = await stripe.accounts.create({ type: 'express' });
      expect(await refusalOf(stripe.accounts.createLoginLink(fresh.id))).toMatchObject({ statusCode: 400 });
      const { id } = await onboardedAccount(stripe, double);
      expect(await stripe.accounts.createLoginLink(id)).toMatchObject({ object: 'login_link' });
    },
  ],
  [
    'connect/account-capabilities',
    'only the capabilities that were asked for are there',
    async ({ stripe, double }) => {
      const { id } = await onboardedAccount(stripe, double);
      expect((await stripe.accounts.retrieve(id)).capabilities).toEqual({ transfers: 'active' });
    },
  ],
];

const KEYS_AND_SEARCH: Behaviour[] = [
  [
    'api/idempotent_requests',
    'an answer of 500 is kept with its key, and given again as a replay',
    async ({ stripe, double }) => {
      double.faults.add({ kind: 'server_error_kept', operation: 'POST /v1/customers', count: 1 });
      const keyed = () => refusalOf(stripe.customers.create({}, { idempotencyKey: 'k' }));
      expect(await keyed()).toMatchObject({ statusCode: 500 });
      const again = await keyed();
      expect(again.statusCode).toBe(500);
      expect((again.headers as Record<string, string>)['idempotent-replayed']).toBe('true');
      expect((await stripe.customers.list()).data).toEqual([]);
    },
  ],
  [
    'api/idempotent_requests',
    'a key is good for the same parameters only',
    async ({ stripe }) => {
      await stripe.customers.create({ name: 'one' }, { idempotencyKey: 'k' });
      const other = refusalOf(stripe.customers.create({ name: 'two' }, { idempotencyKey: 'k' }));
      expect(await other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    },
  ],
  [
    'keys#obtain-api-keys',
    'the publishable key reads an intent with its secret, without its metadata',
    async (platform) => {
      const { customer } = await customerWithCard(platform.stripe);
      const { id, client_secret } = await platform.stripe.paymentIntents.create({
        ...{ amount: CENTS, currency: 'usd', customer: customer.id, metadata: { job: '1' } },
      });
      const seen = await publishable(platform).paymentIntents.retrieve(id, { client_secret: client_secret ?? '' });
      expect(seen.id).toBe(id);
      expect(seen.metadata).toBeUndefined();
    },
  ],
  [
    'keys#obtain-api-keys',
    'the publishable key does nothing else: 403',
    async (platform) => {
      expect(await refusalOf(publishable(platform).customers.list())).toMatchObject({ statusCode: 403 });
    },
  ],
  [
    'search#metadata',
    'intents are found by their metadata',
    async ({ stripe }) => {
      const hold = await placeHold(stripe);
      const { data } = await stripe.paymentIntents.search({ query: `metadata["job"]:"job-1"` });
      expect(data.map(({ id }) => id)).toEqual([hold.id]);
    },
  ],
  [
    'api/customers/delete',
    'a deleted customer can be read as deleted, and nothing else',
    async ({ stripe }) => {
      const { customer } = await customerWithCard(stripe);
      await stripe.customers.del(customer.id);
      expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ id: customer.id, deleted: true });
      expect(await refusalOf(stripe.setupIntents.create({ customer: customer.id }))).toMatchObject({
        ...{ statusCode: 400, code: 'resource_missing', param: 'customer' },
      });
    },
  ],
];

const HOLDS: Behaviour[] = [
  [
    'payments/place-a-hold-on-a-payment-method',
    'the charge of a hold says until when it can be captured',
    async ({ stripe }) => {
      const hold = await placeHold(stripe);
      const charge = await stripe.charges.retrieve(idOf(hold.latest_charge));
      expect(charge.payment_method_details?.card?.capture_before).toBeGreaterThan(hold.created);
    },
  ],
  [
    'payments/place-a-hold-on-a-payment-method#capture-the-funds',
    'of a hold a part can be taken, once; the rest goes back',
    async ({ stripe }) => {
      const { id } = await placeHold(stripe);
      const taken = await stripe.paymentIntents.capture(id, { amount_to_capture: 4_000 });
      expect(taken).toMatchObject({ status: 'succeeded', amount_received: 4_000, amount_capturable: 0 });
      expect(await refusalOf(stripe.paymentIntents.capture(id))).toMatchObject({
        code: 'payment_intent_unexpected_state',
      });
    },
  ],
];

asDocumented({
  'test cards': TEST_CARDS,
  'refunds and disputes': REFUNDS_AND_DISPUTES,
  'connected accounts': CONNECT,
  'keys, names and search': KEYS_AND_SEARCH,
  holds: HOLDS,
});
