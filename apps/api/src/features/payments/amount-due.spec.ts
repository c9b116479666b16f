import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountToHold, partsOf } from './amount-due.js';

const booking = { totalAmountCents: 5000, platformFeeCents: 900, guardPayoutCents: 4100 };

describe('partsOf', () => {
  it('keeps the parts that were booked for the whole price, also when the fee has changed since', () => {
    expect(partsOf(booking, 5000, 20)).toEqual({ amountCents: 5000, platformFeeCents: 900, guardPayoutCents: 4100 });
  });

  it('splits less like any price', () => {
    expect(partsOf(booking, 2500, 20)).toEqual({ amountCents: 2500, platformFeeCents: 500, guardPayoutCents: 2000 });
  });

  it('loses no cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 90 }), (amount, percent) => {
        const parts = partsOf(booking, amount, percent);
        expect(parts.platformFeeCents + parts.guardPayoutCents).toBe(amount);
      }),
    );
  });
});

describe('amountToHold', () => {
  it.each([
    ['requested', null, 5000],
    ['matched', null, 5000],
    ['in_progress', null, 5000],
    ['completed', 2500, 2500],
    ['cancelled', 1250, 1250],
    ['cancelled', 0, 0],
  ] as const)('of a job that is %s with %s due is %s', (status, dueAmountCents, expected) => {
    expect(amountToHold({ status, totalAmountCents: 5000, dueAmountCents })).toBe(expected);
  });
});
