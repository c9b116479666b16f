import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import { paymentEvents } from '../payments.events.js';
import { type Booking, MoneyWorld, type Person } from '../spec-support/money-world.js';
import { LookForReturns } from './look-for-returns.js';

let world: MoneyWorld;
let admin: Person;

beforeAll(async () => {
  world = await MoneyWorld.start();
  admin = await world.person('admin');
});
afterAll(() => world.stop());
afterEach(() => world.double.faults.clear());

async function chargeOf(booking: Booking): Promise<string> {
  const charge = (await world.payments(booking)).items.find((item) => item.type === 'charge');
  if (!charge) throw new Error('there is no charge');
  return charge.id;
}

function refund(id: string, amountCents?: number, idempotencyKey?: string) {
  const body = { reason: 'guard left early', ...(amountCents !== undefined && { amountCents }) };
  return admin.client.admin.refund({ params: { id }, body, ...(idempotencyKey && { idempotencyKey }) });
}

describe('a refund', () => {
  it('in part gives both parts their share and takes the guard’s back from their account', async () => {
    const booking = await world.paidBooking(2500);
    const given = await refund(await chargeOf(booking), 1001);
    expect(given).toMatchObject({ type: 'refund', amountCents: 1001, platformFeeCents: 200, guardPayoutCents: 801 });

    await world.eventuallyTold(booking, 'payout.reversed');
    const { sum } = await world.payments(booking);
    expect(sum).toEqual({
      chargedCents: 2500,
      creditedCents: 0,
      refundedCents: 1001,
      paidOutCents: 1199,
      platformCents: 300,
      heldCents: 0,
      guaranteedCents: 0,
      owedCents: 0,
    });
    expect(world.books(booking.jobId)).toMatchObject({
      captured: 2500,
      refunded: 1001,
      transferred: 2000,
      reversed: 801,
    });
    expect((await booking.guard.client.guards.earnings()).paidCents).toBe(1199);
  });

  it('that the platform bears leaves the guard what they have, whatever is given back after it', async () => {
    const booking = await world.paidBooking(2500);
    const call = { params: { id: await chargeOf(booking) } };
    const body = { reason: 'our fault', amountCents: 1500, bornBy: 'platform' as const };
    expect(await admin.client.admin.refund({ ...call, body })).toMatchObject({
      platformFeeCents: 1500,
      guardPayoutCents: 0,
    });
    const after = await world.eventually(booking, ({ sum }) => sum.refundedCents === 1500);
    expect(after.sum).toMatchObject({ paidOutCents: 2000, platformCents: -1000 });
    const rest = await admin.client.admin.refund({ ...call, body: { reason: 'all of it' } });
    expect(rest).toMatchObject({ amountCents: 1000, platformFeeCents: 0, guardPayoutCents: 1000 });
    const end = await world.eventually(booking, ({ sum }) => sum.paidOutCents === 1000);
    expect(end.sum).toMatchObject({ refundedCents: 2500, platformCents: -1000 });
  });

  it('of the rest closes the charge and leaves nothing with anybody', async () => {
    const booking = await world.paidBooking(2500);
    const charge = await chargeOf(booking);
    await refund(charge, 833);
    await refund(charge, 834);
    await refund(charge);
    const { items, sum } = await world.eventually(booking, (answer) => answer.sum.paidOutCents === 0);
    expect(sum).toEqual({
      chargedCents: 2500,
      creditedCents: 0,
      refundedCents: 2500,
      paidOutCents: 0,
      platformCents: 0,
      heldCents: 0,
      guaranteedCents: 0,
      owedCents: 0,
    });
    expect(items.find((item) => item.type === 'charge')?.status).toBe('refunded');
    expect(world.books(booking.jobId)).toMatchObject({ refunded: 2500, reversed: 2000 });
    await expect(refund(charge)).rejects.toMatchObject({ status: 409, code: 'already_refunded' });
  });

  it('of twenty at once gives exactly what is left and refuses the others cleanly', async () => {
    const booking = await world.paidBooking(2500);
    const charge = await chargeOf(booking);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => refund(charge, 600)));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused).toHaveLength(16);
    for (const reason of refused)
      expect(reason).toMatchObject({ status: 422, code: 'refund_exceeds_charge', facts: { refundableCents: 100 } });
    const { sum } = await world.eventually(booking, (answer) => answer.sum.paidOutCents === 2000 - 4 * 480);
    expect(sum).toMatchObject({ refundedCents: 2400, platformCents: 500 - 4 * 120 });
    expect(world.books(booking.jobId)).toMatchObject({ refunded: 2400, reversed: 1920 });
  });

  it('asked for twice with one key is one', async () => {
    const booking = await world.paidBooking(2500);
    const [charge, key] = [await chargeOf(booking), randomUUID()];
    const answers = await Promise.all(Array.from({ length: 5 }, () => refund(charge, 700, key)));
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
    await world.eventually(booking, ({ sum }) => sum.refundedCents === 700);
    expect(world.books(booking.jobId).refunded).toBe(700);
  });

  it('before the guard was paid makes their payout smaller', async () => {
    const booking = await world.bookAndHold();
    await world.complete(booking, 2500);
    await world.eventuallyTold(booking, 'payout.waiting');
    await refund(await chargeOf(booking), 1000);
    await world.eventually(booking, ({ sum }) => sum.refundedCents === 1000);
    await world.openPayoutAccount(booking.guard);
    const { sum } = await world.eventually(booking, (answer) => answer.sum.paidOutCents > 0);
    expect(sum).toMatchObject({ chargedCents: 2500, refundedCents: 1000, paidOutCents: 1200, platformCents: 300 });
    expect(world.books(booking.jobId)).toMatchObject({ transferred: 1200, reversed: 0 });
  });

  it('in whole before the guard was paid cancels their payout', async () => {
    const booking = await world.bookAndHold();
    await world.complete(booking, 2500);
    await world.eventuallyTold(booking, 'payout.waiting');
    await refund(await chargeOf(booking));
    const { items } = await world.eventually(booking, ({ sum }) => sum.refundedCents === 2500);
    expect(items.map(({ type, status }) => `${type} ${status}`).sort()).toEqual([
      'charge refunded',
      'payout cancelled',
      'refund succeeded',
    ]);
  });

  it('is made once although the answer of Stripe was lost', async () => {
    const booking = await world.paidBooking(2500);
    world.double.faults.add(
      { kind: 'server_error_after', operation: 'POST /v1/refunds', count: 1 },
      { kind: 'timeout_after', operation: 'POST /v1/transfers/*/reversals', count: 3 },
    );
    await refund(await chargeOf(booking), 1000);
    await world.eventuallyTold(booking, 'payout.reversed');
    expect(world.books(booking.jobId)).toMatchObject({ refunded: 1000, reversed: 800 });
    expect((await world.payments(booking)).sum).toMatchObject({ refundedCents: 1000, paidOutCents: 1200 });
  });

  it('that Stripe refuses fails, and the one of the dashboard that was first is taken over', async () => {
    const booking = await world.paidBooking(2500);
    const charge = await chargeOf(booking);
    const [intent] = world.double.books().paymentIntents.filter((each) => each.transfer_group === booking.jobId);
    // Given back in the dashboard; we hear of it only by its webhook, which comes after the administrator's try.
    world.double.faults.add({ kind: 'webhook_late', event: '*refund*', count: 2 });
    await world.stripe.refunds.create({ payment_intent: intent?.id ?? '' });
    await refund(charge, 1000);
    await world.double.flushWebhooks();
    const { items, sum } = await world.eventually(booking, (answer) =>
      ['failed', 'succeeded'].every((status) =>
        answer.items.some((item) => item.type === 'refund' && item.status === status),
      ),
    );
    expect(sum).toMatchObject({ chargedCents: 2500, refundedCents: 2500 });
    expect(items.find((item) => item.status === 'failed')?.failureCode).toBe('charge_already_refunded');
  });

  it('that waits at the provider is asked about again, and counts when it has been given', async () => {
    const customer = await world.person('customer');
    await world.useCard(customer, 'pm_card_pendingRefund');
    const booking = await world.book({ customer });
    await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    await world.openPayoutAccount(booking.guard);
    await world.complete(booking, 2500);
    await world.eventually(booking, ({ sum }) => sum.paidOutCents === 2000);
    // Nobody tells us that it was given in the end.
    world.double.faults.add({ kind: 'webhook_lost', event: '*refund*' });
    const { id } = await refund(await chargeOf(booking), 1000);
    const waiting = await world.eventually(booking, ({ items }) => items.some((item) => item.status === 'processing'));
    expect(waiting.items.find((item) => item.id === id)?.status).toBe('processing');
    // Nothing was given yet, and the guard keeps what they have.
    expect(waiting.sum).toMatchObject({ refundedCents: 0, paidOutCents: 2000 });
    world.double.clock.advance(2 * 60);
    world.clock.move(61 * MINUTE_MS);
    await world.publish(paymentEvents['money.due'], booking.jobId);
    const given = await world.eventually(booking, ({ sum }) => sum.paidOutCents === 1200);
    expect(given.sum).toMatchObject({ refundedCents: 1000, platformCents: 300 });
    expect(world.books(booking.jobId)).toMatchObject({ refunded: 1000, reversed: 800 });
    world.clock.move(-61 * MINUTE_MS);
  });

  it('that its bank has sent back is found, and told once, although the event of it was lost', async () => {
    const booking = await world.paidBooking(2500);
    await admin.client.admin.refund({
      params: { id: await chargeOf(booking) },
      body: { reason: 'late', amountCents: 500 },
    });
    await world.eventually(booking, ({ sum }) => sum.refundedCents === 500);
    const given = world.double.books().refunds.find((each) => each.metadata?.['jobId'] === booking.jobId);
    world.double.faults.add({ kind: 'webhook_lost', event: 'refund.failed' });
    world.double.failRefund(given?.id ?? '');
    world.double.faults.clear();
    const look = world.app.get(LookForReturns);
    expect(await look.look()).toEqual({ found: 1, failed: 0 });
    expect(await look.look()).toEqual({ found: 0, failed: 0 });
    expect((await world.timeline(booking)).filter((type) => type === 'refund.returned')).toHaveLength(1);
  });

  it('is refused for what is no charge, not charged yet, or too much', async () => {
    const held = await world.bookAndHold();
    await expect(refund(await chargeOf(held))).rejects.toMatchObject({ status: 409, code: 'not_charged_yet' });
    const paid = await world.paidBooking(2500);
    const payout = (await world.payments(paid)).items.find((item) => item.type === 'payout');
    await expect(refund(payout?.id ?? '')).rejects.toMatchObject({ status: 422, code: 'not_a_charge' });
    await expect(refund(await chargeOf(paid), 2501)).rejects.toMatchObject({
      status: 422,
      code: 'refund_exceeds_charge',
    });
    await expect(refund(randomUUID())).rejects.toMatchObject({ status: 404 });
  });
});
