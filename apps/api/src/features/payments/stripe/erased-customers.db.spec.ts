import Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Marketplace, type Person } from '../../../../test/marketplace.js';
import { STRIPE } from '../../../../test/test-application.js';
import { DAY_MS } from '../../../platform/clock/duration.js';
import { DueErasures } from '../../privacy/erasure/due-erasures.js';
import { ErasedCustomers } from './erased-customers.js';

let market: Marketplace;
let stripe: Stripe;

beforeAll(async () => {
  market = await Marketplace.open();
  const { host, port } = market.application.stripe;
  stripe = new Stripe(STRIPE.secretKey, { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 });
});
afterAll(() => market.close());
afterEach(() => market.application.stripe.faults.clear());

const SOON = { timeout: 20_000, interval: 25 };

async function customerIdOf({ id }: Person): Promise<string | null> {
  const [row] = await market.application.dataSource.query<{ name: string | null }[]>(
    `SELECT stripe_customer_id AS name FROM users WHERE id = $1`,
    [id],
  );
  return row?.name ?? null;
}

/** Known to Stripe because they have booked, and have paid. */
async function formerCustomer(): Promise<{ customer: Person; customerId: string }> {
  const booking = await market.runningJob();
  await market.checkOut(booking);
  await market.told(booking.customer, booking.job, 'charge.succeeded');
  const customerId = await customerIdOf(booking.customer);
  if (customerId === null) throw new Error('the customer has no name at Stripe');
  expect((await stripe.paymentMethods.list({ customer: customerId, type: 'card' })).data).toHaveLength(1);
  return { customer: booking.customer, customerId };
}

async function erase({ client }: Person): Promise<void> {
  await client.users.eraseMe();
  market.clock.move(31 * DAY_MS);
  expect(await market.application.app.get(DueErasures).run()).toMatchObject({ failed: 0 });
}

const forgotten = (person: Person): Promise<void> =>
  vi.waitFor(async () => expect(await customerIdOf(person)).toBeNull(), SOON);

const forgetAll = () => market.application.app.get(ErasedCustomers).forgetAll();

const records = ({ id }: Person): Promise<unknown[]> =>
  market.application.dataSource.query(
    `SELECT 1 FROM audit_log WHERE action = 'privacy.provider_customer_deleted' AND subject_id = $1`,
    [id],
  );

describe('an erased customer', () => {
  it('is deleted at Stripe with their cards, and that is kept in the audit log', async () => {
    const { customer, customerId } = await formerCustomer();
    const [card] = (await stripe.paymentMethods.list({ customer: customerId, type: 'card' })).data;
    await erase(customer);
    await forgotten(customer);
    expect(await stripe.customers.retrieve(customerId)).toEqual({ id: customerId, object: 'customer', deleted: true });
    expect((await stripe.paymentMethods.retrieve(card?.id ?? '')).customer).toBeNull();
    expect(await records(customer)).toHaveLength(1);
    expect(await market.application.app.get(ErasedCustomers).forget(customer.id)).toBe(false);
    expect(await records(customer)).toHaveLength(1);
  });

  it('stays there while a charge of theirs is contested, and goes when it is settled', async () => {
    const { customer, customerId } = await formerCustomer();
    const contested = (from: string, to: string) =>
      market.application.dataSource.query(
        `UPDATE payments SET status = $3 WHERE payer_id = $1 AND payment_type = 'charge' AND status = $2`,
        [customer.id, from, to],
      );
    await customer.client.users.eraseMe();
    await contested('succeeded', 'disputed');
    market.clock.move(31 * DAY_MS);
    expect(await market.application.app.get(DueErasures).run()).toMatchObject({ failed: 0 });
    expect(await forgetAll()).toEqual({ forgotten: 0, failed: 0 });
    expect(await stripe.customers.retrieve(customerId)).toMatchObject({ object: 'customer', id: customerId });
    expect(await customerIdOf(customer)).toBe(customerId);
    await contested('disputed', 'succeeded');
    expect(await forgetAll()).toEqual({ forgotten: 1, failed: 0 });
    expect(await stripe.customers.retrieve(customerId)).toMatchObject({ deleted: true });
  });

  it('whom Stripe has deleted in a run that was killed is forgotten by the next', async () => {
    const { customer, customerId } = await formerCustomer();
    await stripe.customers.del(customerId);
    await erase(customer);
    await forgotten(customer);
  });

  it('is not forgotten here before they are there', async () => {
    const { customer, customerId } = await formerCustomer();
    market.application.stripe.faults.add({ kind: 'server_error', operation: 'DELETE /v1/customers/*' });
    await erase(customer);
    expect(await forgetAll()).toEqual({ forgotten: 0, failed: 1 });
    expect(await customerIdOf(customer)).toBe(customerId);
    market.application.stripe.faults.clear();
    await forgetAll();
    await forgotten(customer);
    expect(await stripe.customers.retrieve(customerId)).toMatchObject({ deleted: true });
  });
});
