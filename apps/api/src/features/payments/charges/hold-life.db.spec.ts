import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { type Booking, MoneyWorld } from '../spec-support/money-world.js';
import { CarryOn } from '../flow/carry-on.js';
import { Sweep } from '../flow/sweep.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());
afterEach(() => world.double.faults.clear());

const execute = (sql: string, values: unknown[]): Promise<unknown> => world.dataSource.query(sql, values);

/** As if the time of it had passed. */
async function letGracePass({ jobId }: Booking): Promise<void> {
  await execute(`UPDATE payments SET mend_by = now() - interval '1 second' WHERE job_id = $1 AND mend_by IS NOT NULL`, [
    jobId,
  ]);
}

const carryOn = ({ jobId }: Booking): Promise<boolean> => world.app.get(CarryOn).carryOn(jobId);

async function declinedBooking(): Promise<Booking> {
  world.double.faults.add({ kind: 'decline', count: 1 });
  const booking = await world.book();
  await world.eventuallyTold(booking, 'hold.mend_by');
  return booking;
}

const intentsOf = ({ jobId }: Booking) =>
  world.double.books().paymentIntents.filter((intent) => intent.transfer_group === jobId);

describe('a hold that failed', () => {
  it('gives until the start at most to mend it, and stays mended', async () => {
    const booking = await declinedBooking();
    const { items } = await booking.customer.client.jobs.timeline({ params: { id: booking.jobId } });
    const { startTime } = await booking.customer.client.jobs.get({ params: { id: booking.jobId } });
    expect(items.find((item) => item.type === 'hold.mend_by')?.details).toEqual({ at: startTime });
    expect((await world.payments(booking)).items).toMatchObject([{ status: 'failed', mendBy: startTime }]);
    await execute(`UPDATE payments SET retry_at = now() WHERE job_id = $1 AND status = 'failed'`, [booking.jobId]);
    await carryOn(booking);
    await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    await carryOn(booking);
    const job = await booking.customer.client.jobs.get({ params: { id: booking.jobId } });
    expect(job.status).toBe('requested');
  });

  it('that nobody mends cancels the job by the system, without fee, once', async () => {
    const booking = await declinedBooking();
    await carryOn(booking);
    expect(await world.timeline(booking)).not.toContain('job.cancelled');
    await letGracePass(booking);
    await Promise.all(Array.from({ length: 5 }, () => carryOn(booking)));
    const job = await booking.customer.client.jobs.get({ params: { id: booking.jobId } });
    expect(job).toMatchObject({ status: 'cancelled', cancelledBy: null, dueAmountCents: 0 });
    expect((await world.timeline(booking)).filter((type) => type === 'job.cancelled')).toHaveLength(1);
  });
});

describe('a hold that ends before the job', () => {
  async function endingHold(): Promise<Booking> {
    const booking = await world.bookAndHold();
    const soon = shift(new Date(), HOUR_MS);
    await execute(`UPDATE payments SET capture_before = $2 WHERE job_id = $1`, [booking.jobId, soon]);
    return booking;
  }

  it('is renewed before, however often at once, and the old one let go of', async () => {
    const booking = await endingHold();
    await Promise.all(Array.from({ length: 8 }, () => carryOn(booking)));
    await world.eventuallyTold(booking, 'hold.released');
    expect(
      intentsOf(booking)
        .map((intent) => intent.status)
        .sort(),
    ).toEqual(['canceled', 'requires_capture']);
    expect((await world.payments(booking)).sum.heldCents).toBe(5000);
    await world.openPayoutAccount(booking.guard);
    await world.complete(booking, 2500);
    await world.eventually(booking, ({ sum }) => sum.paidOutCents === 2000);
    expect(world.books(booking.jobId)).toMatchObject({ captured: 2500, transferred: 2000 });
  });

  it('stands when the card refuses to renew it', async () => {
    const booking = await endingHold();
    world.double.faults.add({ kind: 'decline', count: 1 });
    await carryOn(booking);
    expect(await world.moneyTimeline(booking)).toEqual(['hold.placed', 'hold.replacement_failed']);
    expect((await world.payments(booking)).sum.heldCents).toBe(5000);
  });

  it('is renewed by the sweep when its event was lost', async () => {
    const booking = await endingHold();
    await execute(`ALTER TABLE payments DISABLE TRIGGER payments_touch_updated_at`, []);
    await execute(`UPDATE payments SET updated_at = now() - interval '1 hour' WHERE job_id = $1`, [booking.jobId]);
    await execute(`ALTER TABLE payments ENABLE TRIGGER payments_touch_updated_at`, []);
    await world.app.get(Sweep).sweep();
    expect(await world.moneyTimeline(booking)).toContain('hold.replaced');
  });
});

describe('a longer job', () => {
  const longer = async ({ jobId, customer }: Booking, hours: number) => {
    const { endTime } = await customer.client.jobs.get({ params: { id: jobId } });
    return shift(new Date(endTime), hours * HOUR_MS).toISOString();
  };

  it('is agreed to, held and charged as a whole', async () => {
    const booking = await world.bookAndHold();
    await world.match(booking);
    const params = { id: booking.jobId };
    const endTime = await longer(booking, 1);
    const preview = await booking.customer.client.payments.extend({ params, body: { endTime, preview: true } });
    expect(preview).toEqual({ endTime, totalAmountCents: 7500, addedCents: 2500, paymentId: null });
    await booking.customer.client.payments.extend({ params, body: { endTime } });
    await world.eventually(booking, ({ sum }) => sum.heldCents === 7500);
    expect(await booking.customer.client.jobs.get({ params })).toMatchObject({ endTime, totalAmountCents: 7500 });
    await world.openPayoutAccount(booking.guard);
    await world.finish(booking, 7500);
    await world.eventually(booking, ({ sum }) => sum.paidOutCents === 6000);
    expect(world.books(booking.jobId)).toMatchObject({ captured: 7500, transferred: 6000 });
  });

  it('agreed to in twenty tabs at once is longer once, and held for once', async () => {
    const booking = await world.bookAndHold();
    await world.match(booking);
    const params = { id: booking.jobId };
    const body = { endTime: await longer(booking, 1), quotedAmountCents: 7500 };
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => booking.customer.client.payments.extend({ params, body })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await world.eventually(booking, ({ sum }) => sum.heldCents === 7500);
    expect((await world.timeline(booking)).filter((type) => type === 'extension.agreed')).toHaveLength(1);
  });

  it('stays as it was when the card refuses', async () => {
    const booking = await world.bookAndHold();
    await world.match(booking);
    const params = { id: booking.jobId };
    const before = await booking.customer.client.jobs.get({ params });
    world.double.faults.add({ kind: 'decline', count: 1 });
    const body = { endTime: await longer(booking, 1) };
    const { paymentId } = await booking.customer.client.payments.extend({ params, body });
    await world.eventuallyTold(booking, 'hold.replacement_failed');
    const asked = (await world.payments(booking)).items.find(({ id }) => id === paymentId);
    expect(asked).toMatchObject({ status: 'failed', failureMessage: 'Your card was declined.', mendBy: null });
    expect(await booking.customer.client.jobs.get({ params })).toEqual(before);
    expect((await world.payments(booking)).sum.heldCents).toBe(5000);
  });

  it('is refused before there is a guard, and to others', async () => {
    const booking = await world.bookAndHold();
    const call = { params: { id: booking.jobId }, body: { endTime: await longer(booking, 1) } };
    await expect(booking.customer.client.payments.extend(call)).rejects.toMatchObject({ code: 'job_moved_on' });
    const stranger = await world.person('customer');
    await expect(stranger.client.payments.extend(call)).rejects.toMatchObject({ status: 404 });
  });
});
