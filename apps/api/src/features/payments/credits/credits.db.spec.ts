import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Reconcile } from '../reconciliation/reconcile.js';
import { type Booking, MoneyWorld, type Person } from '../spec-support/money-world.js';
import { fillBalance, unpaidWork } from '../spec-support/unpaid-work.js';

let world: MoneyWorld;
let admin: Person;

beforeAll(async () => {
  world = await MoneyWorld.start();
  admin = await world.person('admin');
  await fillBalance(world);
  await fillBalance(world);
  await fillBalance(world);
});
afterAll(() => world.stop());

const give = (customer: Person, amountCents: number, jobId?: string) =>
  admin.client.credits.give({
    params: { userId: customer.id },
    body: { amountCents, reason: 'the guard was late', ...(jobId && { jobId }) },
  });

const leftOf = async (customer: Person): Promise<number> => (await customer.client.payments.credit()).availableCents;

/** Held, with a guard who can be paid and a customer who has credit. */
async function bookedWithCredit(creditCents: number, customer?: Person): Promise<Booking> {
  const booking = await world.bookAndHold(customer && { customer });
  await world.openPayoutAccount(booking.guard);
  if (creditCents > 0) await give(booking.customer, creditCents);
  return booking;
}

const differences = async () => (await world.app.get(Reconcile).run(1, { freshMs: 0 })).differences;

describe('credit', () => {
  it('pays before the card does, and the guard gets the same as ever', async () => {
    const booking = await bookedWithCredit(1000);
    expect(await leftOf(booking.customer)).toBe(1000);
    await world.complete(booking, 2500);
    const { sum, items } = await world.eventually(booking, (answer) => answer.sum.paidOutCents === 2000);
    expect(sum).toEqual({
      chargedCents: 1500,
      creditedCents: 1000,
      refundedCents: 0,
      paidOutCents: 2000,
      platformCents: 500,
      heldCents: 0,
      guaranteedCents: 0,
      owedCents: 0,
    });
    expect(items.filter(({ type }) => type === 'charge').map(({ purpose, status }) => [purpose, status])).toEqual([
      ['booking', 'succeeded'],
      ['credit', 'succeeded'],
    ]);
    expect(world.books(booking.jobId)).toMatchObject({ captured: 1500, transferred: 2000 });
    expect(await leftOf(booking.customer)).toBe(0);
    expect(await differences()).toEqual([]);
  });

  it('that covers all lets the hold go, and the rest of it pays for the next job', async () => {
    const booking = await bookedWithCredit(4000);
    await world.complete(booking, 2500);
    await world.eventually(booking, (answer) => answer.sum.paidOutCents === 2000);
    await world.eventuallyTold(booking, 'hold.released');
    expect(world.books(booking.jobId)).toMatchObject({ captured: 0, transferred: 2000 });
    const next = await bookedWithCredit(0, booking.customer);
    await world.complete(next, 2500);
    const { sum } = await world.eventually(next, (answer) => answer.sum.paidOutCents === 2000);
    expect(sum).toMatchObject({ creditedCents: 1500, chargedCents: 1000 });
    expect(await differences()).toEqual([]);
  });

  it('of a customer whose jobs end at once is used once', async () => {
    const first = await bookedWithCredit(3000);
    const second = await bookedWithCredit(0, first.customer);
    await Promise.all([world.complete(first, 2500), world.complete(second, 2500)]);
    const done = await Promise.all(
      [first, second].map((booking) => world.eventually(booking, (answer) => answer.sum.paidOutCents === 2000)),
    );
    expect(done.reduce((total, { sum }) => total + sum.creditedCents, 0)).toBe(3000);
    expect(await leftOf(first.customer)).toBe(0);
  });

  it('comes back after the card has everything back, when the job came to less', async () => {
    const booking = await bookedWithCredit(1000);
    await world.complete(booking, 2500);
    await world.eventually(booking, (answer) => answer.sum.paidOutCents === 2000);
    await world.correctHours(booking, 600);
    await world.eventuallyTold(booking, 'credit.returned');
    const { sum } = await world.eventually(booking, (answer) => answer.sum.paidOutCents === 480);
    expect(sum).toMatchObject({ chargedCents: 1500, refundedCents: 1500, creditedCents: 600, platformCents: 120 });
    expect(await leftOf(booking.customer)).toBe(400);
    expect(await differences()).toEqual([]);
  });

  it('is on the receipt, and not on the statement of what a card has paid', async () => {
    const booking = await bookedWithCredit(1000);
    await world.complete(booking, 2500);
    await world.eventually(booking, (answer) => answer.sum.paidOutCents === 2000);
    const receipt = await booking.customer.client.payments.receipt({ params: { id: booking.jobId } });
    expect(receipt.paidCents).toBe(2500);
    expect(receipt.lines.map(({ text, amountCents, cardLast4 }) => [text, amountCents, cardLast4])).toEqual(
      expect.arrayContaining([
        ['Security service, paid with credit', 1000, null],
        ['Security service', 1500, '4242'],
      ]),
    );
    const year = String(new Date().getUTCFullYear());
    const { totalCents } = await booking.customer.client.payments.statement({ query: { year } });
    expect(totalCents).toBe(1500);
  });

  it('cannot be given back as money', async () => {
    const booking = await bookedWithCredit(1000);
    await world.complete(booking, 2500);
    const { items } = await world.eventually(booking, (answer) => answer.sum.paidOutCents === 2000);
    const id = items.find(({ purpose, type }) => purpose === 'credit' && type === 'charge')?.id ?? '';
    const asked = admin.client.admin.refund({ params: { id }, body: { reason: 'please' } });
    await expect(asked).rejects.toMatchObject({ status: 422, code: 'not_a_charge' });
  });
});

describe('giving credit', () => {
  it('is told to the customer, and kept with who gave it and why', async () => {
    const customer = await world.person('customer');
    const given = await give(customer, 2000);
    expect(given).toMatchObject({ amountCents: 2000, leftCents: 2000, reason: 'the guard was late' });
    const { availableCents, items } = await admin.client.credits.ofUser({ params: { userId: customer.id } });
    expect(availableCents).toBe(2000);
    expect(items).toEqual([given]);
    expect(await customer.client.payments.credit()).toMatchObject({
      availableCents: 2000,
      items: [{ amountCents: 2000, leftCents: 2000 }],
    });
  });

  it('can be undone as long as it is not used', async () => {
    const customer = await world.person('customer');
    const { id } = await give(customer, 2000);
    const body = { reason: 'of another customer' };
    expect(await admin.client.credits.withdraw({ params: { id }, body })).toMatchObject({ leftCents: 0 });
    expect(await leftOf(customer)).toBe(0);
    const again = admin.client.credits.withdraw({ params: { id }, body });
    await expect(again).rejects.toMatchObject({ status: 409, code: 'no_credit_left' });
  });

  it('is refused above its limit, to who is no customer, and for a job of another', async () => {
    const customer = await world.person('customer');
    const guard = await world.person('guard');
    await expect(give(customer, 100_001)).rejects.toMatchObject({
      status: 422,
      code: 'credit_too_large',
      facts: { mostCents: 100_000 },
    });
    await expect(give(guard, 1000)).rejects.toMatchObject({ status: 404 });
    await expect(give({ ...customer, id: randomUUID() }, 1000)).rejects.toMatchObject({ status: 404 });
    const { jobId } = await world.book();
    await expect(give(customer, 1000, jobId)).rejects.toMatchObject({ status: 404 });
    expect(await leftOf(customer)).toBe(0);
  });

  it('pays at once for what the card of a debtor refuses', async () => {
    const booking = await unpaidWork(world);
    await give(booking.customer, 4000, booking.jobId);
    const { sum } = await world.eventually(booking, (answer) => answer.sum.paidOutCents === 3200);
    expect(sum).toMatchObject({ creditedCents: 4000, chargedCents: 0, owedCents: 0 });
    expect(await booking.customer.client.payments.owed()).toMatchObject({ owedCents: 0, items: [] });
  });
});
