import type Stripe from 'stripe';
import { expect } from 'vitest';
import { asDocumented, type Behaviour, type Platform } from './spec-support/documented.js';
import { customerWithCard, onboardedAccount, pay, placeHold, refusalOf } from './spec-support/platform.js';
import { startReceiver } from './spec-support/webhook-receiver.js';

/** What Stripe's documentation says of events, endpoints and keys of requests. */

const DAY_SECONDS = 24 * 60 * 60;
const EVERY: Stripe.WebhookEndpointCreateParams.EnabledEvent[] = ['*'];

/** An endpoint made through the API, and who listens there with its secret. */
async function listening(
  { stripe }: Platform,
  params: Partial<Stripe.WebhookEndpointCreateParams> = {},
): Promise<Awaited<ReturnType<typeof startReceiver>> & { id: string }> {
  const receiver = await startReceiver();
  const { id, secret } = await stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: EVERY,
    ...params,
  });
  receiver.trust(secret ?? '');
  return { ...receiver, id };
}

const typesOf = async ({ stripe }: Platform): Promise<string[]> =>
  (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type);

const SIGNATURES: Behaviour[] = [
  [
    'webhooks/signature#verify-manually',
    'an event is signed with the secret of its endpoint, and with no other',
    async (platform) => {
      const { received, trust } = await listening(platform);
      await platform.stripe.customers.create();
      await platform.double.flushWebhooks();
      trust('whsec_of_somebody_else');
      await platform.stripe.customers.create();
      await platform.double.flushWebhooks();
      expect(received.map(({ genuine }) => genuine)).toEqual([true, false]);
    },
  ],
  [
    'webhooks#roll-endpoint-secrets',
    'a rolled secret signs beside the new one for a day, then only the new one does',
    async (platform) => {
      const { id, received, trust } = await listening(platform);
      const tell = async (): Promise<void> => {
        await platform.stripe.customers.create();
        await platform.double.flushWebhooks();
      };
      const secret = platform.double.rollWebhookSecret(id);
      await tell();
      trust(secret);
      await tell();
      platform.double.clock.advance(DAY_SECONDS + 1);
      await tell();
      expect(received.map(({ genuine }) => genuine)).toEqual([true, true, true]);
    },
  ],
  [
    'webhooks#roll-endpoint-secrets',
    'a day after it was rolled the old secret signs nothing',
    async (platform) => {
      const { id, received } = await listening(platform);
      platform.double.rollWebhookSecret(id);
      platform.double.clock.advance(DAY_SECONDS + 1);
      await platform.stripe.customers.create();
      await platform.double.flushWebhooks();
      expect(received.map(({ genuine }) => genuine)).toEqual([false]);
    },
  ],
  [
    'connect/webhooks',
    'what happens on connected accounts goes to endpoints for them alone, each with a secret of its own',
    async (platform) => {
      const ours = await listening(platform);
      const theirs = await listening(platform, { connect: true });
      await platform.stripe.customers.create();
      const { id } = await onboardedAccount(platform.stripe, platform.double);
      await platform.double.flushWebhooks();
      expect(ours.types()).toEqual(['customer.created']);
      expect(theirs.received).toMatchObject([{ type: 'account.updated', account: id, genuine: true }]);
      expect(ours.received[0]).toMatchObject({ account: undefined, genuine: true });
    },
  ],
];

const ENDPOINTS: Behaviour[] = [
  [
    'webhooks#retries',
    'an event that was not answered with 2xx comes again as the same',
    async (platform) => {
      const { received, failNext } = await listening(platform);
      failNext(1);
      await platform.stripe.customers.create();
      while (received.length < 2) await platform.double.flushWebhooks();
      expect(new Set(received.map(({ id }) => id)).size).toBe(1);
    },
  ],
  [
    'api/webhook_endpoints/object#secret',
    'the secret is told once, when the endpoint is made',
    async (platform) => {
      const { id } = await listening(platform);
      expect((await platform.stripe.webhookEndpoints.retrieve(id)).secret).toBeUndefined();
    },
  ],
  [
    'api/webhook_endpoints/create#enabled_events',
    'an endpoint gets the types that it has asked for',
    async (platform) => {
      const { types } = await listening(platform, { enabled_events: ['payment_method.attached'] });
      await customerWithCard(platform.stripe);
      await platform.double.flushWebhooks();
      expect(types()).toEqual(['payment_method.attached']);
    },
  ],
  [
    'api/webhook_endpoints/delete',
    'an endpoint that was deleted gets nothing more',
    async (platform) => {
      const { id, received } = await listening(platform);
      await platform.stripe.webhookEndpoints.del(id);
      await platform.stripe.customers.create();
      await platform.double.flushWebhooks();
      expect(received).toEqual([]);
    },
  ],
];

const EVENTS: Behaviour[] = [
  [
    'api/events/object#request',
    'an event names the request that has caused it, with its key, and the version of the API',
    async ({ stripe }) => {
      const { lastResponse } = await stripe.customers.create({}, { idempotencyKey: 'k-1' });
      const [event] = (await stripe.events.list({ type: 'customer.created' })).data;
      expect(event).toMatchObject({
        request: { id: lastResponse.requestId, idempotency_key: 'k-1' },
        api_version: '2026-10-28.endive',
      });
    },
  ],
  [
    'api/events/object#data',
    'an event about a change tells what was before',
    async ({ stripe }) => {
      const { id } = await stripe.customers.create({ name: 'Dana' });
      await stripe.customers.update(id, { name: 'Kim' });
      const [event] = (await stripe.events.list({ type: 'customer.updated' })).data;
      expect(event?.data).toMatchObject({ object: { name: 'Kim' }, previous_attributes: { name: 'Dana' } });
    },
  ],
  [
    'api/events/types#payment_intent',
    'a hold that ends by itself is told as cancelled, and its charge as expired',
    async (platform) => {
      await placeHold(platform.stripe);
      platform.double.clock.advance(8 * DAY_SECONDS);
      const told = await typesOf(platform);
      expect(told).toEqual(expect.arrayContaining(['payment_intent.canceled', 'charge.expired']));
    },
  ],
  [
    'api/events/types#payment_intent',
    'a card that refuses is told',
    async (platform) => {
      await refusalOf(placeHold(platform.stripe, 4_000, 'pm_card_authenticationRequired'));
      expect(await typesOf(platform)).toContain('payment_intent.payment_failed');
    },
  ],
  [
    'api/events/types#charge.dispute',
    'a dispute is told with what it has taken, and with its end',
    async (platform) => {
      await pay(platform.stripe, 1_000, 'pm_card_createDispute');
      const [dispute] = (await platform.stripe.disputes.list()).data;
      platform.double.decideDispute(dispute?.id ?? '', 'won');
      expect((await typesOf(platform)).filter((type) => type.startsWith('charge.dispute.')).reverse()).toEqual([
        'charge.dispute.created',
        'charge.dispute.funds_withdrawn',
        'charge.dispute.closed',
        'charge.dispute.funds_reinstated',
      ]);
    },
  ],
  [
    'api/events/types#refund',
    'a refund that comes back is told as failed',
    async (platform) => {
      const { intent } = await pay(platform.stripe, 1_000, 'pm_card_refundFail');
      await platform.stripe.refunds.create({ payment_intent: intent.id });
      platform.double.clock.advance(120);
      await platform.stripe.refunds.list();
      expect(await typesOf(platform)).toContain('refund.failed');
    },
  ],
  [
    'payouts#payout-webhooks',
    'a payout of an account is told as made and as paid',
    async ({ stripe, double }) => {
      const { chargeId } = await pay(stripe);
      const { id } = await onboardedAccount(stripe, double);
      await stripe.transfers.create({ amount: 4_000, currency: 'usd', destination: id, source_transaction: chargeId });
      await stripe.payouts.create({ amount: 4_000, currency: 'usd' }, { stripeAccount: id });
      const told = (await stripe.events.list({ types: ['payout.*'] })).data;
      expect(told.map(({ type, account }) => [type, account])).toEqual([
        ['payout.paid', id],
        ['payout.created', id],
      ]);
    },
  ],
];

const REQUEST_KEYS: Behaviour[] = [
  [
    'api/idempotent_requests',
    'a second request is refused while the first with its key is under way',
    async ({ stripe, double }) => {
      const hold = await placeHold(stripe);
      double.faults.add({ kind: 'hold', operation: 'POST /v1/payment_intents/*/capture', count: 1 });
      const first = stripe.paymentIntents.capture(hold.id, {}, { idempotencyKey: 'k' });
      await double.whenHeld();
      const second = refusalOf(stripe.paymentIntents.capture(hold.id, {}, { idempotencyKey: 'k' }));
      expect(await second).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
      double.releaseHeld();
      expect((await first).status).toBe('succeeded');
    },
  ],
  [
    'api/idempotent_requests',
    'a decline is kept with its key',
    async ({ stripe }) => {
      const asked = { amount: 900, currency: 'usd', payment_method: 'pm_card_chargeDeclined', confirm: true };
      const ask = () =>
        refusalOf(stripe.paymentIntents.create({ ...asked, off_session: true }, { idempotencyKey: 'k' }));
      const [first, again] = [await ask(), await ask()];
      expect(again).toMatchObject({ statusCode: 402, charge: first.charge });
    },
  ],
  [
    'api/idempotent_requests',
    'what was refused before it began is not kept: the key stays free',
    async ({ stripe }) => {
      const bad = stripe.paymentIntents.create({ amount: 0, currency: 'usd' }, { idempotencyKey: 'k' });
      expect(await refusalOf(bad)).toMatchObject({ statusCode: 400 });
      const good = await stripe.paymentIntents.create({ amount: 900, currency: 'usd' }, { idempotencyKey: 'k' });
      expect(good.amount).toBe(900);
    },
  ],
  [
    'rate-limits',
    'too many requests are answered 429, and may be made again with their key',
    async ({ stripe, double }) => {
      double.faults.add({ kind: 'rate_limit', operation: 'POST /v1/customers', count: 1 });
      const make = () => stripe.customers.create({}, { idempotencyKey: 'k' });
      expect(await refusalOf(make())).toMatchObject({ statusCode: 429 });
      expect((await make()).object).toBe('customer');
    },
  ],
];

asDocumented({
  'signatures of events': SIGNATURES,
  endpoints: ENDPOINTS,
  'what is told': EVENTS,
  'keys of requests': REQUEST_KEYS,
});
