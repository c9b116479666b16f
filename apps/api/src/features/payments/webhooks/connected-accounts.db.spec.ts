import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CONNECT_SECRET, STRIPE } from '../../../../test/test-application.js';
import { HOUR_MS } from '../../../platform/clock/duration.js';
import { paymentEvents } from '../payments.events.js';
import { type Booking, MoneyWorld } from '../spec-support/money-world.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());
afterEach(() => world.double.faults.clear());

async function send(
  path: string,
  payload: string,
  secrets: readonly string[],
): Promise<{ status: number; code?: string }> {
  const timestamp = Math.floor(Date.now() / 1000);
  const signed = secrets.map((secret) => Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }));
  const signature = [`t=${timestamp}`, ...signed.map((header) => header.slice(header.indexOf('v1=')))].join(',');
  const response = await fetch(`${world.baseUrl}/api/v1/webhooks/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
    body: payload,
  });
  const { code } = (await response.json()) as { code?: string };
  return { status: response.status, ...(code !== undefined && { code }) };
}

const event = (facts: Record<string, unknown>): string =>
  JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'charge.updated',
    data: { object: { id: 'ch_1' } },
    ...facts,
  });

/** A guard who was paid 20.00, which their bank then sends back. */
async function bounced(): Promise<{ booking: Booking; account: string }> {
  const booking = await world.paidBooking(2500);
  const account = await world.accountOf(booking.guard);
  const { id } = await world.stripe.payouts.create({ amount: 2000, currency: 'usd' }, { stripeAccount: account });
  world.double.failPayout(id);
  await vi.waitFor(async () => expect(await told(booking)).toContain('payout_bounced'), { timeout: 30_000 });
  return { booking, account };
}

const told = async ({ guard }: Booking): Promise<string[]> =>
  (await world.dataSource.query<{ kind: string }[]>(`SELECT kind FROM messages WHERE user_id = $1`, [guard.id])).map(
    ({ kind }) => kind,
  );

describe('an endpoint', () => {
  it('takes events of its own secret alone, both while it is rolled', async () => {
    const payload = event({});
    expect(await send('stripe', payload, [STRIPE.webhookSecret])).toEqual({ status: 200 });
    expect(await send('stripe', payload, ['whsec_old', STRIPE.webhookSecret])).toEqual({ status: 200 });
    expect(await send('stripe', payload, [CONNECT_SECRET])).toEqual({ status: 400, code: 'bad_signature' });
    expect(await send('stripe/connect', payload, [CONNECT_SECRET])).toEqual({ status: 200 });
    expect(await send('stripe/connect', payload, [STRIPE.webhookSecret])).toEqual({
      status: 400,
      code: 'bad_signature',
    });
  });

  it('takes an event as large as Stripe sends them', async () => {
    const large = event({ data: { object: { id: 'ch_1', description: 'x'.repeat(1024 * 1024) } } });
    expect(await send('stripe', large, [STRIPE.webhookSecret])).toEqual({ status: 200 });
  });

  it.each([
    ['a thin event', { object: 'v2.core.event', type: 'v1.account.updated', data: undefined }, { status: 200 }],
    ['an event whose object is null', { data: { object: null } }, { status: 400, code: 'not_an_event' }],
    ['something else', { object: undefined, type: undefined }, { status: 400, code: 'not_an_event' }],
  ])('answers %s, and not with a fault of its own', async (_, facts, answer) => {
    expect(await send('stripe', event(facts), [STRIPE.webhookSecret])).toEqual(answer);
  });
});

describe('a payout that the bank of a guard sends back', () => {
  it('is told to the guard, and what they earn next waits until they have given another bank', async () => {
    const { booking, account } = await bounced();
    const next = { ...(await world.bookAndHold()), guard: booking.guard };
    await world.complete(next, 2500);
    await world.eventuallyTold(next, 'payout.waiting');
    expect((await world.payments(next)).sum).toMatchObject({ chargedCents: 2500, paidOutCents: 0 });
    const payload = event({ type: 'account.external_account.created', account, data: { object: { id: 'ba_1' } } });
    expect(await send('stripe/connect', payload, [CONNECT_SECRET])).toEqual({ status: 200 });
    await world.eventually(next, ({ sum }) => sum.paidOutCents === 2000);
  });

  it('has not arrived when the word of its arrival comes after that of its return; a later one that arrives ends it', async () => {
    const { booking, account } = await bounced();
    const [payout] = (await world.stripe.payouts.list({}, { stripeAccount: account })).data;
    const late = event({ type: 'payout.paid', account, data: { object: { id: payout?.id } } });
    expect(await send('stripe/connect', late, [CONNECT_SECRET])).toEqual({ status: 200 });
    const shown = async () => (await booking.guard.client.guards.earnings()).bounced;
    expect(await shown()).toMatchObject([{ amountCents: 2000 }]);
    await world.stripe.payouts.create({ amount: 2000, currency: 'usd' }, { stripeAccount: account });
    await vi.waitFor(async () => expect(await shown()).toEqual([]), { timeout: 30_000 });
  });

  it('is told once, however often the event comes', async () => {
    const { booking, account } = await bounced();
    const [payout] = (await world.stripe.payouts.list({}, { stripeAccount: account })).data;
    const again = event({ type: 'payout.failed', account, data: { object: { id: payout?.id } } });
    expect(await send('stripe/connect', again, [CONNECT_SECRET])).toEqual({ status: 200 });
    expect((await told(booking)).filter((kind) => kind === 'payout_bounced')).toHaveLength(1);
  });
});

describe('a guard who is suspended', () => {
  it('is paid when the suspension is lifted, and not before', async () => {
    const booking = await world.bookAndHold();
    await world.openPayoutAccount(booking.guard);
    await world.match(booking);
    const setStatus = (status: string, before: string | null) =>
      world.dataSource.query(`UPDATE users SET status = $2, status_before_suspension = $3 WHERE id = $1`, [
        booking.guard.id,
        status,
        before,
      ]);
    await setStatus('suspended', 'active');
    await world.finish(booking, 2500);
    await world.eventuallyTold(booking, 'payout.waiting');
    expect((await world.payments(booking)).sum).toMatchObject({ chargedCents: 2500, paidOutCents: 0 });
    await setStatus('active', null);
    world.clock.move(2 * HOUR_MS);
    await world.publish(paymentEvents['money.due'], booking.jobId);
    await world.eventually(booking, ({ sum }) => sum.paidOutCents === 2000);
    world.clock.move(-2 * HOUR_MS);
  });
});
