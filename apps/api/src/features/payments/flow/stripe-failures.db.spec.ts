import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { MoneyWorld, type Person } from '../spec-support/money-world.js';
import { Sweep } from './sweep.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());
afterEach(() => world.double.faults.clear());

/** The SDK tries three times by itself: this outlasts it, so that the queue must take the event up again. */
const EVERY_TRY = 3;

const STEPS = ['POST /v1/payment_intents', 'POST /v1/payment_intents/*/capture', 'POST /v1/transfers'];

const ONCE = { intents: 1, captured: 2500, refunded: 0, transferred: 2000, reversed: 0 };

/** So that it is the handler that has to find out. */
function loseWebhooks(): void {
  world.double.faults.add({ kind: 'webhook_lost', event: 'payment_intent.*' });
  world.double.faults.add({ kind: 'webhook_lost', event: 'transfer.*' });
}

describe.each(STEPS)('when %s', (operation) => {
  it.each(['timeout_before', 'timeout_after'] as const)('meets %s, the money moves once', async (kind) => {
    loseWebhooks();
    world.double.faults.add({ kind, operation, count: EVERY_TRY });
    const { jobId } = await world.paidBooking(2500);
    expect(world.double.faults.remaining().map((fault) => fault.kind)).not.toContain(kind);
    expect(world.books(jobId)).toEqual(ONCE);
  });

  it('keeps answering 500 to its key, what happened is looked up', async () => {
    loseWebhooks();
    world.double.faults.add({ kind: 'server_error_after', operation, count: 1 });
    const { jobId } = await world.paidBooking(2500);
    expect(world.books(jobId)).toEqual(ONCE);
  });
});

describe('a charge that is taken at once', () => {
  it('and whose answer was lost is found, with the fee that Stripe has kept of it', async () => {
    const booking = await world.paidBooking(2500);
    loseWebhooks();
    world.double.faults.add({ kind: 'server_error_after', operation: 'POST /v1/payment_intents', count: 1 });
    const body = { amountCents: 747 };
    const { id } = await booking.customer.client.payments.tip({ params: { id: booking.jobId }, body });
    await world.eventually(booking, ({ items }) => items.some((item) => item.id === id && item.status === 'succeeded'));
    const [row] = await world.dataSource.query<{ fee: number | null; charge: string }[]>(
      `SELECT stripe_fee_cents AS fee, stripe_charge_id AS charge FROM payments WHERE id = $1`,
      [id],
    );
    const booked = world.double.books().balanceTransactions.find(({ source }) => source === row?.charge);
    expect(booked?.fee).toBeGreaterThan(0);
    expect(row?.fee).toBe(booked?.fee);
  });
});

describe('a provider that is overloaded', () => {
  // The SDK does not repeat what was one request too many: the queue does, later.
  it.each([
    ['server_error', EVERY_TRY],
    ['rate_limit', 1],
  ] as const)('and answers %s moves the money once, later', async (kind, count) => {
    for (const operation of STEPS) world.double.faults.add({ kind, operation, count });
    const { jobId } = await world.paidBooking(2500);
    expect(world.double.faults.remaining()).toEqual([]);
    expect(world.books(jobId)).toEqual(ONCE);
  });
});

describe('an answer of 5xx that is kept with its key', () => {
  it.each([
    ['POST /v1/customers', (person: Person) => person.client.payments.methods(), 'customer'],
    ['POST /v1/accounts', (person: Person) => person.client.guards.payoutAccount(), 'guard'],
  ] as const)('to %s locks nobody out', async (operation, ask, role) => {
    world.double.faults.add({ kind: 'server_error_after', operation, count: 1 });
    const person = await world.person(role);
    await expect(ask(person)).resolves.toBeDefined();
    expect(world.double.faults.remaining()).toEqual([]);
  });
});

describe('the sweep', () => {
  /** An attempt whose events are all used up, as after an outage of that long. */
  async function abandonedAttempt(hours: number) {
    const customer = await world.person('customer');
    const stripeCustomer = await world.stripeCustomerOf(customer);
    const [card] = (await customer.client.payments.methods()).items;
    const booking = await world.book({ aheadDays: 10, customer });
    // Near enough to be held for, though nothing has told of it.
    await world.dataSource.query(
      `UPDATE jobs SET start_time = start_time - interval '7 days', end_time = end_time - interval '7 days',
         version = version + 1, terms_changed_at = now() WHERE id = $1`,
      [booking.jobId],
    );
    const [id, paymentMethod] = [randomUUID(), card?.id ?? ''];
    const at = shift(new Date(), -hours * HOUR_MS);
    await world.dataSource.query(
      `INSERT INTO payments (id, job_id, payer_id, payment_type, amount_cents, platform_fee_cents, guard_payout_cents,
         stripe_customer_id, stripe_payment_method_id, created_at, updated_at)
       VALUES ($1, $2, $3, 'charge', 5000, 1000, 4000, $4, $5, $6, $6)`,
      [id, booking.jobId, customer.id, stripeCustomer, paymentMethod, at],
    );
    return { booking, id, stripeCustomer, paymentMethod };
  }

  it('finishes an attempt that nothing else does', async () => {
    const { booking } = await abandonedAttempt(1);
    expect(await world.app.get(Sweep).sweep()).toEqual({ jobs: 1, failed: 0 });
    expect((await world.payments(booking)).sum.heldCents).toBe(5000);
    expect(await world.app.get(Sweep).sweep()).toEqual({ jobs: 0, failed: 0 });
  });

  it('does not hold a second time when Stripe has forgotten the key', async () => {
    const { booking, id, stripeCustomer, paymentMethod } = await abandonedAttempt(48);
    loseWebhooks();
    await world.stripe.paymentIntents.create({
      amount: 5000,
      currency: 'usd',
      capture_method: 'manual',
      confirm: true,
      off_session: true,
      allowed_payment_method_types: ['card'],
      customer: stripeCustomer,
      payment_method: paymentMethod,
      metadata: { paymentId: id },
      transfer_group: booking.jobId,
    });
    expect(await world.app.get(Sweep).sweep()).toEqual({ jobs: 1, failed: 0 });
    expect((await world.payments(booking)).sum.heldCents).toBe(5000);
    expect(world.books(booking.jobId).intents).toBe(1);
  });

  /** Stripe broke off between making an intent and asking the bank. */
  it('asks the card with an intent that was made and never confirmed, instead of making another', async () => {
    const { booking, id, stripeCustomer, paymentMethod } = await abandonedAttempt(48);
    loseWebhooks();
    const left = await world.stripe.paymentIntents.create({
      ...{ amount: 5000, currency: 'usd', capture_method: 'manual', allowed_payment_method_types: ['card'] },
      ...{ customer: stripeCustomer, payment_method: paymentMethod, metadata: { paymentId: id } },
      transfer_group: booking.jobId,
    });
    expect(left.status).toBe('requires_confirmation');
    expect(await world.app.get(Sweep).sweep()).toEqual({ jobs: 1, failed: 0 });
    expect((await world.payments(booking)).sum.heldCents).toBe(5000);
    expect(world.books(booking.jobId).intents).toBe(1);
    expect((await world.stripe.paymentIntents.retrieve(left.id)).status).toBe('requires_capture');
  });
});

describe('the guard’s account', () => {
  it('that is restricted between look and transfer makes the payout wait again', async () => {
    const booking = await world.bookAndHold();
    await world.openPayoutAccount(booking.guard);
    world.double.faults.add({ kind: 'hold', operation: 'POST /v1/transfers', count: 1 });
    await world.complete(booking, 2500);
    await world.double.whenHeld();
    const account = await world.accountOf(booking.guard);
    world.double.restrictAccount(account);
    world.double.releaseHeld();
    await world.eventuallyTold(booking, 'payout.waiting');
    world.double.completeOnboarding(account);
    const { items } = await world.eventually(booking, ({ sum }) => sum.paidOutCents === 2000);
    const payouts = items.filter((item) => item.type === 'payout');
    expect(payouts.map((item) => item.status)).toEqual(['failed', 'succeeded']);
  });
});
