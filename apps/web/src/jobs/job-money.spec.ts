import * as en from '@aegis/words/en';
import { beforeAll, describe, expect, it } from 'vitest';
import { speakWith } from '../words/speech';
import { earningOf, endingWords, priceOf } from './job-money';

beforeAll(() => speakWith('en', en));

const RULES = { platformFeePercent: 20 };
const BOOKED = { status: 'matched', totalAmountCents: 14_000, guardPayoutCents: 11_200, dueAmountCents: null } as const;
const NOTHING = { chargedCents: 0, creditedCents: 0, refundedCents: 0, paidOutCents: 0, guaranteedCents: 0 };
const LATE = { ...BOOKED, status: 'cancelled', dueAmountCents: 7000 } as const;
const DONE = { ...BOOKED, status: 'completed', dueAmountCents: 3500 } as const;

describe('the money of a job for its customer', () => {
  it.each([
    ['what was booked', BOOKED, NOTHING, null, { is: 'booked', cents: 14_000 }],
    [
      'what has come of it so far',
      { ...BOOKED, status: 'in_progress' as const },
      NOTHING,
      3500,
      { is: 'so_far', cents: 3500 },
    ],
    ['what is due, while nothing is paid', DONE, NOTHING, null, { is: 'due', cents: 3500 }],
    ['what is due, while the payments are not read', DONE, undefined, null, { is: 'due', cents: 3500 }],
    [
      'what is left of it, where a part was paid',
      DONE,
      { ...NOTHING, chargedCents: 1000 },
      null,
      { is: 'due', cents: 2500 },
    ],
    ['paid, once it is', DONE, { ...NOTHING, chargedCents: 3500 }, null, { is: 'paid', cents: 3500 }],
    [
      'paid with a tip, less what was given back',
      DONE,
      { ...NOTHING, chargedCents: 4500, refundedCents: 2000 },
      null,
      { is: 'paid', cents: 2500 },
    ],
    [
      'paid, with what the card has paid, once credit has paid the rest',
      DONE,
      { ...NOTHING, chargedCents: 1500, creditedCents: 2000 },
      null,
      { is: 'paid', cents: 1500 },
    ],
    ['what credit leaves to pay', DONE, { ...NOTHING, creditedCents: 2000 }, null, { is: 'due', cents: 1500 }],
    [
      'nothing, of a job that was free to cancel',
      { ...LATE, dueAmountCents: 0 },
      NOTHING,
      null,
      { is: 'due', cents: 0 },
    ],
    [
      'nothing, of a job that was cancelled before a guard had part in it',
      { ...BOOKED, status: 'cancelled' as const },
      NOTHING,
      null,
      { is: 'due', cents: 0 },
    ],
  ] as const)('is %s', (_what, job, sum, soFar, expected) => expect(priceOf(job, sum, soFar)).toEqual(expected));

  it('is said by its name when it ends', () => {
    const said = (job: Parameters<typeof priceOf>[0], chargedCents: number) =>
      endingWords(job, priceOf(job, { ...NOTHING, chargedCents }, null));
    expect([said(DONE, 0), said(DONE, 3500)]).toEqual(['Done. You pay $35.00', 'Done. You paid $35.00']);
    expect([said(LATE, 0), said(LATE, 7000)]).toEqual(['Cancelled, for $70.00', 'Cancelled; you paid $70.00']);
    expect(said({ ...LATE, dueAmountCents: 0 }, 0)).toBe('Cancelled, free of charge');
    expect(said(BOOKED, 0)).toBeNull();
  });
});

describe('the money of a job for its guard', () => {
  it.each([
    ['what was booked', BOOKED, NOTHING, { is: 'booked', cents: 11_200 }],
    ['their part of the fee after a late cancellation, not of the booking', LATE, NOTHING, { is: 'due', cents: 5600 }],
    ['their part of what is due, not of the booking', DONE, NOTHING, { is: 'due', cents: 2800 }],
    ['what they were paid', DONE, { ...NOTHING, paidOutCents: 2800 }, { is: 'paid', cents: 2800 }],
    ['what they were paid with a tip', DONE, { ...NOTHING, paidOutCents: 3300 }, { is: 'paid', cents: 3300 }],
    [
      'what the platform has paid for a card that refuses',
      DONE,
      { ...NOTHING, guaranteedCents: 2800 },
      { is: 'paid', cents: 2800 },
    ],
    [
      'nothing, of a job that ended before they had part in it',
      { ...BOOKED, status: 'cancelled' as const },
      NOTHING,
      null,
    ],
  ] as const)('is %s', (_what, job, sum, expected) => expect(earningOf(job, sum, RULES)).toEqual(expected));
});
