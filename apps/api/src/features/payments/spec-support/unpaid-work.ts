import type { Booking, MoneyWorld } from './money-world.js';

/** One of Stripe's test cards. */
const REFUSES = 'pm_card_chargeCustomerFail';

/** Two hours of work for 40.00 that the card, which held them, refuses: the hold is gone, and the card with it. */
export async function unpaidWork(world: MoneyWorld, who: { customer?: Booking['customer'] } = {}): Promise<Booking> {
  const booking = await world.bookAndHold(who);
  await world.openPayoutAccount(booking.guard);
  await world.useCard(booking.customer, REFUSES);
  const held = world.double.books().paymentIntents.find((intent) => intent.transfer_group === booking.jobId);
  await world.stripe.paymentIntents.cancel(held?.id ?? '');
  await world.complete(booking, 4000);
  await world.eventuallyTold(booking, 'charge.owed');
  return booking;
}

/** What the platform pays itself comes out of what it has: here the price of a job whose guard has no account to be paid on yet. */
export async function fillBalance(world: MoneyWorld): Promise<void> {
  const customer = await world.person('customer');
  await world.useCard(customer, 'pm_card_bypassPending');
  const booking = await world.book({ customer });
  await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
  await world.complete(booking, 5000);
  await world.eventually(booking, ({ sum }) => sum.chargedCents === 5000);
}
