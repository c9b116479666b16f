import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payoutPerHourCents, priceOfTime, roundCents, splitPrice } from './money.js';

const MAX_CENTS = 2_147_483_647;
const amount = fc.integer({ min: 0, max: MAX_CENTS });
const feePercent = fc.integer({ min: 0, max: 90 });

describe('rounding', () => {
  it.each([
    [0, 1, 0],
    [1, 2, 1],
    [1, 3, 0],
    [2, 3, 1],
    [5, 10, 1],
    [4, 10, 0],
    [15, 10, 2],
    [25, 10, 3],
  ])('%i / %i is %i cents: halves up', (numerator, denominator, cents) => {
    expect(roundCents(numerator, denominator)).toBe(cents);
  });

  it('is never off by more than half a cent', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 10_000 }), (numerator, denominator) => {
        const doubledError = 2 * (roundCents(numerator, denominator) * denominator - numerator);
        expect(doubledError).toBeGreaterThan(-denominator);
        expect(doubledError).toBeLessThanOrEqual(denominator);
      }),
    );
  });

  it.each([
    [-1, 1],
    [1, 0],
    [1, -1],
    [0.5, 1],
    [1, 1.5],
    [Number.NaN, 1],
    [2 ** 53, 1],
  ])('refuses %f / %f: no cents can be made of it', (numerator, denominator) => {
    expect(() => roundCents(numerator, denominator)).toThrow(RangeError);
  });
});

describe('splitting a price', () => {
  it('takes the fee out of what the customer pays: 25.00 is 20.00 and 5.00', () => {
    expect(splitPrice(2500, 20)).toEqual({ totalAmountCents: 2500, platformFeeCents: 500, guardPayoutCents: 2000 });
  });

  it('loses no cent and makes none, whatever the amount and the fee', () => {
    fc.assert(
      fc.property(amount, feePercent, (total, percent) => {
        const { totalAmountCents, platformFeeCents, guardPayoutCents } = splitPrice(total, percent);
        expect(platformFeeCents + guardPayoutCents).toBe(totalAmountCents);
        expect(totalAmountCents).toBe(total);
        expect(platformFeeCents).toBeGreaterThanOrEqual(0);
        expect(guardPayoutCents).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the price of time', () => {
  it.each([
    [60, 2500, 2500],
    [90, 2500, 3750],
    [1, 2500, 42],
    [7, 1000, 117],
    [0, 2500, 0],
  ])('%i minutes at %i an hour are %i', (minutes, rate, total) => {
    expect(priceOfTime(minutes, rate, 20).totalAmountCents).toBe(total);
  });

  it('never falls with more minutes', () => {
    const minutes = fc.integer({ min: 0, max: 24 * 60 });
    fc.assert(
      fc.property(minutes, fc.integer({ min: 100, max: 1_000_000 }), feePercent, (time, rate, percent) => {
        const [less, more] = [priceOfTime(time, rate, percent), priceOfTime(time + 1, rate, percent)];
        expect(more.totalAmountCents).toBeGreaterThan(less.totalAmountCents);
        expect(more.guardPayoutCents).toBeGreaterThanOrEqual(less.guardPayoutCents);
      }),
    );
  });
});

it('a guard who asks for exactly the payout of an hour is not asked to work for less', () => {
  expect(payoutPerHourCents(2500, 20)).toBe(2000);
  // 80 % of 24.99 is 19.992: nobody who asks 20.00 fits.
  expect(payoutPerHourCents(2499, 20)).toBe(1999);
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 1_000_000 }), feePercent, (rate, percent) => {
      expect(payoutPerHourCents(rate, percent)).toBeLessThanOrEqual(priceOfTime(60, rate, percent).guardPayoutCents);
    }),
  );
});
