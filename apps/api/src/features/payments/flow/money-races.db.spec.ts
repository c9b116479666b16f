import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onServerOnly } from '../../../../test/test-database.js';
import { STRIPE } from '../../../../test/test-application.js';
import { MoneyWorld } from '../spec-support/money-world.js';
import { DAY_MS, MINUTE_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { CarryOn } from './carry-on.js';
import { TakeStep } from './take-step.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());

const fulfilled = (results: PromiseSettledResult<unknown>[]): number =>
  results.filter((result) => result.status === 'fulfilled').length;

onServerOnly('one connection does one thing after the other', () => {
  describe('at once', () => {
    it('two captures take the money once', async () => {
      const booking = await world.bookAndHold();
      await world.complete(booking, 2500);
      await Promise.all([1, 2].map(() => world.app.get(CarryOn).carryOn(booking.jobId)));
      await world.eventually(booking, ({ sum }) => sum.chargedCents === 2500);
      expect(world.books(booking.jobId)).toMatchObject({ intents: 1, captured: 2500 });
    });

    it('two refunds that are together above the rest: one is given', async () => {
      const booking = await world.paidBooking(2500);
      const admin = await world.person('admin');
      const { items } = await world.payments(booking);
      const params = { id: items.find((item) => item.type === 'charge')?.id ?? '' };
      const results = await Promise.allSettled(
        [1, 2].map(() => admin.client.admin.refund({ params, body: { reason: 'late', amountCents: 1500 } })),
      );
      expect(fulfilled(results)).toBe(1);
      await world.eventually(booking, ({ sum }) => sum.paidOutCents === 800);
      expect(world.books(booking.jobId)).toMatchObject({ refunded: 1500, reversed: 1200 });
    });

    it('check-out against cancelling: one of them happens, and its money alone moves', async () => {
      const booking = await world.bookAndHold();
      await world.match(booking);
      const params = { id: booking.jobId };
      const presence = { params, body: { location: { lat: 34.0537, lng: -118.2428 }, accuracyMeters: 10 } };
      // Its start: who leaves before it sends the job back.
      world.clock.move(11 * MINUTE_MS);
      await booking.guard.client.jobs.checkIn(presence);
      const admin = await world.person('admin');
      const results = await Promise.allSettled([
        booking.guard.client.jobs.checkOut({ params, body: { ...presence.body, reason: 'The evening was over' } }),
        admin.client.jobs.cancel({ params, body: { reason: 'dangerous' } }),
      ]);
      expect(fulfilled(results)).toBe(1);
      const { dueAmountCents } = await booking.customer.client.jobs.get({ params });
      await world.eventually(booking, ({ sum }) => sum.chargedCents === dueAmountCents && sum.heldCents === 0);
      expect(world.books(booking.jobId)).toMatchObject({ intents: 1, captured: dueAmountCents });
      world.clock.move(-11 * MINUTE_MS);
    });

    it('the same event twenty times moves the payout once', async () => {
      const booking = await world.paidBooking(2500);
      const intent = world.double.books().paymentIntents.find((each) => each.transfer_group === booking.jobId);
      const event = { id: `evt_${randomUUID()}`, object: 'event', type: 'payment_intent.succeeded' };
      const payload = JSON.stringify({ ...event, data: { object: { id: intent?.id } } });
      const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: STRIPE.webhookSecret });
      const send = () =>
        fetch(`${world.baseUrl}/api/v1/webhooks/stripe`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'stripe-signature': header },
          body: payload,
        });
      const answers = await Promise.all(Array.from({ length: 20 }, send));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
      expect(world.books(booking.jobId)).toMatchObject({ captured: 2500, transferred: 2000 });
      expect((await world.timeline(booking)).filter((type) => type === 'charge.succeeded')).toHaveLength(1);
    });

    it('two processes on one job move its money once', async () => {
      const booking = await world.book();
      const { app } = world;
      // Another process has rounds of its own; all else that two of them share is the database.
      const other = new CarryOn(app.get(PaymentChanges), app.get(TakeStep), app.get(Platform));
      const both = (): Promise<unknown> =>
        Promise.all([app.get(CarryOn).carryOn(booking.jobId), other.carryOn(booking.jobId)]);
      await both();
      await world.openPayoutAccount(booking.guard);
      await world.complete(booking, 2500);
      await both();
      const { items } = await world.eventually(booking, ({ sum }) => sum.paidOutCents === 2000);
      expect(items.map(({ type, status }) => `${type} ${status}`)).toEqual(['charge succeeded', 'payout succeeded']);
      expect(world.books(booking.jobId)).toMatchObject({ intents: 1, captured: 2500, transferred: 2000 });
    });
  });
});

describe('a clock that jumps', () => {
  it.each([5, -5])('by %s days in the middle leaves the money as it would have been', async (days) => {
    const booking = await world.bookAndHold();
    await world.openPayoutAccount(booking.guard);
    world.double.faults.add({ kind: 'server_error', operation: 'POST /v1/transfers', count: 4 });
    world.clock.move(days * DAY_MS);
    try {
      await world.complete(booking, 2500);
      await world.eventually(booking, ({ sum }) => sum.chargedCents === 2500);
    } finally {
      world.clock.move(-days * DAY_MS);
    }
    await world.app.get(CarryOn).carryOn(booking.jobId);
    await world.eventually(booking, ({ sum }) => sum.paidOutCents === 2000);
    expect(world.books(booking.jobId)).toMatchObject({ intents: 1, captured: 2500, transferred: 2000 });
  });
});
