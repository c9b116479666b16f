import type { ApiError } from '@aegis/client';
import type { ProposalStatus } from '@aegis/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Booking, type JobAnswer, Marketplace, type Person } from '../../../../test/marketplace.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';

const AT_ONCE = 20;
const SOON = { timeout: 20_000, interval: 25 };

let market: Marketplace;

beforeAll(async () => {
  // A job of tomorrow is offered at once, and not with those of the same few seconds.
  market = await Marketplace.open({ BATCH_WINDOW_SECONDS: '0' });
});
afterAll(() => market.close());
afterEach(() => {
  market.application.stripe.faults.clear();
  market.clock.set(new Date());
});

const tomorrow = (changes: Parameters<Marketplace['draft']>[0] = {}) =>
  market.bookedJob({ startsIn: DAY_MS, ...changes });

const read = ({ client }: Person, { id }: Pick<JobAnswer, 'id'>) => client.jobs.get({ params: { id } });

type Body = Omit<Parameters<Person['client']['jobEdits']['edit']>[0]['body'], 'version'>;

const edit = async (customer: Person, job: JobAnswer, body: Body) => {
  const { version } = await read(customer, job);
  return customer.client.jobEdits.edit({ params: { id: job.id }, body: { version, ...body } });
};

async function propose({ customer, job }: Booking, body: Body) {
  const { proposal, needsGuard } = await edit(customer, job, body);
  expect(needsGuard).toBe(true);
  return proposal ?? expect.fail('nothing was proposed');
}

const later = (job: JobAnswer, milliseconds: number) => ({
  startTime: shift(new Date(job.startTime), milliseconds).toISOString(),
  endTime: shift(new Date(job.endTime), milliseconds).toISOString(),
});

const answer = ({ client }: Person, { id }: { id: string }, how: 'accept' | 'decline' | 'withdraw') =>
  client.jobEdits[how]({ params: { id } });

const statesOf = async ({ client }: Person, { id }: JobAnswer): Promise<ProposalStatus[]> =>
  (await client.jobEdits.proposals({ params: { id } })).items.map(({ status }) => status);

const becomes = (person: Person, job: JobAnswer, states: ProposalStatus[]): Promise<void> =>
  vi.waitFor(async () => expect(await statesOf(person, job)).toEqual(states), SOON);

const moneyOf = async ({ client }: Person, { id }: JobAnswer) => client.payments.ofJob({ params: { id } });

const gone = { status: 409, code: 'proposal_gone' };

describe('a proposal of the same price', () => {
  it('changes nothing until the guard agrees, and then at once', async () => {
    const { customer, guard, job } = await tomorrow();
    const proposal = await propose({ customer, guard, job }, { ...later(job, HOUR_MS), title: 'Back gate' });
    expect(proposal).toMatchObject({ status: 'open', changed: ['startTime', 'endTime'], appliedAt: null });
    expect(new Date(proposal.expiresAt).getTime() - new Date(proposal.proposedAt).getTime()).toBe(2 * HOUR_MS);
    // Words wait for nobody.
    expect(await read(guard, job)).toMatchObject({ title: 'Back gate', startTime: job.startTime });
    const agreed = await answer(guard, proposal, 'accept');
    expect(agreed).toMatchObject({ status: 'accepted', terms: later(job, HOUR_MS) });
    expect(agreed.appliedAt).not.toBeNull();
    expect(await read(customer, job)).toMatchObject({
      ...later(job, HOUR_MS),
      status: 'matched',
      totalAmountCents: 5000,
    });
    expect(await market.told(customer, job, 'job.terms_changed')).toEqual(
      expect.arrayContaining(['job.edited', 'proposal.made', 'proposal.accepted', 'job.terms_changed']),
    );
  });

  it('moves the moment at which the guard is late', async () => {
    const { customer, guard, job } = await tomorrow();
    await answer(guard, await propose({ customer, guard, job }, later(job, HOUR_MS)), 'accept');
    market.clock.move(DAY_MS + 31 * MINUTE_MS);
    await becomes(customer, job, ['accepted']);
    expect(await read(customer, job)).toMatchObject({ status: 'matched' });
    market.clock.move(HOUR_MS);
    await market.told(customer, job, 'job.reopened');
  });

  it('is nothing when the guard declines, the customer takes it back, or nobody answers', async () => {
    const { customer, guard, job } = await tomorrow();
    const change = later(job, HOUR_MS);
    await answer(guard, await propose({ customer, guard, job }, change), 'decline');
    const second = await propose({ customer, guard, job }, change);
    await answer(customer, second, 'withdraw');
    await expect(answer(guard, second, 'accept')).rejects.toMatchObject(gone);
    const third = await propose({ customer, guard, job }, change);
    market.clock.move(2 * HOUR_MS);
    await expect(answer(guard, third, 'accept')).rejects.toMatchObject(gone);
    await becomes(customer, job, ['expired', 'withdrawn', 'declined']);
    expect(await read(customer, job)).toMatchObject({ startTime: job.startTime, guard: { id: guard.id } });
  });

  it('is one at a time, and not within two hours of the start as it is or as it would be', async () => {
    const { customer, guard, job } = await tomorrow();
    await propose({ customer, guard, job }, later(job, HOUR_MS));
    await expect(edit(customer, job, later(job, 3 * HOUR_MS))).rejects.toMatchObject({ code: 'proposal_open' });
    const near = await tomorrow({ startsIn: 3 * HOUR_MS });
    const proposal = await propose(near, later(near.job, HOUR_MS));
    expect(proposal.expiresAt).toBe(shift(new Date(near.job.startTime), -2 * HOUR_MS).toISOString());
    const other = await tomorrow({ startsIn: 3 * HOUR_MS });
    await expect(edit(other.customer, other.job, later(other.job, -90 * MINUTE_MS))).rejects.toMatchObject({
      status: 422,
      code: 'too_late_to_propose',
    });
  });

  it('is for the guard of the job alone, and ends when they give it back', async () => {
    const { customer, guard, job } = await tomorrow();
    const proposal = await propose({ customer, guard, job }, later(job, HOUR_MS));
    for (const stranger of [await market.verifiedGuard(), await market.registerGuard()])
      await expect(answer(stranger, proposal, 'accept')).rejects.toMatchObject({ status: 404 });
    await expect(answer(await market.registerCustomer(), proposal, 'withdraw')).rejects.toMatchObject({ status: 404 });
    await guard.client.jobs.withdraw({ params: { id: job.id }, body: { reason: 'ill' } });
    await expect(answer(guard, proposal, 'accept')).rejects.toMatchObject(gone);
    await becomes(customer, job, ['withdrawn']);
  });

  it('that overlaps another job of the guard is refused to them', async () => {
    const { customer, guard, job } = await tomorrow();
    const proposal = await propose({ customer, guard, job }, later(job, 3 * HOUR_MS));
    const second = await market.book(customer, { location: job.location, startsIn: DAY_MS + 4 * HOUR_MS });
    await market.accept(guard, second);
    await expect(answer(guard, proposal, 'accept')).rejects.toMatchObject({ status: 409, code: 'overlapping_job' });
    expect(await statesOf(customer, job)).toEqual(['open']);
    expect(await read(customer, job)).toMatchObject({ startTime: job.startTime });
  });

  it('that leaves no time to travel or to rest is not asked, and refused to a guard who has taken more since', async () => {
    const { customer, guard, job } = await tomorrow();
    const near = await propose({ customer, guard, job }, later(job, 2 * HOUR_MS - 5 * MINUTE_MS));
    const other = { location: job.location, startsIn: DAY_MS + 4 * HOUR_MS };
    await market.accept(guard, await market.book(customer, other));
    await expect(answer(guard, near, 'accept')).rejects.toMatchObject({
      code: 'no_longer_eligible',
      message: expect.stringContaining('too near in time') as string,
    });
    await answer(customer, near, 'withdraw');
    const notFree = { status: 409, code: 'guard_not_free' };
    await expect(edit(customer, job, later(job, 2 * HOUR_MS - 5 * MINUTE_MS))).rejects.toMatchObject(notFree);
    await expect(edit(customer, job, later(job, 3 * HOUR_MS))).rejects.toMatchObject(notFree);
    // With the two hours of the other job these are 17 within 24.
    const long = { startTime: shift(new Date(job.endTime), -15 * HOUR_MS).toISOString() };
    await expect(edit(customer, job, { ...long, preview: true })).rejects.toMatchObject(notFree);
    await propose({ customer, guard, job }, { startTime: shift(new Date(job.endTime), -14 * HOUR_MS).toISOString() });
  });

  it('of the rate alone asks nothing of the times that they have agreed to', async () => {
    const { customer, guard, job } = await tomorrow();
    const near = { location: market.newPlace(), startsIn: DAY_MS + 2 * HOUR_MS + 5 * MINUTE_MS };
    await market.application.dataSource.query(
      `UPDATE jobs SET status = 'matched', guard_id = $2, matched_at = now() WHERE id = $1`,
      [(await market.book(customer, near)).id, guard.id],
    );
    await propose({ customer, guard, job }, { hourlyRateCents: 2600 });
  });

  it('against another job for the same time at the same moment: the guard has one of them then', async () => {
    for (let round = 0; round < 5; round++) {
      const { customer, guard, job } = await tomorrow();
      const proposal = await propose({ customer, guard, job }, later(job, 3 * HOUR_MS));
      const second = await market.book(customer, { location: job.location, startsIn: DAY_MS + 4 * HOUR_MS });
      const offer = await market.offerOf(guard, second);
      const tries = await Promise.allSettled([
        answer(guard, proposal, 'accept'),
        guard.client.offers.accept({ params: { id: offer.id } }),
      ]);
      const refused = tries.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
      expect(refused.map(({ reason }) => (reason as ApiError).code)).toEqual(['overlapping_job']);
    }
  });

  it('answered twenty times at once is answered once', async () => {
    const { customer, guard, job } = await tomorrow();
    const proposal = await propose({ customer, guard, job }, later(job, HOUR_MS));
    const tries = await Promise.allSettled(
      Array.from({ length: AT_ONCE }, (_, index) => {
        const how = (['accept', 'decline', 'withdraw'] as const)[index % 3] ?? 'accept';
        return answer(how === 'withdraw' ? customer : guard, proposal, how);
      }),
    );
    const refused = tries.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.map(({ reason }) => (reason as ApiError).code)).toEqual(Array(AT_ONCE - 1).fill('proposal_gone'));
    const [state] = await statesOf(customer, job);
    expect(await read(customer, job)).toMatchObject(state === 'accepted' ? later(job, HOUR_MS) : {});
    expect(['accepted', 'declined', 'withdrawn']).toContain(state);
  });

  it('that asks for more than the guard is licensed for is refused to them', async () => {
    const { customer, guard, job } = await tomorrow();
    const proposal = await propose({ customer, guard, job }, { requiredClearanceLevel: 'armed' });
    await expect(answer(guard, proposal, 'accept')).rejects.toMatchObject({ code: 'no_longer_eligible' });
    expect(await read(customer, job)).toMatchObject({ requiredClearanceLevel: 'basic' });
  });
});

describe('a proposal of a higher price', () => {
  it('counts once the card holds the whole of it, in place of the hold before', async () => {
    const { customer, guard, job } = await tomorrow();
    const proposal = await propose({ customer, guard, job }, { hourlyRateCents: 4000 });
    expect((await moneyOf(customer, job)).sum.heldCents).toBe(5000);
    await answer(guard, proposal, 'accept');
    await market.told(customer, job, 'job.terms_changed');
    expect(await read(guard, job)).toMatchObject({ totalAmountCents: 8000, guardPayoutCents: 6400, status: 'matched' });
    await vi.waitFor(async () => expect((await moneyOf(customer, job)).sum.heldCents).toBe(8000), SOON);
    const { items } = await moneyOf(customer, job);
    expect(items.map(({ status, amountCents }) => [status, amountCents]).sort()).toEqual([
      ['authorized', 8000],
      ['cancelled', 5000],
    ]);
  });

  it('that the card refuses lapses, and the job and its hold are as they were', async () => {
    const { customer, guard, job } = await tomorrow();
    const proposal = await propose({ customer, guard, job }, { hourlyRateCents: 4000 });
    market.application.stripe.faults.add({ kind: 'decline', count: 1 });
    await answer(guard, proposal, 'accept');
    await becomes(guard, job, ['lapsed']);
    expect(await read(guard, job)).toMatchObject({ totalAmountCents: 5000, guard: { id: guard.id } });
    expect((await moneyOf(customer, job)).sum.heldCents).toBe(5000);
    expect(await market.told(customer, job, 'proposal.lapsed')).not.toContain('job.terms_changed');
  });

  it('counts at once where nothing is held yet, and is held whole in its time', async () => {
    const { customer, guard, job } = await tomorrow({ startsIn: 8 * DAY_MS });
    await answer(guard, await propose({ customer, guard, job }, { hourlyRateCents: 4000 }), 'accept');
    await market.told(customer, job, 'job.terms_changed');
    market.clock.move(5 * DAY_MS);
    await vi.waitFor(async () => expect((await moneyOf(customer, job)).sum.heldCents).toBe(8000), SOON);
  });

  it('lapses when the guard gives the job back before the card has answered', async () => {
    const { customer, guard, job } = await tomorrow();
    const proposal = await propose({ customer, guard, job }, { hourlyRateCents: 4000 });
    market.application.stripe.faults.add({ kind: 'hold', operation: 'POST /v1/payment_intents', count: 1 });
    await answer(guard, proposal, 'accept');
    await market.application.stripe.whenHeld();
    await guard.client.jobs.withdraw({ params: { id: job.id }, body: { reason: 'ill' } });
    market.application.stripe.releaseHeld();
    await becomes(customer, job, ['lapsed']);
    expect(await read(customer, job)).toMatchObject({ totalAmountCents: 5000, status: 'requested' });
    await vi.waitFor(async () => expect((await moneyOf(customer, job)).sum.heldCents).toBe(5000), SOON);
  });
});

describe('a proposal of a lower price', () => {
  it('counts at once; what the hold has too much goes back with the capture', async () => {
    const { customer, guard, job } = await tomorrow({ startsIn: 5 * HOUR_MS });
    await answer(
      guard,
      await propose({ customer, guard, job }, { hourlyRateCents: 2500, endTime: later(job, -HOUR_MS).endTime }),
      'accept',
    );
    const now = await read(customer, job);
    expect(now).toMatchObject({ totalAmountCents: 2500, durationHours: 1 });
    market.clock.move(5 * HOUR_MS);
    await market.checkIn({ customer, guard, job: now });
    market.clock.move(HOUR_MS);
    await market.checkOut({ customer, guard, job: now });
    await vi.waitFor(
      async () => expect((await moneyOf(customer, job)).sum).toMatchObject({ chargedCents: 2500, heldCents: 0 }),
      SOON,
    );
  });
});

describe('an extension', () => {
  it('costs what was shown, or the job stays as it was: other terms may have been agreed to meanwhile', async () => {
    const { customer, guard, job } = await tomorrow({ hourlyRateCents: 3000 });
    const { endTime } = later(job, HOUR_MS);
    const extend = (body: { preview?: true; quotedAmountCents?: number }) =>
      customer.client.payments.extend({ params: { id: job.id }, body: { endTime, ...body } });
    const shown = await extend({ preview: true });
    expect(shown).toMatchObject({ totalAmountCents: 9000, addedCents: 3000 });
    await answer(guard, await propose({ customer, guard, job }, { hourlyRateCents: 2500 }), 'accept');
    const refusal = { status: 409, code: 'price_changed', facts: { totalAmountCents: 7500 } };
    await expect(extend({ quotedAmountCents: shown.totalAmountCents })).rejects.toMatchObject(refusal);
    expect(await read(customer, job)).toMatchObject({ totalAmountCents: 5000, endTime: job.endTime });
    expect(await extend({ quotedAmountCents: 7500 })).toMatchObject({ addedCents: 2500 });
    await vi.waitFor(async () => expect(await read(customer, job)).toMatchObject({ endTime }), SOON);
  });

  it('takes back what was proposed for the job as it was', async () => {
    const { customer, guard, job } = await tomorrow();
    const proposal = await propose({ customer, guard, job }, later(job, HOUR_MS));
    await customer.client.payments.extend({ params: { id: job.id }, body: { endTime: later(job, HOUR_MS).endTime } });
    await becomes(customer, job, ['withdrawn']);
    await expect(answer(guard, proposal, 'accept')).rejects.toMatchObject(gone);
    expect(await read(customer, job)).toMatchObject({ totalAmountCents: 7500, startTime: job.startTime });
  });
});
