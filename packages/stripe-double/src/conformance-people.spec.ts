import { expect } from 'vitest';
import { asDocumented, type Behaviour } from './spec-support/documented.js';
import { customerWithCard, onboardedAccount, pay, placeHold, refusalOf } from './spec-support/platform.js';

/** What Stripe's documentation says of saved cards and their owners, and of accounts and theirs. */

const LINK = {
  ...({ type: 'account_onboarding', return_url: 'http://127.0.0.1:1/return' } as const),
  refresh_url: 'http://127.0.0.1:1/refresh',
};

const SAVED_CARDS: Behaviour[] = [
  [
    'payments/save-and-reuse',
    'a card that was set up is its customer’s',
    async ({ stripe }) => {
      const { id: customer } = await stripe.customers.create();
      const { id } = await stripe.setupIntents.create({ customer, usage: 'off_session' });
      const done = await stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' });
      const { data } = await stripe.customers.listPaymentMethods(customer);
      expect(data.map((card) => card.id)).toEqual([done.payment_method]);
    },
  ],
  [
    'payments/setupintents/lifecycle',
    'a card that refuses is not saved, and the intent waits for another',
    async ({ stripe }) => {
      const { id: customer } = await stripe.customers.create();
      const { id } = await stripe.setupIntents.create({ customer });
      const refusal = await refusalOf(stripe.setupIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' }));
      expect(refusal).toMatchObject({ statusCode: 402, setup_intent: { status: 'requires_payment_method' } });
      expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([]);
    },
  ],
  [
    'testing#regulatory-cards',
    '4000 0025 0000 3155: confirmed when it was saved it pays while its owner is away',
    async ({ stripe, double }) => {
      const { id: customer } = await stripe.customers.create();
      const { id } = await stripe.setupIntents.create({ customer });
      const asked = await stripe.setupIntents.confirm(id, {
        payment_method: 'pm_card_authenticationRequiredOnSetup',
        return_url: 'http://127.0.0.1:1/back',
      });
      expect(asked.status).toBe('requires_action');
      double.authenticate(id);
      const [card] = (await stripe.customers.listPaymentMethods(customer)).data;
      const paid = await stripe.paymentIntents.create({
        ...{ amount: 3_000, currency: 'usd', customer, payment_method: card?.id ?? '' },
        ...{ confirm: true, off_session: true },
      });
      expect(paid.status).toBe('succeeded');
    },
  ],
  [
    'error-codes#setup-intent-authentication-failure',
    'who could not confirm it has saved no card',
    async ({ stripe, double }) => {
      const { id } = await stripe.setupIntents.create({
        ...{ payment_method: 'pm_card_authenticationRequired', confirm: true },
      });
      double.authenticate(id, false);
      expect(await stripe.setupIntents.retrieve(id)).toMatchObject({
        status: 'requires_payment_method',
        last_setup_error: { code: 'setup_intent_authentication_failure' },
      });
    },
  ],
  [
    'error-codes#payment-intent-authentication-failure',
    'a payment that was not confirmed waits for another card',
    async ({ stripe, double }) => {
      const { id } = await stripe.paymentIntents.create({
        ...{ amount: 4_000, currency: 'usd', payment_method: 'pm_card_authenticationRequired', confirm: true },
        allowed_payment_method_types: ['card'],
      });
      double.authenticate(id, false);
      expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
        status: 'requires_payment_method',
        last_payment_error: { code: 'payment_intent_authentication_failure' },
      });
    },
  ],
  [
    'error-codes#setup-intent-unexpected-state',
    'a setup that was cancelled cannot be confirmed',
    async ({ stripe }) => {
      const { id } = await stripe.setupIntents.create();
      await stripe.setupIntents.cancel(id);
      const late = stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' });
      expect(await refusalOf(late)).toMatchObject({ code: 'setup_intent_unexpected_state' });
    },
  ],
  [
    'api/payment_methods/attach',
    'a card is one customer’s, and no other can have it',
    async ({ stripe }) => {
      const { method } = await customerWithCard(stripe);
      const { id: customer } = await stripe.customers.create();
      expect(await refusalOf(stripe.paymentMethods.attach(method.id, { customer }))).toMatchObject({ statusCode: 400 });
    },
  ],
  [
    'api/payment_methods/detach',
    'a card that was taken away is nobody’s default any more',
    async ({ stripe }) => {
      const { customer, method } = await customerWithCard(stripe);
      await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
      expect((await stripe.paymentMethods.detach(method.id)).customer).toBeNull();
      expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
        invoice_settings: { default_payment_method: null },
      });
    },
  ],
];

const ACCOUNTS: Behaviour[] = [
  [
    'connect/express-accounts',
    'a new account says what it still owes, and cannot be paid',
    async ({ stripe }) => {
      const account = await stripe.accounts.create({
        type: 'express',
        capabilities: { transfers: { requested: true } },
      });
      expect(account).toMatchObject({ payouts_enabled: false, capabilities: { transfers: 'inactive' } });
      expect(account.requirements?.currently_due).toContain('external_account');
    },
  ],
  [
    'api/account_links/object',
    'a link to its form is good once',
    async ({ stripe }) => {
      const { id: account } = await stripe.accounts.create({ type: 'express' });
      const { url } = await stripe.accountLinks.create({ account, ...LINK });
      const visit = async (method: string) =>
        (await fetch(url, { method, redirect: 'manual' })).headers.get('location');
      expect(await visit('POST')).toBe(LINK.return_url);
      expect(await visit('GET')).toBe(LINK.refresh_url);
    },
  ],
  [
    'api/account_links/object#expires_at',
    'a link to its form ends after some minutes',
    async ({ stripe, double }) => {
      const { id: account } = await stripe.accounts.create({ type: 'express' });
      const { url, created, expires_at } = await stripe.accountLinks.create({ account, ...LINK });
      double.clock.advance(expires_at - created + 1);
      const late = await fetch(url, { method: 'POST', redirect: 'manual' });
      expect(late.headers.get('location')).toBe(LINK.refresh_url);
    },
  ],
  [
    'connect/handling-api-verification',
    'an account of which Stripe wants another paper is paid nothing until then',
    async ({ stripe, double }) => {
      const { id: destination } = await onboardedAccount(stripe, double);
      const { chargeId } = await pay(stripe);
      double.restrictAccount(destination);
      expect((await stripe.accounts.retrieve(destination)).requirements?.currently_due).toEqual([
        'individual.verification.document',
      ]);
      const asked = { amount: 100, currency: 'usd', destination, source_transaction: chargeId };
      expect(await refusalOf(stripe.transfers.create(asked))).toMatchObject({
        code: 'insufficient_capabilities_for_transfer',
      });
    },
  ],
  [
    'error-codes#resource-missing',
    'a transfer to nobody is refused, and says so',
    async ({ stripe }) => {
      const { chargeId } = await pay(stripe);
      const asked = { amount: 100, currency: 'usd', destination: 'acct_none', source_transaction: chargeId };
      expect(await refusalOf(stripe.transfers.create(asked))).toMatchObject({
        ...{ statusCode: 400, code: 'resource_missing', param: 'destination' },
      });
    },
  ],
  [
    'connect/authentication',
    'an account sees its own payouts and nobody else’s',
    async ({ stripe, double }) => {
      const [one, other] = [await onboardedAccount(stripe, double), await onboardedAccount(stripe, double)];
      const { chargeId } = await pay(stripe);
      const asked = { amount: 4_000, currency: 'usd', destination: one.id, source_transaction: chargeId };
      await stripe.transfers.create(asked);
      const { id } = await stripe.payouts.create({ amount: 4_000, currency: 'usd' }, { stripeAccount: one.id });
      expect((await stripe.payouts.list({}, { stripeAccount: other.id })).data).toEqual([]);
      expect(await refusalOf(stripe.payouts.retrieve(id, {}, { stripeAccount: other.id }))).toMatchObject({
        code: 'resource_missing',
      });
    },
  ],
];

const PAPERS: Behaviour[] = [
  [
    'refunds#issuing-refunds',
    'a hold is let go of, not refunded',
    async ({ stripe }) => {
      const hold = await placeHold(stripe);
      const refusal = await refusalOf(stripe.refunds.create({ payment_intent: hold.id }));
      expect(refusal.message).toContain('does not have a successful charge to refund');
    },
  ],
  [
    'disputes/api',
    'evidence that is handed in cannot be taken back, and the bank decides',
    async ({ stripe, double }) => {
      await pay(stripe, 1_000, 'pm_card_createDispute');
      const [dispute] = (await stripe.disputes.list()).data;
      const id = dispute?.id ?? '';
      const sent = await stripe.disputes.update(id, { evidence: { product_description: 'four hours of watch' } });
      expect(sent).toMatchObject({ status: 'under_review', evidence_details: { submission_count: 1 } });
      expect(double.decideDispute(id, 'lost').status).toBe('lost');
      expect(await refusalOf(stripe.disputes.close(id))).toMatchObject({ statusCode: 400 });
    },
  ],
  [
    'file-upload',
    'evidence is a paper or a picture',
    async ({ stripe }) => {
      const file = { data: Buffer.from('#!/bin/sh'), name: 'run.sh', type: 'text/x-sh' };
      expect(await refusalOf(stripe.files.create({ purpose: 'dispute_evidence', file }))).toMatchObject({
        code: 'invalid_file_type',
      });
    },
  ],
];

asDocumented({ 'saved cards': SAVED_CARDS, accounts: ACCOUNTS, papers: PAPERS });
