import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../platform/clock/duration.js';
import { STRIPE } from '../../../../test/test-application.js';
import { MoneyWorld } from '../spec-support/money-world.js';
import { idOf } from '../stripe/stripe-client.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());
afterEach(() => world.double.faults.clear());

const SECRET = STRIPE.webhookSecret;
const STALE_SECONDS = 10 * 60;

const eventAbout = (type: string, object: { id: string }, id = `evt_${randomUUID()}`) =>
  JSON.stringify({ id, object: 'event', type, data: { object } });

async function send(payload: string, signature?: string): Promise<{ status: number; body: unknown }> {
  const header = signature ?? Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET });
  const response = await fetch(`${world.baseUrl}/api/v1/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': header },
    body: payload,
  });
  return { status: response.status, body: await response.json() };
}

async function applied(id: string): Promise<number> {
  return (await world.dataSource.query<unknown[]>(`SELECT id FROM stripe_events WHERE id = $1`, [id])).length;
}

describe('a webhook', () => {
  it('delivered twenty times at once takes effect once', async () => {
    const booking = await world.bookAndHold();
    const [intent] = world.double.books().paymentIntents.filter((each) => each.transfer_group === booking.jobId);
    world.double.faults.add({ kind: 'webhook_lost' });
    await world.stripe.paymentIntents.cancel(intent?.id ?? '');
    const id = `evt_${randomUUID()}`;
    const payload = eventAbout('payment_intent.canceled', { id: intent?.id ?? '' }, id);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(payload)));
    for (const answer of answers) expect(answer).toEqual({ status: 200, body: { received: true } });
    expect(await applied(id)).toBe(1);
    expect((await world.timeline(booking)).filter((type) => type === 'hold.expired')).toHaveLength(1);
  });

  it.each([
    ['forged', (payload: string) => Stripe.webhooks.generateTestHeaderString({ payload, secret: 'whsec_other' })],
    [
      'stale',
      (payload: string) =>
        Stripe.webhooks.generateTestHeaderString({
          payload,
          secret: SECRET,
          timestamp: Math.floor(Date.now() / 1000) - STALE_SECONDS,
        }),
    ],
    ['unsigned', () => ''],
    ['signed for other bytes', () => Stripe.webhooks.generateTestHeaderString({ payload: '{}', secret: SECRET })],
  ])('%s is refused and leaves no trace', async (_, sign) => {
    const id = `evt_${randomUUID()}`;
    const payload = eventAbout('payment_intent.succeeded', { id: 'pi_any' }, id);
    expect(await send(payload, sign(payload))).toMatchObject({ status: 400, body: { code: 'bad_signature' } });
    expect(await applied(id)).toBe(0);
  });

  it.each(['customer.created', 'payment_intent.created', 'transfer.created', 'account.updated', 'charge.refunded'])(
    '%s about what is not ours is received and does nothing',
    async (type) => {
      expect(await send(eventAbout(type, { id: `none_${randomUUID()}` }))).toEqual({
        status: 200,
        body: { received: true },
      });
    },
  );

  it('that cannot be applied is answered 5xx, and applied when it comes again', async () => {
    const booking = await world.bookAndHold();
    await world.double.flushWebhooks();
    const [intent] = world.double.books().paymentIntents.filter((each) => each.transfer_group === booking.jobId);
    world.double.faults.add(
      { kind: 'webhook_lost' },
      { kind: 'server_error', operation: 'GET /v1/payment_intents/*', count: 3 },
    );
    await world.stripe.paymentIntents.cancel(intent?.id ?? '');
    const id = `evt_${randomUUID()}`;
    const payload = eventAbout('payment_intent.canceled', { id: intent?.id ?? '' }, id);
    expect((await send(payload)).status).toBeGreaterThanOrEqual(500);
    expect(await applied(id)).toBe(0);
    expect((await send(payload)).status).toBe(200);
    expect(await world.timeline(booking)).toContain('hold.expired');
  });

  it('about a charge brings the fee that was not known at the capture, and is let go afterwards', async () => {
    const booking = await world.paidBooking(2500);
    await world.double.flushWebhooks();
    const [intent] = world.double.books().paymentIntents.filter((each) => each.transfer_group === booking.jobId);
    const fees = () =>
      world.dataSource.query<{ fee: number | null }[]>(
        `SELECT stripe_fee_cents AS fee FROM payments WHERE job_id = $1 AND payment_type = 'charge'`,
        [booking.jobId],
      );
    const [known] = await fees();
    expect(known?.fee).toBeGreaterThan(0);
    await world.dataSource.transaction(async (manager) => {
      // A settled row does not change: this is how it looks when Stripe did not know its fee at the capture.
      await manager.query(`SET LOCAL session_replication_role = replica`);
      await manager.query(`UPDATE payments SET stripe_fee_cents = NULL WHERE job_id = $1`, [booking.jobId]);
    });
    // Later than a process remembers what it has recorded itself.
    world.clock.move(HOUR_MS);
    const charge = { id: idOf(intent?.latest_charge) ?? '', payment_intent: intent?.id ?? '' };
    const [first, second] = [`evt_${randomUUID()}`, `evt_${randomUUID()}`];
    expect((await send(eventAbout('charge.updated', charge, first))).status).toBe(200);
    expect(await fees()).toEqual([known]);
    expect((await send(eventAbout('charge.updated', charge, second))).status).toBe(200);
    expect([await applied(first), await applied(second)]).toEqual([1, 0]);
    world.clock.move(-HOUR_MS);
  });

  it('that has nothing left to tell is let go at the door', async () => {
    const booking = await world.paidBooking(2500);
    await world.double.flushWebhooks();
    const [intent] = world.double.books().paymentIntents.filter((each) => each.transfer_group === booking.jobId);
    // Were Stripe asked about it, the event would be answered 5xx.
    world.double.faults.add({ kind: 'server_error', operation: 'GET /v1/payment_intents/*' });
    for (const type of [
      'payment_intent.succeeded',
      'payment_intent.canceled',
      'payment_intent.amount_capturable_updated',
    ]) {
      const id = `evt_${randomUUID()}`;
      expect((await send(eventAbout(type, { id: intent?.id ?? '' }, id))).status).toBe(200);
      expect(await applied(id)).toBe(0);
    }
  });

  it('believes what Stripe says now, not what an old event tells', async () => {
    const booking = await world.paidBooking(2500);
    const [intent] = world.double.books().paymentIntents.filter((each) => each.transfer_group === booking.jobId);
    const before = await world.payments(booking);
    const old = { ...intent, id: intent?.id ?? '', status: 'requires_capture' };
    expect((await send(eventAbout('payment_intent.amount_capturable_updated', old))).status).toBe(200);
    expect(await world.payments(booking)).toEqual(before);
  });

  it('settles an attempt whose answer never comes', async () => {
    world.double.faults.add(
      { kind: 'timeout_after', operation: 'POST /v1/payment_intents' },
      { kind: 'server_error', operation: 'GET /v1/payment_intents' },
    );
    const booking = await world.book();
    await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    expect(await world.moneyTimeline(booking)).toEqual(['hold.placed']);
    expect(world.books(booking.jobId).intents).toBe(1);
  });

  it('may come late, doubled and out of order', async () => {
    world.double.faults.add(
      { kind: 'webhook_doubled', event: 'payment_intent.*' },
      { kind: 'webhook_reordered', event: 'charge.*' },
      { kind: 'webhook_forged', event: 'transfer.*' },
    );
    const booking = await world.paidBooking(2500);
    await world.double.flushWebhooks();
    expect((await world.payments(booking)).sum).toMatchObject({ chargedCents: 2500, paidOutCents: 2000 });
    expect(await world.moneyTimeline(booking)).toEqual(['hold.placed', 'charge.succeeded', 'payout.succeeded']);
  });

  it('about a dispute marks the charge until it is decided', async () => {
    const customer = await world.person('customer');
    await world.useCard(customer, 'pm_card_createDispute');
    const booking = await world.book({ customer });
    await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    await world.complete(booking, 2500);
    await world.eventually(booking, ({ items }) => items[0]?.status === 'disputed');
    const [dispute] = world.double.books().disputes.slice(-1);
    await world.stripe.disputes.update(dispute?.id ?? '', {
      evidence: { uncategorized_text: 'winning_evidence' },
      submit: true,
    });
    await world.eventually(booking, ({ items }) => items[0]?.status === 'succeeded');
  });
});
