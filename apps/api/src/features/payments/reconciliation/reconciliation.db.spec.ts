import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../platform/clock/duration.js';
import { type Booking, MoneyWorld } from '../spec-support/money-world.js';
import { Reconcile, type Reconciliation } from './reconcile.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());

const run = (): Promise<Reconciliation> => world.app.get(Reconcile).run(1, { freshMs: 0 });

const kindsOf = ({ differences }: Reconciliation, { jobId }: Booking): string[] =>
  differences.filter((difference) => difference.jobId === jobId).map(({ kind }) => kind);

async function refundInDashboard({ jobId }: Booking, amount: number): Promise<string> {
  const intent = world.double.books().paymentIntents.find((each) => each.transfer_group === jobId);
  return (await world.stripe.refunds.create({ payment_intent: intent?.id ?? '', amount })).id;
}

/** Of jobs that ended longer ago than money takes. */
async function laterOf(booking: Booking): Promise<string[]> {
  world.clock.move(2 * HOUR_MS);
  const kinds = kindsOf(await run(), booking);
  world.clock.move(-2 * HOUR_MS);
  return kinds;
}

describe('reconciliation', () => {
  it('finds nothing where everything was written down, let-go holds and partial captures among it', async () => {
    await world.paidBooking(2500);
    const released = await world.bookAndHold();
    await released.customer.client.jobs.cancel({ params: { id: released.jobId }, body: { reason: 'rain' } });
    await world.eventuallyTold(released, 'hold.released');
    const result = await run();
    expect(result.differences).toEqual([]);
    expect(result.compared).toBeGreaterThanOrEqual(2);
    expect(result.sums.oursCents).toBe(world.double.books().sums.balance);
  });

  it('names the job of a refund made in the dashboard whose event was lost, and is content when it came', async () => {
    const booking = await world.paidBooking(2500);
    world.double.faults.add({ kind: 'webhook_lost', event: '*' });
    const refundId = await refundInDashboard(booking, 1000);
    world.double.faults.clear();
    const before = await run();
    expect(before.differences).toContainEqual(
      expect.objectContaining({ kind: 'missing_here', jobId: booking.jobId, stripeId: refundId, stripeCents: -1000 }),
    );
    expect(before.differences.map(({ kind }) => kind)).toContain('balance_differs');
    await world.deliver('refund.created', refundId);
    await world.eventually(booking, ({ sum }) => sum.refundedCents === 1000 && sum.paidOutCents === 1200);
    expect((await run()).differences).toEqual([]);
  });

  it('names a reversal and a transfer that were made by hand in the dashboard', async () => {
    const booking = await world.paidBooking(2500);
    const transfer = world.double.books().transfers.find((each) => each.transfer_group === booking.jobId);
    const reversal = await world.stripe.transfers.createReversal(transfer?.id ?? '', { amount: 300 });
    const byHand = await world.stripe.transfers.create({
      ...{ amount: 200, currency: 'usd', destination: await world.accountOf(booking.guard) },
      source_transaction: world.double.books().charges.find((each) => each.transfer_group === booking.jobId)?.id ?? '',
    });
    const { differences } = await run();
    const names = [
      { kind: 'missing_here', stripeId: reversal.id, stripeCents: 300 },
      { kind: 'missing_here', stripeId: byHand.id, stripeCents: -200 },
    ];
    for (const named of names) expect(differences).toContainEqual(expect.objectContaining(named));
    await world.stripe.transfers.createReversal(byHand.id, { amount: 200 });
    await world.stripe.transfers.create({
      ...{ amount: 300, currency: 'usd', destination: await world.accountOf(booking.guard) },
      source_transaction: world.double.books().charges.find((each) => each.transfer_group === booking.jobId)?.id ?? '',
    });
  });

  it('has both sides at the same moment while money moves, in 20 of 20 runs', async () => {
    let isOver = false;
    const moving = (async () => {
      while (!isOver) await world.paidBooking(2500);
    })();
    const kinds: string[] = [];
    for (let runs = 0; runs < 20; runs++) {
      const { differences } = await world.app.get(Reconcile).run(1);
      kinds.push(...differences.map(({ kind }) => kind));
    }
    isOver = true;
    await moving;
    expect(kinds.filter((kind) => kind === 'balance_differs')).toEqual([]);
  }, 240_000);

  it('names a charge with another amount, and one that Stripe does not know', async () => {
    const booking = await world.paidBooking(2500);
    const charge = `SELECT id FROM payments WHERE job_id = $1 AND payment_type = 'charge'`;
    await world.withoutRules(async (execute) => {
      await execute(`UPDATE payments SET amount_cents = 2600, platform_fee_cents = 600 WHERE id = (${charge})`, [
        booking.jobId,
      ]);
    });
    expect(kindsOf(await run(), booking)).toEqual(['amount_differs']);
    await world.withoutRules(async (execute) => {
      await execute(
        `UPDATE payments SET amount_cents = 2500, platform_fee_cents = 500, stripe_charge_id = $2 WHERE id = (${charge})`,
        [booking.jobId, `ch_${randomUUID()}`],
      );
    });
    const result = await run();
    expect(kindsOf(result, booking)).toEqual(expect.arrayContaining(['missing_at_stripe', 'missing_here']));
  });

  it('lists a refund that the bank sent back until the customer has it', async () => {
    const booking = await world.paidBooking(2500);
    const admin = await world.person('admin');
    const { items } = await world.payments(booking);
    const id = items.find((item) => item.type === 'charge')?.id ?? '';
    await admin.client.admin.refund({ params: { id }, body: { reason: 'late', amountCents: 500 } });
    await world.eventually(booking, ({ sum }) => sum.refundedCents === 500);
    const given = world.double.books().refunds.find((refund) => refund.metadata?.['jobId'] === booking.jobId);
    world.double.failRefund(given?.id ?? '');
    await world.eventuallyTold(booking, 'refund.returned');
    expect(kindsOf(await run(), booking)).toEqual(['refund_returned']);
  });
});

describe('a job whose money is settled', () => {
  it('is not told as one that was not charged because of its tip', async () => {
    const booking = await world.paidBooking(2500);
    await booking.customer.client.payments.tip({ params: { id: booking.jobId }, body: { amountCents: 700 } });
    await world.eventually(booking, ({ sum }) => sum.chargedCents === 3200 && sum.paidOutCents === 2700);
    expect(await laterOf(booking)).toEqual([]);
  });

  it('is not told as one because fewer hours were agreed on', async () => {
    const booking = await world.paidBooking(2500);
    await world.correctHours(booking, 2000);
    await world.eventually(booking, ({ sum }) => sum.refundedCents === 500 && sum.paidOutCents === 1600);
    expect(await laterOf(booking)).toEqual([]);
  });

  it('is not told as one whose bank took the money back before fewer hours were agreed on', async () => {
    const booking = await world.paidBooking(2500);
    const charge = world.double.books().charges.find((each) => each.transfer_group === booking.jobId);
    world.double.decideDispute(world.double.contestCharge(charge?.id ?? '').id, 'lost');
    await world.eventuallyTold(booking, 'dispute.lost');
    await world.correctHours(booking, 2000);
    expect(await laterOf(booking)).toEqual([]);
  });

  it('is told when less was taken for it than is due, whatever its tip, and when more was', async () => {
    const booking = await world.paidBooking(2500);
    await booking.customer.client.payments.tip({ params: { id: booking.jobId }, body: { amountCents: 700 } });
    await world.eventually(booking, ({ sum }) => sum.chargedCents === 3200 && sum.paidOutCents === 2700);
    const due = (cents: number) =>
      world.withoutRules(async (execute) => {
        await execute(`UPDATE jobs SET due_amount_cents = $2 WHERE id = $1`, [booking.jobId, cents]);
      });
    for (const cents of [3200, 2499]) {
      await due(cents);
      expect(await laterOf(booking)).toEqual(['not_charged']);
    }
    await due(2500);
  });
});
