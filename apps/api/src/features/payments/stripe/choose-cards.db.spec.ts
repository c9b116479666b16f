import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MoneyWorld, type Person } from '../spec-support/money-world.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());
afterEach(() => world.double.faults.clear());

const cardsOf = async ({ client }: Person) => (await client.payments.methods()).items;
const remove = ({ client }: Person, cardId: string) => client.payments.removeCard({ params: { cardId } });
const choose = ({ client }: Person, cardId: string) => client.payments.chooseCard({ params: { cardId } });

/** A customer with two cards; the one that was saved last is in use. */
async function twoCards(): Promise<{ customer: Person; first: string; second: string }> {
  const customer = await world.person('customer');
  const [first] = await cardsOf(customer);
  await world.useCard(customer, 'pm_card_mastercard');
  const second = (await cardsOf(customer)).find(({ isDefault }) => isDefault);
  return { customer, first: first?.id ?? '', second: second?.id ?? '' };
}

const cardOfHold = async (jobId: string): Promise<string | undefined> =>
  (
    await world.dataSource.query<{ card: string }[]>(
      `SELECT stripe_payment_method_id AS card FROM payments WHERE job_id = $1 AND status = 'authorized'`,
      [jobId],
    )
  )[0]?.card;

describe('the card that is chosen', () => {
  it('is the one that the next booking is held on', async () => {
    const { customer, first, second } = await twoCards();
    await choose(customer, first);
    expect((await cardsOf(customer)).map(({ id, isDefault }) => [id, isDefault])).toEqual([
      [second, false],
      [first, true],
    ]);
    const booking = await world.book({ customer });
    await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    expect(await cardOfHold(booking.jobId)).toBe(first);
  });

  it('is asked for what another has refused', async () => {
    const { customer, first } = await twoCards();
    world.double.faults.add({ kind: 'decline', count: 1 });
    const booking = await world.book({ customer });
    await world.eventuallyTold(booking, 'hold.mend_by');
    await choose(customer, first);
    await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    expect(await cardOfHold(booking.jobId)).toBe(first);
  });

  it('for one job is asked for that one alone, and no more once it has refused', async () => {
    const { customer, first, second } = await twoCards();
    const booking = await world.book({ customer, cardId: first });
    await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    expect(await cardOfHold(booking.jobId)).toBe(first);
    expect((await cardsOf(customer)).find(({ isDefault }) => isDefault)?.id).toBe(second);
    world.double.faults.add({ kind: 'decline', count: 1 });
    const refused = await world.book({ customer, cardId: first });
    await world.eventuallyTold(refused, 'hold.mend_by');
    await choose(customer, second);
    await world.eventually(refused, ({ sum }) => sum.heldCents === 5000);
    expect(await cardOfHold(refused.jobId)).toBe(second);
  });

  it('for one job is the one in use when it is none of theirs (any more)', async () => {
    const { customer, second } = await twoCards();
    const { first: foreign } = await twoCards();
    const booking = await world.book({ customer, cardId: foreign });
    await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    expect(await cardOfHold(booking.jobId)).toBe(second);
    const later = await world.book({ customer, cardId: 'pm_gone' });
    await world.eventually(later, ({ sum }) => sum.heldCents === 5000);
    expect(await cardOfHold(later.jobId)).toBe(second);
  });

  it("is one's own", async () => {
    const { first } = await twoCards();
    const stranger = await world.person('customer');
    for (const act of [choose, remove])
      await expect(act(stranger, first)).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('a card', () => {
  it('can be removed; the other one is used then', async () => {
    const { customer, first, second } = await twoCards();
    await remove(customer, second);
    expect(await cardsOf(customer)).toMatchObject([{ id: first, isDefault: true }]);
    await expect(remove(customer, second)).rejects.toMatchObject({ status: 404 });
  });

  it('stays while money of a job is on it, and can go when that is over', async () => {
    const { customer, first, second } = await twoCards();
    const booking = await world.book({ customer });
    await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    await expect(remove(customer, second)).rejects.toMatchObject({
      status: 409,
      code: 'card_holds_a_job',
      facts: { jobId: booking.jobId },
    });
    await remove(customer, first);
    await customer.client.jobs.cancel({ params: { id: booking.jobId }, body: { reason: 'rain' } });
    await world.eventually(booking, ({ sum }) => sum.heldCents === 0);
    await remove(customer, second);
    expect(await cardsOf(customer)).toEqual([]);
  });

  it('stays as the last while a job is to be held on it later', async () => {
    const { customer, first, second } = await twoCards();
    const booking = await world.book({ customer, aheadDays: 20 });
    await world.eventuallyTold(booking, 'hold.scheduled');
    await remove(customer, second);
    await expect(remove(customer, first)).rejects.toMatchObject({ status: 409, code: 'last_card_needed' });
  });
});
