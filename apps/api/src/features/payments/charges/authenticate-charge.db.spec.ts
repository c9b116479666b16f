import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import { paymentEvents } from '../payments.events.js';
import { type Booking, MoneyWorld } from '../spec-support/money-world.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());
afterEach(() => world.double.faults.clear());

/** Its bank asks its owner every time. */
const ASKING_CARD = 'pm_card_authenticationRequired';

async function askedBooking(): Promise<Booking> {
  const customer = await world.person('customer');
  await world.useCard(customer, ASKING_CARD);
  // Not so soon that its start would come before the bank is given up on.
  const booking = await world.book({ customer, aheadDays: 1 });
  await world.eventuallyTold(booking, 'charge.needs_owner');
  return booking;
}

const start = ({ customer, jobId }: Booking) => customer.client.payments.authenticate({ params: { id: jobId } });

async function giveAnother({ customer }: Booking): Promise<void> {
  await world.useCard(customer, 'pm_card_mastercard');
  const { items } = await customer.client.payments.methods();
  const cardId = items.find(({ isDefault }) => isDefault)?.id ?? '';
  await customer.client.payments.chooseCard({ params: { cardId } });
}

const intentOf = (clientSecret: string | null): string => clientSecret?.split('_secret_')[0] ?? '';

describe('a card whose bank wants to ask its owner', () => {
  it('is not told as one that has refused, and is held once they have answered', async () => {
    const booking = await askedBooking();
    const told = await world.timeline(booking);
    expect(told).not.toContain('hold.failed');
    const { items } = await world.payments(booking);
    expect(items[0]).toMatchObject({ status: 'failed', failureCode: 'authentication_required' });
    expect(items[0]?.mendBy).not.toBeNull();
    const { clientSecret, paymentId } = await start(booking);
    expect(await start(booking)).toMatchObject({ clientSecret, paymentId });
    world.double.authenticate(intentOf(clientSecret));
    const held = await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    expect(held.items.at(-1)).toMatchObject({ id: paymentId, status: 'authorized' });
    expect(world.double.books().paymentIntents.filter((each) => each.transfer_group === booking.jobId)).toHaveLength(2);
  });

  it('that does not agree has failed, and can be asked once more', async () => {
    const booking = await askedBooking();
    world.double.authenticate(intentOf((await start(booking)).clientSecret), false);
    await world.eventually(booking, ({ items }) => items.length === 2 && items[1]?.status === 'failed');
    const [first, second] = (await world.payments(booking)).items;
    expect(second?.mendBy).toEqual(first?.mendBy);
    expect(second).toMatchObject({ failureCode: 'payment_intent_authentication_failure', onSession: true });
    const again = await start(booking);
    expect(again.paymentId).not.toBe(second?.id);
    world.double.authenticate(intentOf(again.clientSecret));
    const held = await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    expect(held.items.map(({ status }) => status)).toEqual(['failed', 'failed', 'authorized']);
  });

  it('that does not agree gives way to another card, which is asked at once', async () => {
    const booking = await askedBooking();
    world.double.authenticate(intentOf((await start(booking)).clientSecret), false);
    await world.eventually(booking, ({ items }) => items.length === 2 && items[1]?.status === 'failed');
    await giveAnother(booking);
    await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    await expect(start(booking)).rejects.toMatchObject({ status: 409, code: 'nothing_to_confirm' });
  });

  it('that waits for them gives way to another card at once', async () => {
    const booking = await askedBooking();
    const { paymentId } = await start(booking);
    await giveAnother(booking);
    const { items } = await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    expect(items.map(({ id, status }) => [id === paymentId, status])).toEqual([
      [false, 'failed'],
      [true, 'failed'],
      [false, 'authorized'],
    ]);
    const intents = world.double.books().paymentIntents.filter((each) => each.transfer_group === booking.jobId);
    expect(intents.map(({ status }) => status).toSorted()).toEqual([
      'canceled',
      'requires_capture',
      'requires_payment_method',
    ]);
  });

  it('is held also when the event of their answer was lost: who asks again finds out', async () => {
    const booking = await askedBooking();
    const { clientSecret } = await start(booking);
    world.double.faults.add({ kind: 'webhook_lost', event: 'payment_intent.*' });
    world.double.authenticate(intentOf(clientSecret));
    expect((await start(booking)).clientSecret).toBeNull();
    expect((await world.payments(booking)).sum.heldCents).toBe(5000);
  });

  it('is not asked for again by who asks after it was held', async () => {
    const booking = await askedBooking();
    const { clientSecret, paymentId } = await start(booking);
    world.double.authenticate(intentOf(clientSecret));
    await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    expect(await start(booking)).toMatchObject({ paymentId, clientSecret: null });
  });

  it('whose owner closes the page is given up after half an hour, and asked anew', async () => {
    const booking = await askedBooking();
    const first = await start(booking);
    world.clock.move(31 * MINUTE_MS);
    await world.publish(paymentEvents['money.due'], booking.jobId);
    await world.eventually(booking, ({ items }) => items.at(-1)?.status === 'failed');
    const again = await start(booking);
    expect(again.paymentId).not.toBe(first.paymentId);
    world.double.authenticate(intentOf(again.clientSecret));
    await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    world.clock.move(-31 * MINUTE_MS);
  });

  it('is asked about the own jobs alone, and when there is something to ask', async () => {
    const booking = await askedBooking();
    const stranger = await world.person('customer');
    await expect(start({ ...booking, customer: stranger })).rejects.toMatchObject({ status: 404 });
    const other = await world.bookAndHold();
    await expect(start(other)).rejects.toMatchObject({ status: 409, code: 'nothing_to_confirm' });
  });
});
