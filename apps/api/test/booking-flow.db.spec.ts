import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../src/platform/clock/duration.js';
import { Marketplace } from './marketplace.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());
afterEach(() => market.application.stripe.faults.clear());

describe('a booking from the quote to the end of the work', () => {
  it('goes by the table of states, and everybody sees what is theirs', async () => {
    const location = market.newPlace();
    const customer = await market.registerCustomer();
    const guard = await market.verifiedGuard({ at: location, skills: ['patrol'] });
    const draft = { location, requiredSkills: ['patrol'] };

    const quote = await customer.client.jobs.quote({ body: market.draft(draft) });
    expect(quote).toMatchObject({ totalAmountCents: 5000, platformFeeCents: 1000, guardPayoutCents: 4000 });
    expect(quote).toMatchObject({ eligibleGuards: 1, suggestedHourlyRateCents: 2500 });

    const requested = await market.book(customer, draft);
    expect(requested).toMatchObject({ status: 'requested', guard: null, totalAmountCents: 5000, durationHours: 2 });

    const offer = await market.offerOf(guard, requested);
    expect(offer).toMatchObject({ payoutCents: 4000, job: { id: requested.id, requiredSkills: ['patrol'] } });
    expect(JSON.stringify(offer)).not.toContain(customer.id);

    const matched = await guard.client.offers.accept({ params: { id: offer.id } });
    expect(matched).toMatchObject({ status: 'matched', guard: { id: guard.id, name: 'Kim Lee' } });

    const running = await market.checkIn({ customer, guard, job: matched });
    expect(running).toMatchObject({ status: 'in_progress' });
    await expect.poll(async () => (await guard.client.guards.me()).availabilityStatus).toBe('busy');

    // Checked in ten minutes early: paid from the booked start, so 75 minutes of work are 1 h 15 min.
    market.clock.set(shift(new Date(running.startTime), 75 * MINUTE_MS - 10 * SECOND_MS));
    const completed = await market.checkOut({ customer, guard, job: running });
    expect(completed).toMatchObject({ status: 'completed', workedMinutes: 75, dueAmountCents: 3125 });
    await expect
      .poll(() => guard.client.guards.me())
      .toMatchObject({ availabilityStatus: 'available', totalJobsCompleted: 1, totalMinutesWorked: 75 });

    const told = await market.told(customer, completed, 'job.completed');
    expect(told.filter((type) => type.startsWith('job.'))).toEqual([
      'job.requested',
      'job.matched',
      'job.started',
      'job.completed',
    ]);
    expect(told.indexOf('hold.placed')).toBeLessThan(told.indexOf('offers.sent'));
  });

  it('finds a guard from their base when it is for tomorrow, though they are off duty now', async () => {
    const location = market.newPlace();
    const customer = await market.registerCustomer();
    const guard = await market.verifiedGuard({ at: null, baseLocation: location });
    const job = await market.book(customer, { location, startsIn: 24 * HOUR_MS });
    expect(await market.accept(guard, job)).toMatchObject({ status: 'matched' });
  });
});

describe('nobody is asked', () => {
  it('before the price is held: the card is declined', async () => {
    const location = market.newPlace();
    const guard = await market.verifiedGuard({ at: location });
    const customer = await market.registerCustomer();
    market.application.stripe.faults.add({ kind: 'decline' });
    const job = await market.book(customer, { location });
    const told = await market.told(customer, job, 'hold.failed');
    expect(told).not.toContain('offers.sent');
    expect((await guard.client.offers.mine()).items).toEqual([]);
    expect(await customer.client.jobs.get({ params: { id: job.id } })).toMatchObject({ status: 'requested' });
  });

  it('when nobody is near: the customer reads it on the timeline', async () => {
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location: market.newPlace() });
    expect(await market.told(customer, job, 'offers.nobody_found')).toContain('hold.placed');
  });
});

describe('a provider that fails for a while', () => {
  it('delays the search and does not lose it', async () => {
    const location = market.newPlace();
    const guard = await market.verifiedGuard({ at: location });
    const customer = await market.registerCustomer();
    market.application.stripe.faults.add({ kind: 'server_error', operation: 'POST /v1/payment_intents', count: 4 });
    const job = await market.book(customer, { location });
    expect(await market.accept(guard, job)).toMatchObject({ status: 'matched' });
    const { sum } = await customer.client.payments.ofJob({ params: { id: job.id } });
    expect(sum.heldCents).toBe(5000);
  });
});
