import Stripe from 'stripe';
import { expect } from 'vitest';
import { asDocumented, type Behaviour } from './spec-support/documented.js';
import {
  customerWithCard,
  idOf,
  onboardedAccount,
  pay,
  placeHold,
  refusalOf,
  sdkFor,
} from './spec-support/platform.js';

/** More of what Stripe's documentation says: cards that refuse, holds, refunds, transfers, and the manners of the API itself. */

const CENTS = 10_000;

/** Of the cards that can be saved before they refuse, and of the others when they are saved. */
const refuses = (number: string, alias: string, code: string, declineCode: string): Behaviour => [
  'testing#declined-payments',
  `${number} is refused: ${declineCode}`,
  async ({ stripe }) => {
    const refusal = await refusalOf(placeHold(stripe, CENTS, alias));
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(refusal).toMatchObject({ statusCode: 402, code, decline_code: declineCode });
  },
];

const DECLINES: Behaviour[] = [
  refuses('4000 0000 0000 0002', 'pm_card_chargeDeclined', 'card_declined', 'generic_decline'),
  refuses('4000 0000 0000 9995', 'pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'),
  refuses('4000 0000 0000 9987', 'pm_card_chargeDeclinedLostCard', 'card_declined', 'lost_card'),
  refuses('4000 0000 0000 9979', 'pm_card_chargeDeclinedStolenCard', 'card_declined', 'stolen_card'),
  refuses('4000 0000 0000 0069', 'pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'),
  refuses('4000 0000 0000 0127', 'pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc'),
  refuses('4000 0000 0000 0119', 'pm_card_chargeDeclinedProcessingError', 'processing_error', 'processing_error'),
  [
    'testing#declined-payments',
    '4000 0000 0000 0341 can be saved, and refuses the payment',
    async ({ stripe }) => {
      const { customer, method } = await customerWithCard(stripe, 'pm_card_chargeCustomerFail');
      expect(method.customer).toBe(customer.id);
      expect(await refusalOf(placeHold(stripe, CENTS, 'pm_card_chargeCustomerFail'))).toMatchObject({
        statusCode: 402,
      });
    },
  ],
  [
    'payments/paymentintents/lifecycle',
    'a refused intent waits for another payment method, and says why',
    async ({ stripe }) => {
      const refusal = await refusalOf(placeHold(stripe, CENTS, 'pm_card_chargeCustomerFail'));
      const id = refusal.payment_intent?.id ?? '';
      expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
        status: 'requires_payment_method',
        last_payment_error: { code: 'card_declined' },
      });
    },
  ],
  [
    'testing#available-balance',
    '4000 0000 0000 0077: the money is available at once; of other cards it is pending first',
    async ({ stripe }) => {
      await pay(stripe, CENTS, 'pm_card_bypassPending');
      const before = await stripe.balance.retrieve();
      expect(before.available[0]?.amount).toBeGreaterThan(0);
      await pay(stripe);
      const after = await stripe.balance.retrieve();
      expect(after.available[0]?.amount).toBe(before.available[0]?.amount);
      expect(after.pending[0]?.amount).toBeGreaterThan(0);
    },
  ],
  [
    'currencies#minimum-and-maximum-charge-amounts',
    'less than half a dollar is not taken',
    async ({ stripe }) => {
      expect(await refusalOf(placeHold(stripe, 49))).toMatchObject({ statusCode: 400, code: 'amount_too_small' });
    },
  ],
];

const HOLDS: Behaviour[] = [
  [
    'payments/place-a-hold-on-a-payment-method#cancel-the-authorization',
    'a cancelled hold gives everything back and cannot be taken any more',
    async ({ stripe, double }) => {
      const { id } = await placeHold(stripe);
      expect(await stripe.paymentIntents.cancel(id)).toMatchObject({ status: 'canceled', amount_capturable: 0 });
      expect(await refusalOf(stripe.paymentIntents.capture(id))).toMatchObject({
        code: 'payment_intent_unexpected_state',
      });
      expect(double.books().sums.balance).toBe(0);
    },
  ],
  [
    'payments/place-a-hold-on-a-payment-method#authorization-validity-window',
    'a hold that nobody takes in time is let go of',
    async ({ stripe, double }) => {
      const { id } = await placeHold(stripe);
      double.clock.advance(8 * 24 * 60 * 60);
      expect((await stripe.paymentIntents.retrieve(id)).status).toBe('canceled');
    },
  ],
  [
    'api/payment_intents/capture',
    'not more than was held can be taken',
    async ({ stripe }) => {
      const { id } = await placeHold(stripe);
      expect(await refusalOf(stripe.paymentIntents.capture(id, { amount_to_capture: CENTS + 1 }))).toMatchObject({
        statusCode: 400,
      });
    },
  ],
  [
    'api/payment_intents/cancel',
    'what was taken is not cancelled but refunded',
    async ({ stripe }) => {
      const { intent } = await pay(stripe);
      expect(await refusalOf(stripe.paymentIntents.cancel(intent.id))).toMatchObject({
        code: 'payment_intent_unexpected_state',
      });
    },
  ],
  [
    'payments/paymentintents/lifecycle',
    'an intent waits for its payment method, then to be confirmed, then to be captured',
    async ({ stripe }) => {
      const { customer, method } = await customerWithCard(stripe);
      const facts = { amount: CENTS, currency: 'usd', customer: customer.id, capture_method: 'manual' as const };
      const bare = await stripe.paymentIntents.create({ ...facts, allowed_payment_method_types: ['card'] });
      expect(bare.status).toBe('requires_payment_method');
      const chosen = await stripe.paymentIntents.create({
        ...{ ...facts, payment_method: method.id, allowed_payment_method_types: ['card'] },
      });
      expect(chosen.status).toBe('requires_confirmation');
      expect((await stripe.paymentIntents.confirm(chosen.id, { off_session: true })).status).toBe('requires_capture');
    },
  ],
];

const REFUNDS: Behaviour[] = [
  [
    'refunds#issuing-refunds',
    'parts are given back until nothing is left',
    async ({ stripe }) => {
      const { intent, chargeId } = await pay(stripe);
      await stripe.refunds.create({ payment_intent: intent.id, amount: 4_000 });
      expect(await stripe.charges.retrieve(chargeId)).toMatchObject({ amount_refunded: 4_000, refunded: false });
      await stripe.refunds.create({ payment_intent: intent.id });
      expect(await stripe.charges.retrieve(chargeId)).toMatchObject({ amount_refunded: CENTS, refunded: true });
    },
  ],
  [
    'error-codes#charge-already-refunded',
    'what was given back in whole is not given back again',
    async ({ stripe }) => {
      const { intent } = await pay(stripe);
      await stripe.refunds.create({ payment_intent: intent.id });
      expect(await refusalOf(stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({
        code: 'charge_already_refunded',
      });
    },
  ],
  [
    'api/refunds/create',
    'not more than is left can be given back',
    async ({ stripe }) => {
      const { intent } = await pay(stripe);
      const tooMuch = stripe.refunds.create({ payment_intent: intent.id, amount: CENTS + 1 });
      expect(await refusalOf(tooMuch)).toMatchObject({ statusCode: 400, param: 'amount' });
    },
  ],
  [
    'refunds#refund-fees',
    'the fee of the charge is kept',
    async ({ stripe, double }) => {
      const { intent } = await pay(stripe);
      const fee = CENTS - double.books().sums.balance;
      await stripe.refunds.create({ payment_intent: intent.id });
      expect(fee).toBeGreaterThan(0);
      expect(double.books().sums.balance).toBe(-fee);
    },
  ],
];

const TRANSFERS: Behaviour[] = [
  [
    'connect/separate-charges-and-transfers#transfer-availability',
    'a transfer out of a charge is made at once, at most as much as that',
    async ({ stripe, double }) => {
      const { chargeId } = await pay(stripe);
      const { id } = await onboardedAccount(stripe, double);
      const to = { currency: 'usd', destination: id, source_transaction: chargeId };
      expect(await refusalOf(stripe.transfers.create({ ...to, amount: CENTS + 1 }))).toMatchObject({ statusCode: 400 });
      expect((await stripe.transfers.create({ ...to, amount: 8_000 })).amount).toBe(8_000);
    },
  ],
  [
    'error-codes#balance-insufficient',
    'a transfer out of the balance needs money that is available',
    async ({ stripe, double }) => {
      const { id } = await onboardedAccount(stripe, double);
      const asked = stripe.transfers.create({ amount: 1_000, currency: 'usd', destination: id });
      expect(await refusalOf(asked)).toMatchObject({ code: 'balance_insufficient' });
    },
  ],
  [
    'connect/account-capabilities#transfers',
    'an account without the capability gets nothing',
    async ({ stripe }) => {
      const { chargeId } = await pay(stripe);
      const { id } = await stripe.accounts.create({
        type: 'express',
        capabilities: { transfers: { requested: true } },
      });
      const to = { currency: 'usd', destination: id, source_transaction: chargeId };
      expect(await refusalOf(stripe.transfers.create({ ...to, amount: 1_000 }))).toMatchObject({
        code: 'insufficient_capabilities_for_transfer',
      });
    },
  ],
  [
    'api/transfer_reversals/create',
    'a transfer is taken back in parts, at most as much as it was',
    async ({ stripe, double }) => {
      const { chargeId } = await pay(stripe);
      const { id } = await onboardedAccount(stripe, double);
      const to = { currency: 'usd', destination: id, source_transaction: chargeId };
      const transfer = await stripe.transfers.create({ ...to, amount: 8_000 });
      await stripe.transfers.createReversal(transfer.id, { amount: 3_000 });
      const more = stripe.transfers.createReversal(transfer.id, { amount: 5_001 });
      expect(await refusalOf(more)).toMatchObject({ statusCode: 400 });
      await stripe.transfers.createReversal(transfer.id);
      expect(await stripe.transfers.retrieve(transfer.id)).toMatchObject({ amount_reversed: 8_000, reversed: true });
    },
  ],
];

const MANNERS: Behaviour[] = [
  [
    'api/authentication',
    'a key that is none is answered 401',
    async ({ double }) => {
      const refusal = await refusalOf(sdkFor(double, 'nothing').customers.list());
      expect(refusal).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
      expect(refusal.statusCode).toBe(401);
    },
  ],
  [
    'error-codes#resource-missing',
    'what is not there is answered 404 and named',
    async ({ stripe }) => {
      expect(await refusalOf(stripe.paymentIntents.retrieve('pi_nothing'))).toMatchObject({
        ...{ statusCode: 404, code: 'resource_missing' },
      });
    },
  ],
  [
    'error-codes#parameter-unknown',
    'a parameter that does not exist is refused',
    async ({ stripe }) => {
      const { intent } = await pay(stripe);
      const odd = { payment_intent: intent.id, colour: 'blue' } as Stripe.RefundCreateParams;
      expect(await refusalOf(stripe.refunds.create(odd))).toMatchObject({
        code: 'parameter_unknown',
        param: 'colour',
      });
    },
  ],
  [
    'api/pagination',
    'lists give the newest first, by pages that go on where the last one ended',
    async ({ stripe }) => {
      for (const name of ['one', 'two', 'three']) await stripe.customers.create({ name });
      const first = await stripe.customers.list({ limit: 2 });
      expect(first.data.map(({ name }) => name)).toEqual(['three', 'two']);
      expect(first.has_more).toBe(true);
      const rest = await stripe.customers.list({ limit: 2, starting_after: first.data[1]?.id ?? '' });
      expect(rest).toMatchObject({ has_more: false, data: [{ name: 'one' }] });
    },
  ],
  [
    'api/expanding_objects',
    'what is named in expand comes as an object instead of its id',
    async ({ stripe }) => {
      const { intent } = await pay(stripe);
      const seen = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge.balance_transaction'] });
      expect(seen.latest_charge).toMatchObject({
        object: 'charge',
        balance_transaction: { type: 'charge', amount: CENTS },
      });
    },
  ],
  [
    'api/metadata',
    'keys are added one by one, and an empty value takes one away',
    async ({ stripe }) => {
      const { id } = await stripe.customers.create({ metadata: { a: '1', b: '2' } });
      const { metadata } = await stripe.customers.update(id, { metadata: { a: '', c: '3' } });
      expect(metadata).toEqual({ b: '2', c: '3' });
    },
  ],
  [
    'api/balance_transactions/list',
    'every movement is in the books, with its fee and what is left of it',
    async ({ stripe }) => {
      const { chargeId } = await pay(stripe);
      const [movement] = (await stripe.balanceTransactions.list({ type: 'charge' })).data;
      expect(movement).toMatchObject({ source: chargeId, amount: CENTS });
      expect(movement?.net).toBe(CENTS - (movement?.fee ?? 0));
    },
  ],
  [
    'api/idempotent_requests',
    'the same key and parameters give the first answer again',
    async ({ stripe }) => {
      const make = () => stripe.customers.create({ name: 'Dana' }, { idempotencyKey: 'k' });
      const [first, again] = [await make(), await make()];
      expect(again.id).toBe(first.id);
      expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    },
  ],
  [
    'api/idempotent_requests',
    'a key is forgotten after a day',
    async ({ stripe, double }) => {
      const make = () => stripe.customers.create({ name: 'Dana' }, { idempotencyKey: 'k' });
      const first = await make();
      double.clock.advance(25 * 60 * 60);
      expect((await make()).id).not.toBe(first.id);
    },
  ],
  [
    'payments/save-and-reuse',
    'a card of somebody else is not asked',
    async ({ stripe }) => {
      const [one, other] = [await customerWithCard(stripe), await customerWithCard(stripe)];
      const asked = stripe.paymentIntents.create({
        ...{ amount: CENTS, currency: 'usd', customer: one.customer.id, payment_method: other.method.id },
        ...{ confirm: true, off_session: true, allowed_payment_method_types: ['card'] },
      });
      expect(await refusalOf(asked)).toMatchObject({ statusCode: 400 });
    },
  ],
  [
    'api/charges/object',
    'a charge names its intent, its card and its balance transaction',
    async ({ stripe }) => {
      const { intent, chargeId } = await pay(stripe);
      const charge = await stripe.charges.retrieve(chargeId);
      expect(charge).toMatchObject({ payment_intent: intent.id, captured: true, paid: true });
      expect(charge.payment_method_details?.card?.last4).toBe('4242');
      expect(idOf(charge.balance_transaction)).toMatch(/^txn_/);
    },
  ],
];

asDocumented({
  'cards that refuse': DECLINES,
  'the life of a hold': HOLDS,
  'giving back': REFUNDS,
  transfers: TRANSFERS,
  'manners of the API': MANNERS,
});
