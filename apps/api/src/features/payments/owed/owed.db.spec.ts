import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../platform/clock/duration.js';
import { CarryOn } from '../flow/carry-on.js';
import { Reconcile } from '../reconciliation/reconcile.js';
import { type Booking, MoneyWorld } from '../spec-support/money-world.js';
import { fillBalance, unpaidWork } from '../spec-support/unpaid-work.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());

const PAYS = 'pm_card_visa';

const owedOf = ({ customer }: Booking) => customer.client.payments.owed();

const A_DAY_AND_MORE_MS = 25 * HOUR_MS;

async function afterADay(booking: Booking, look: () => Promise<void>): Promise<void> {
  world.clock.move(A_DAY_AND_MORE_MS);
  try {
    await world.app.get(CarryOn).carryOn(booking.jobId);
    await look();
  } finally {
    world.clock.move(-A_DAY_AND_MORE_MS);
  }
}

describe('work that the card refuses to pay', () => {
  it('is owed: the customer and the guard see how much, and the customer books nothing before they have paid', async () => {
    const booking = await unpaidWork(world);
    expect(await owedOf(booking)).toMatchObject({ owedCents: 4000, items: [{ jobId: booking.jobId, isAsked: false }] });
    expect((await world.payments(booking)).sum.owedCents).toBe(4000);
    const { owed } = await booking.guard.client.guards.earnings();
    expect(owed).toMatchObject([{ jobId: booking.jobId, amountCents: 3200, guaranteedCents: 0 }]);
    const refusal = { status: 409, code: 'debt_unpaid', facts: { owedCents: 4000, jobId: booking.jobId } };
    await expect(world.book({ customer: booking.customer })).rejects.toMatchObject(refusal);

    const params = { id: booking.jobId };
    expect(await booking.customer.client.payments.payOwed({ params })).toEqual({ owedCents: 4000, isAsked: false });
    await world.useCard(booking.customer, PAYS);
    expect(await booking.customer.client.payments.payOwed({ params })).toEqual({ owedCents: 0, isAsked: false });
    await world.eventually(booking, ({ sum }) => sum.paidOutCents === 3200);
    expect(await owedOf(booking)).toMatchObject({ owedCents: 0, items: [] });
    await expect(booking.customer.client.payments.payOwed({ params })).rejects.toMatchObject({
      code: 'nothing_refused',
    });
    await world.book({ customer: booking.customer });
  });

  it('is paid as it was shown, or the card is left alone: hours that were corrected make it another sum', async () => {
    const booking = await unpaidWork(world);
    await world.useCard(booking.customer, PAYS);
    const params = { id: booking.jobId };
    const press = (shownOwedCents: number) =>
      booking.customer.client.payments.payOwed({ params, body: { shownOwedCents } });
    const refusal = { status: 409, code: 'owed_changed', facts: { owedCents: 4000 } };
    await expect(press(3000)).rejects.toMatchObject(refusal);
    expect((await world.payments(booking)).sum).toMatchObject({ chargedCents: 0, owedCents: 4000 });
    expect(world.books(booking.jobId)).toMatchObject({ captured: 0 });
    expect(await press(4000)).toEqual({ owedCents: 0, isAsked: false });
  });

  it('pressed in twenty tabs at once is paid once', async () => {
    const booking = await unpaidWork(world);
    await world.useCard(booking.customer, PAYS);
    const params = { id: booking.jobId };
    const body = { shownOwedCents: 4000 };
    await Promise.allSettled(
      Array.from({ length: 20 }, () => booking.customer.client.payments.payOwed({ params, body })),
    );
    await world.eventually(booking, ({ sum }) => sum.chargedCents === 4000 && sum.owedCents === 0);
    expect(world.books(booking.jobId)).toMatchObject({ captured: 4000 });
  });

  it('is paid before another job becomes longer or dearer, whoever asks for it', async () => {
    const customer = await world.person('customer');
    const other = await world.bookAndHold({ customer });
    const booking = await unpaidWork(world, { customer });
    const refusal = { code: 'debt_unpaid', facts: { jobId: booking.jobId } };
    const params = { id: other.jobId };
    const { version, ...job } = await customer.client.jobs.get({ params });
    const endTime = new Date(Date.parse(job.endTime) + HOUR_MS).toISOString();
    const longer = { params, body: { version, endTime } };
    await expect(customer.client.jobEdits.edit(longer)).rejects.toMatchObject(refusal);
    // What costs no more is theirs to change.
    await customer.client.jobEdits.edit({ params, body: { version, title: 'The other gate' } });
    await world.match(other);
    for (const preview of [true, false])
      await expect(customer.client.payments.extend({ params, body: { endTime, preview } })).rejects.toMatchObject(
        refusal,
      );
  });

  it('is nobody else’s to see or to pay', async () => {
    const booking = await unpaidWork(world);
    const stranger = await world.person('customer');
    expect(await stranger.client.payments.owed()).toMatchObject({ owedCents: 0, items: [] });
    const params = { id: booking.jobId };
    await expect(stranger.client.payments.payOwed({ params })).rejects.toMatchObject({ status: 404 });
    await expect(booking.guard.client.payments.payOwed({ params })).rejects.toMatchObject({ status: 403 });
  });

  it('is paid to the guard by the platform after a day, which keeps what it collects later', async () => {
    const booking = await unpaidWork(world);
    await fillBalance(world);
    await afterADay(booking, async () => {
      const { sum, items } = await world.eventually(booking, (money) => money.sum.paidOutCents === 3200);
      expect(sum).toMatchObject({ chargedCents: 0, guaranteedCents: 3200, platformCents: -3200, owedCents: 4000 });
      expect(items.filter(({ isGuarantee }) => isGuarantee)).toMatchObject([{ type: 'payout', amountCents: 3200 }]);
      const { owed, paidCents } = await booking.guard.client.guards.earnings();
      expect(owed).toMatchObject([{ guaranteedCents: 3200, guaranteedAt: null }]);
      expect(paidCents).toBe(3200);
      await world.useCard(booking.customer, PAYS);
      const params = { id: booking.jobId };
      expect(await booking.customer.client.payments.payOwed({ params })).toEqual({ owedCents: 0, isAsked: false });
    });
    const { sum } = await world.payments(booking);
    expect(sum).toMatchObject({ chargedCents: 4000, paidOutCents: 3200, platformCents: 800, owedCents: 0 });
    expect(world.books(booking.jobId)).toMatchObject({ captured: 4000, transferred: 3200 });
    const proof = `SELECT adds_up, guaranteed_cents::int, recovered_cents::int FROM job_money WHERE job_id = $1`;
    expect(await world.dataSource.query(proof, [booking.jobId])).toEqual([
      { adds_up: true, guaranteed_cents: 3200, recovered_cents: 3200 },
    ]);
    const { differences } = await world.app.get(Reconcile).run(1, { freshMs: 0 });
    expect(differences.filter(({ jobId }) => jobId === booking.jobId)).toEqual([]);
  });
});
