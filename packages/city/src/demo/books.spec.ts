import { describe, expect, it } from 'vitest';
import { checksOf, type Records } from './books.js';

const JOB = '0198a8f0-0000-7000-8000-000000000001';

/** One hour at 52.50, driven to over 250 m, settled to the cent. Only what is checked is there. */
function settled(): Records {
  const money = { amountCents: 5250, platformFeeCents: 1050, guardPayoutCents: 4200, status: 'succeeded' };
  return {
    job: { id: JOB, status: 'completed', dueAmountCents: 5250 },
    payments: {
      items: [
        { ...money, type: 'charge' },
        { ...money, type: 'payout', amountCents: 4200, platformFeeCents: 0 },
      ],
      sum: { chargedCents: 5250, refundedCents: 0, paidOutCents: 4200, platformCents: 1050, heldCents: 0 },
    },
    timeline: ['job.requested', 'hold.placed', 'job.matched', 'job.started', 'job.completed'].map((type) => ({ type })),
    trail: { properties: { lengthMeters: 251 } },
    earnings: { payouts: [{ jobId: JOB, amountCents: 4200 }] },
    drivenMeters: 250,
  } as unknown as Records;
}

const failedOf = (spoil: (records: Records) => void): string[] => {
  const records = settled();
  spoil(records);
  return checksOf(records)
    .filter(({ ok }) => !ok)
    .map(({ name }) => name);
};

describe('the checks of a booking', () => {
  it('all hold for one that is settled', () => {
    expect(failedOf(() => undefined)).toEqual([]);
  });

  it.each<[string, (records: Records) => void]>([
    ['the job is completed', ({ job }) => (job.status = 'in_progress')],
    ['the timeline tells its life in order', ({ timeline }) => timeline.reverse()],
    ['the trail is as long as the way', ({ trail }) => (trail.properties.lengthMeters = 240)],
    ['platform + guard = charged', ({ payments }) => (payments.items[0]!.platformFeeCents += 1)],
    ['charged is what was due', ({ job }) => (job.dueAmountCents = 5249)],
    ['the sum of the charges is of the rows', ({ payments }) => (payments.sum.chargedCents += 1)],
    ['the sum of the payouts is of the rows', ({ payments }) => (payments.sum.paidOutCents -= 1)],
    ['platform + paid out = charged - refunded', ({ payments }) => (payments.sum.platformCents -= 1)],
    ['nothing is held any more', ({ payments }) => (payments.sum.heldCents = 5250)],
    ['the guard sees it in their earnings', ({ earnings }) => earnings.payouts.pop()],
    ["paid out is the guard's part", ({ payments }) => (payments.items[1]!.amountCents = 4199)],
    ['the charge succeeded', ({ payments }) => (payments.items[0]!.status = 'failed')],
    ['the payout succeeded', ({ payments }) => (payments.items[1]!.status = 'pending')],
  ])('find that %s, when it is not so', (name, spoil) => {
    expect(failedOf(spoil)).toContain(name);
  });
});
