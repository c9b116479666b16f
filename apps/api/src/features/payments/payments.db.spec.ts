import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { STRIPE } from '../../../test/test-application.js';
import { MoneyWorld } from './spec-support/money-world.js';
import { DAY_MS } from '../../platform/clock/duration.js';
import { CardValidity } from './charges/card-validity.js';
import { CarryOn } from './flow/carry-on.js';
import { jobEvents } from '../jobs/jobs.events.js';
import { paymentEvents } from './payments.events.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());
afterEach(() => world.double.faults.clear());

describe('a booking', () => {
  it('holds the price, takes what was worked and pays the guard, to the cent', async () => {
    const booking = await world.bookAndHold();
    const held = await world.payments(booking);
    expect(held.items).toMatchObject([
      { type: 'charge', status: 'authorized', amountCents: 5000, platformFeeCents: 1000, guardPayoutCents: 4000 },
    ]);
    await world.openPayoutAccount(booking.guard);
    await world.complete(booking, 2500);

    const paid = await world.eventually(booking, ({ sum }) => sum.paidOutCents > 0);
    expect(paid.sum).toEqual({
      chargedCents: 2500,
      creditedCents: 0,
      refundedCents: 0,
      paidOutCents: 2000,
      platformCents: 500,
      heldCents: 0,
      guaranteedCents: 0,
      owedCents: 0,
    });
    expect(world.books(booking.jobId)).toEqual({
      intents: 1,
      captured: 2500,
      refunded: 0,
      transferred: 2000,
      reversed: 0,
    });
    expect(await world.moneyTimeline(booking)).toEqual(['hold.placed', 'charge.succeeded', 'payout.succeeded']);
  });

  it('writes down what Stripe keeps of the charge', async () => {
    const { jobId } = await world.paidBooking(2500);
    const [row] = await world.dataSource.query<{ stripe_fee_cents: number }[]>(
      `SELECT stripe_fee_cents FROM payments WHERE job_id = $1 AND payment_type = 'charge'`,
      [jobId],
    );
    // 2.9 % of 25.00, and 30 cents.
    expect(row?.stripe_fee_cents).toBe(103);
  });

  it('far ahead is put off: no hold, and the search may begin', async () => {
    const booking = await world.book({ aheadDays: 8 });
    await world.eventuallyTold(booking, 'hold.scheduled');
    expect((await world.payments(booking)).items).toEqual([]);
    await world.publish(jobEvents['job.requested'], booking.jobId);

    // With the clock four days before the start its deadline has passed, and nothing else asks for the hold.
    world.clock.move(5 * DAY_MS);
    await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    world.clock.move(-5 * DAY_MS);
    expect((await world.timeline(booking)).filter((type) => type === 'hold.scheduled')).toHaveLength(1);
  });

  it('of a card that ends before the job is told, once, when there are thirty days left to change it', async () => {
    const customer = await world.person('customer');
    const stripeCustomer = await world.stripeCustomerOf(customer);
    const now = world.clock.now();
    // To the end of the month after the next.
    const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 1));
    const card = await world.stripe.paymentMethods.create({
      type: 'card',
      card: {
        number: '4242424242424242',
        exp_month: last.getUTCMonth() + 1,
        exp_year: last.getUTCFullYear(),
        cvc: '123',
      },
    });
    await world.stripe.paymentMethods.attach(card.id, { customer: stripeCustomer });
    await world.stripe.customers.update(stripeCustomer, { invoice_settings: { default_payment_method: card.id } });
    const booking = await world.book({ customer, aheadDays: 120 });
    await world.eventuallyTold(booking, 'hold.scheduled');
    // Read from the table: after so long nobody is signed in any more.
    const told = () =>
      world.dataSource.query<unknown[]>(`SELECT FROM timeline WHERE job_id = $1 AND type = 'card.ends_before'`, [
        booking.jobId,
      ]);
    expect(await told()).toEqual([]);
    world.clock.move(65 * DAY_MS);
    try {
      await expect.poll(told, { timeout: 20_000 }).toHaveLength(1);
      await world.app.get(CardValidity).check(booking.jobId);
      expect(await told()).toHaveLength(1);
    } finally {
      world.clock.move(-65 * DAY_MS);
    }
  });

  it('is held once, however often and at once its event is delivered', async () => {
    const booking = await world.book();
    const money = world.app.get(CarryOn);
    await Promise.all(Array.from({ length: 20 }, () => money.carryOn(booking.jobId)));
    const { items } = await world.payments(booking);
    expect(items).toMatchObject([{ status: 'authorized' }]);
    expect(world.books(booking.jobId).intents).toBe(1);
  });

  it('is charged and paid out once, however often and at once its end is delivered', async () => {
    const booking = await world.bookAndHold();
    await world.openPayoutAccount(booking.guard);
    await world.complete(booking, 2500);
    const money = world.app.get(CarryOn);
    await Promise.all(Array.from({ length: 20 }, () => money.carryOn(booking.jobId)));
    const paid = await world.eventually(booking, ({ sum }) => sum.paidOutCents > 0);
    expect(paid.items.map(({ type, status }) => `${type} ${status}`)).toEqual(['charge succeeded', 'payout succeeded']);
    expect(world.books(booking.jobId)).toMatchObject({ captured: 2500, transferred: 2000 });
  });
});

describe('a hold that fails', () => {
  it('tells why the card was declined, and is placed on the next card that is saved', async () => {
    const customer = await world.person('customer');
    await world.useCard(customer, 'pm_card_chargeCustomerFail');
    const booking = await world.book({ customer });
    const failed = await world.eventually(booking, ({ items }) => items[0]?.status === 'failed');
    expect(failed.items).toMatchObject([{ failureCode: 'generic_decline', failureMessage: 'Your card was declined.' }]);
    await world.publish(jobEvents['job.requested'], booking.jobId);

    const { clientSecret, publishableKey } = await customer.client.payments.setup();
    expect(publishableKey).toBe(STRIPE.publishableKey);
    const [setupIntent = ''] = clientSecret.split('_secret_');
    await world.stripe.setupIntents.confirm(setupIntent, { payment_method: 'pm_card_mastercard' });
    const held = await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    expect(held.items.map((item) => item.status)).toEqual(['failed', 'authorized']);
    const { items: cards } = await customer.client.payments.methods();
    expect(cards.filter((card) => card.isDefault)).toMatchObject([{ brand: 'mastercard', last4: '4444' }]);
  });

  it('keeps what the bank says from the guard', async () => {
    const booking = await world.bookAndHold();
    await world.match(booking);
    await world.useCard(booking.customer, 'pm_card_chargeCustomerFail');
    const [intent] = world.double.books().paymentIntents.filter((each) => each.transfer_group === booking.jobId);
    // The bank lets go of the hold, and the card refuses the next one.
    await world.stripe.paymentIntents.cancel(intent?.id ?? '');
    await world.eventuallyTold(booking, 'hold.failed');
    const params = { id: booking.jobId };
    const { items: told } = await booking.guard.client.jobs.timeline({ params });
    expect(told.map((row) => row.type)).toContain('hold.failed');
    expect(JSON.stringify(told)).not.toContain('declined');
    expect(JSON.stringify(await booking.guard.client.payments.ofJob({ params }))).not.toContain('declined');
    expect(JSON.stringify(await world.payments(booking))).toContain('Your card was declined.');
  });

  it('says so when there is no card', async () => {
    const customer = await world.person('customer');
    await world.stripeCustomerOf(customer);
    for (const { id } of (await customer.client.payments.methods()).items) await world.stripe.paymentMethods.detach(id);
    const booking = await world.book({ customer });
    const { items } = await world.eventually(booking, (answer) => answer.items.length > 0);
    expect(items).toMatchObject([{ status: 'failed', failureCode: 'no_card' }]);
    expect(await world.timeline(booking)).toContain('hold.failed');
  });

  it('is not put off for a booking far ahead without a card: nobody is asked before one is saved', async () => {
    const customer = await world.person('customer');
    await world.stripeCustomerOf(customer);
    for (const { id } of (await customer.client.payments.methods()).items) await world.stripe.paymentMethods.detach(id);
    const booking = await world.book({ customer, aheadDays: 20 });
    await world.eventuallyTold(booking, 'hold.mend_by');
    expect(await world.timeline(booking)).not.toContain('hold.scheduled');
    expect(await world.timeline(booking)).not.toContain('offers.nobody_found');
    await world.useCard(customer, 'pm_card_visa');
    const [card] = (await customer.client.payments.methods()).items;
    await customer.client.payments.chooseCard({ params: { cardId: card?.id ?? '' } });
    await world.eventuallyTold(booking, 'offers.nobody_found');
    expect(await world.timeline(booking)).toContain('hold.scheduled');
    expect((await world.payments(booking)).items).toMatchObject([{ status: 'failed', failureCode: 'no_card' }]);
    expect(world.double.books().paymentIntents.filter((intent) => intent.transfer_group === booking.jobId)).toEqual([]);
  });

  it('is renewed when the bank lets go of it while the job is still to come', async () => {
    const booking = await world.bookAndHold();
    const [intent] = world.double.books().paymentIntents.filter((each) => each.transfer_group === booking.jobId);
    await world.stripe.paymentIntents.cancel(intent?.id ?? '');
    const renewed = await world.eventually(
      booking,
      ({ items }) => items.length === 2 && items[1]?.status === 'authorized',
    );
    expect(renewed.items.map((item) => item.status)).toEqual(['cancelled', 'authorized']);
    expect(await world.timeline(booking)).toContain('hold.expired');
  });
});

describe('a cancelled job', () => {
  it('lets go of the hold when nothing is due', async () => {
    const booking = await world.bookAndHold();
    await booking.customer.client.jobs.cancel({ params: { id: booking.jobId }, body: { reason: 'changed plans' } });
    const { items, sum } = await world.eventually(booking, (answer) => answer.items[0]?.status === 'cancelled');
    expect(items).toHaveLength(1);
    expect(sum).toMatchObject({ chargedCents: 0, heldCents: 0 });
    expect(await world.timeline(booking)).toContain('hold.released');
    expect(world.books(booking.jobId)).toMatchObject({ intents: 1, captured: 0 });
  });

  it('takes the fee and pays the guard their part of it', async () => {
    const booking = await world.bookAndHold();
    await world.openPayoutAccount(booking.guard);
    await world.match(booking);
    const { feeCents } = await booking.customer.client.jobs.cancel({
      params: { id: booking.jobId },
      body: { reason: 'changed plans' },
    });
    expect(feeCents).toBe(5000);
    const { sum } = await world.eventually(booking, (answer) => answer.sum.paidOutCents > 0);
    expect(sum).toMatchObject({ chargedCents: 5000, paidOutCents: 4000, platformCents: 1000, heldCents: 0 });
  });

  it('keeps no hold that was placed while it was cancelled', async () => {
    world.double.faults.add({ kind: 'hold', operation: 'POST /v1/payment_intents', count: 1 });
    const booking = await world.book();
    await world.double.whenHeld();
    await booking.customer.client.jobs.cancel({ params: { id: booking.jobId }, body: { reason: 'changed plans' } });
    world.double.releaseHeld();
    await world.eventually(booking, ({ items }) => items[0]?.status === 'cancelled');
    expect(world.double.books().paymentIntents.find((each) => each.transfer_group === booking.jobId)?.status).toBe(
      'canceled',
    );
  });
});

describe('a guard without a payout account', () => {
  it('is paid as soon as the account is ready', async () => {
    const booking = await world.bookAndHold();
    await world.complete(booking, 2500);
    await world.eventuallyTold(booking, 'payout.waiting');
    await world.publish(paymentEvents['money.due'], booking.jobId);
    const waiting = await booking.guard.client.guards.earnings();
    expect(waiting).toMatchObject({ paidCents: 0, pendingCents: 2000 });

    const first = await booking.guard.client.guards.payoutAccount();
    expect(first).toMatchObject({ ready: false, onboardingUrl: expect.stringContaining('http') as unknown });
    world.double.completeOnboarding(await world.accountOf(booking.guard));
    await world.eventually(booking, ({ sum }) => sum.paidOutCents === 2000);
    expect(await booking.guard.client.guards.payoutAccount()).toMatchObject({
      ready: true,
      onboardingUrl: null,
      dashboardUrl: expect.stringContaining('http') as unknown,
    });
    expect((await world.timeline(booking)).filter((type) => type === 'payout.waiting')).toHaveLength(1);
    const earnings = await booking.guard.client.guards.earnings();
    expect(earnings).toMatchObject({ paidCents: 2000, pendingCents: 0, jobsCompleted: 1, minutesWorked: 60 });
    expect(earnings.payouts).toMatchObject([{ jobId: booking.jobId, jobTitle: 'Gate', amountCents: 2000 }]);
  });

  it('is paid when the webhook about the account was lost and they look themselves', async () => {
    world.double.faults.add({ kind: 'webhook_lost', event: 'account.updated' });
    const booking = await world.bookAndHold();
    await world.complete(booking, 2500);
    await world.eventuallyTold(booking, 'payout.waiting');
    await world.openPayoutAccount(booking.guard);
    expect((await world.payments(booking)).sum.paidOutCents).toBe(0);
    expect(await booking.guard.client.guards.payoutAccount()).toMatchObject({
      ready: true,
      onboardingUrl: null,
      dashboardUrl: expect.stringContaining('http') as unknown,
    });
    await world.eventually(booking, ({ sum }) => sum.paidOutCents === 2000);
  });

  it('opens one account with twenty first requests at once', async () => {
    const guard = await world.person('guard');
    await Promise.all(Array.from({ length: 20 }, () => guard.client.guards.payoutAccount()));
    const accounts = await world.stripe.accounts.list({ limit: 100 });
    expect(accounts.data.filter((account) => account.metadata?.['userId'] === guard.id)).toHaveLength(1);
  });
});

describe('who may see and do what', () => {
  it('shows the money of a job to its parties and administrators only', async () => {
    const booking = await world.bookAndHold();
    const [stranger, admin] = [await world.person('customer'), await world.person('admin')];
    const params = { id: booking.jobId };
    await expect(stranger.client.payments.ofJob({ params })).rejects.toMatchObject({ status: 404, code: 'not_found' });
    await expect(booking.guard.client.payments.ofJob({ params })).rejects.toMatchObject({ status: 404 });
    expect((await admin.client.payments.ofJob({ params })).sum.heldCents).toBe(5000);
  });

  it('keeps refunds and the list of all payments to administrators', async () => {
    const booking = await world.bookAndHold();
    const [charge] = (await world.payments(booking)).items;
    const refund = { params: { id: charge?.id ?? '' }, body: { reason: 'mine' } };
    await expect(booking.customer.client.admin.refund(refund)).rejects.toMatchObject({ status: 403 });
    await expect(booking.customer.client.admin.payments()).rejects.toMatchObject({ status: 403 });
    await expect(booking.guard.client.payments.setup()).rejects.toMatchObject({ status: 403 });
  });

  it('lists every payment once, newest first, page by page', async () => {
    const admin = await world.person('admin');
    for (let count = 0; count < 3; count++) await world.bookAndHold();
    const seen: { id: string; createdAt: string }[] = [];
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await admin.client.admin.payments({
        query: { limit: 2, ...(cursor && { cursor }) },
      });
      seen.push(...items);
      cursor = nextCursor ?? undefined;
    } while (cursor);
    const [count] = await world.dataSource.query<{ count: number }[]>(`SELECT count(*) FROM payments`);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen).toHaveLength(count?.count ?? 0);
    const moments = seen.map(({ createdAt }) => new Date(createdAt).getTime());
    expect(moments).toEqual([...moments].sort((one, other) => other - one));
  });
});
