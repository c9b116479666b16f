import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitPrice } from '../../../platform/money/money.js';
import { amountToHold, partsOf } from './amount-due.js';

const booking = { totalAmountCents: 5000, platformFeeCents: 900, guardPayoutCents: 4100 };

const percents = fc.integer({ min: 0, max: 90 });

describe('partsOf', () => {
  it('keeps the parts that were booked for the whole price', () => {
    expect(partsOf(booking, 5000)).toEqual({ amountCents: 5000, platformFeeCents: 900, guardPayoutCents: 4100 });
  });

  it('splits less by the percent of the booking, whatever the fee is by now', () => {
    expect(partsOf(booking, 2500)).toEqual({ amountCents: 2500, platformFeeCents: 450, guardPayoutCents: 2050 });
  });

  it('knows the percent of every price from 1.01 on', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 101, max: 2_400_000 }),
        percents,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (total, percent, part) => {
          const amount = Math.max(1, Math.floor(total * part));
          const { totalAmountCents, ...parts } = splitPrice(total, percent);
          expect(partsOf({ totalAmountCents, ...parts }, amount)).toMatchObject(
            amount === total ? parts : { platformFeeCents: splitPrice(amount, percent).platformFeeCents },
          );
        },
      ),
    );
  });

  it('loses no cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), percents, (amount, percent) => {
        const { platformFeeCents, guardPayoutCents } = partsOf(splitPrice(5000, percent), amount);
        expect(platformFeeCents + guardPayoutCents).toBe(amount);
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
