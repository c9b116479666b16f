import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import { paymentEvents } from '../payments.events.js';
import { MoneyWorld } from '../spec-support/money-world.js';
import { ProviderState } from './provider-state.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());
afterEach(() => world.double.faults.clear());

describe('a key that Stripe refuses', () => {
  it('is told as ours to mend, and readiness says so until it is mended', async () => {
    const customer = await world.person('customer');
    world.double.faults.add({ kind: 'key_refused' });
    await expect(customer.client.payments.methods()).rejects.toMatchObject({
      status: 502,
      code: 'payment_provider_refuses',
    });
    world.clock.move(2 * MINUTE_MS);
    expect(await world.app.get(ProviderState).check()).toMatch(/^Stripe refuses the key \(401\)/);
    const checks = async () =>
      (await customer.client.operations.ready()).checks.find(({ name }) => name === 'payments');
    expect(await checks()).toMatchObject({ ok: true, warning: expect.stringContaining('refuses the key') as unknown });
    world.double.faults.clear();
    world.clock.move(2 * MINUTE_MS);
    expect(await checks()).toEqual({ name: 'payments', ok: true });
    world.clock.move(-4 * MINUTE_MS);
  });
});

describe('a name that is dead at Stripe', () => {
  it('of a customer is made anew, once', async () => {
    const customer = await world.person('customer');
    const dead = await world.stripeCustomerOf(customer);
    await world.stripe.customers.del(dead);
    await customer.client.payments.methods();
    const alive = await world.stripeCustomerOf(customer);
    expect(alive).not.toBe(dead);
    const booking = await world.book({ customer });
    await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    expect(await world.stripeCustomerOf(customer)).toBe(alive);
  });

  it('of a guard is opened anew, and what they are owed waits for it', async () => {
    const booking = await world.bookAndHold();
    await world.openPayoutAccount(booking.guard);
    const dead = await world.accountOf(booking.guard);
    await world.stripe.accounts.del(dead);
    await world.complete(booking, 2500);
    await world.eventuallyTold(booking, 'payout.waiting');
    const opened = await booking.guard.client.guards.payoutAccount();
    expect(opened).toMatchObject({ ready: false, onboardingUrl: expect.stringContaining('http') as unknown });
    expect(await world.accountOf(booking.guard)).not.toBe(dead);
    world.double.completeOnboarding(await world.accountOf(booking.guard));
    await world.eventually(booking, ({ sum }) => sum.paidOutCents === 2000);
  });
});

describe('an answer of 5xx that is kept with its key although nothing happened', () => {
  it.each(['POST /v1/payment_intents', 'POST /v1/payment_intents/*/capture', 'POST /v1/transfers'])(
    'to %s costs a pause, and the money moves once',
    async (operation) => {
      world.double.faults.add({ kind: 'server_error_kept', operation, count: 1 });
      const booking = await world.book();
      await world.publish(paymentEvents['money.due'], booking.jobId);
      await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
      await world.openPayoutAccount(booking.guard);
      await world.complete(booking, 2500);
      await world.eventually(booking, ({ sum }) => sum.paidOutCents === 2000);
      expect(world.double.faults.remaining()).toEqual([]);
      expect(world.books(booking.jobId)).toEqual({
        ...{ intents: 1, captured: 2500, refunded: 0, transferred: 2000, reversed: 0 },
      });
    },
  );

  it.each(['POST /v1/customers', 'POST /v1/accounts'])('to %s makes one all the same', async (operation) => {
    const guard = await world.person(operation.endsWith('accounts') ? 'guard' : 'customer');
    world.double.faults.add({ kind: 'server_error_after', operation, count: 1 });
    if (operation.endsWith('accounts')) await guard.client.guards.payoutAccount();
    else await guard.client.payments.methods();
    const made = operation.endsWith('accounts')
      ? (await world.stripe.accounts.list({ limit: 100 })).data
      : (await world.stripe.customers.list({ limit: 100 })).data;
    expect(made.filter(({ metadata }) => metadata?.['userId'] === guard.id)).toHaveLength(1);
  });
});
