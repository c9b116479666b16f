import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitPrice } from '../../../platform/money/money.js';
import { type Parts, partsOf, splitRefund, sumOfParts } from './amounts.js';

/** The most expensive job there can be: 24 hours at 10,000.00. */
const MOST_CENTS = 24_000_000;

const charge = fc
  .record({ total: fc.integer({ min: 1, max: MOST_CENTS }), percent: fc.integer({ min: 0, max: 90 }) })
  .map(({ total, percent }): Parts => {
    const { platformFeeCents, guardPayoutCents } = splitPrice(total, percent);
    return { amountCents: total, platformFeeCents, guardPayoutCents };
  });

/** Each refund takes a share of what is left; some of them fail afterwards. */
const attempts = fc.array(fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), fails: fc.boolean() }), {
  maxLength: 30,
});

function refundAll(whole: Parts, tries: { share: number; fails: boolean }[]): Parts[] {
  const standing: Parts[] = [];
  for (const { share, fails } of tries) {
    const before = sumOfParts(standing);
    const left = whole.amountCents - before.amountCents;
    if (left === 0) break;
    const refund = splitRefund(whole, before, Math.max(1, Math.floor(left * share)));
    if (!fails) standing.push(refund);
  }
  return standing;
}

describe('splitRefund', () => {
  it('gives parts that sum to the refund and never more of a part than was charged', () => {
    fc.assert(
      fc.property(charge, attempts, (whole, tries) => {
        const refunds = refundAll(whole, tries);
        for (const refund of refunds) {
          expect(refund.platformFeeCents + refund.guardPayoutCents).toBe(refund.amountCents);
          expect(Math.min(refund.platformFeeCents, refund.guardPayoutCents)).toBeGreaterThanOrEqual(0);
        }
        const sum = sumOfParts(refunds);
        expect(sum.platformFeeCents).toBeLessThanOrEqual(whole.platformFeeCents);
        expect(sum.guardPayoutCents).toBeLessThanOrEqual(whole.guardPayoutCents);
      }),
    );
  });

  it('gives back each part to the cent with the last refund', () => {
    fc.assert(
      fc.property(charge, attempts, (whole, tries) => {
        const before = sumOfParts(refundAll(whole, tries));
        const left = whole.amountCents - before.amountCents;
        fc.pre(left > 0);
        expect(sumOfParts([before, splitRefund(whole, before, left)])).toEqual(whole);
      }),
    );
  });

  it('stays within a cent of the share that the charge was split in', () => {
    fc.assert(
      fc.property(charge, attempts, (whole, tries) => {
        const sum = sumOfParts(
          refundAll(
            whole,
            tries.map(({ share }) => ({ share, fails: false })),
          ),
        );
        const exact = (sum.amountCents * whole.platformFeeCents) / whole.amountCents;
        expect(Math.abs(sum.platformFeeCents - exact)).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it('refuses more than is left', () => {
    const whole = { amountCents: 2500, platformFeeCents: 500, guardPayoutCents: 2000 };
    const before = { amountCents: 2000, platformFeeCents: 400, guardPayoutCents: 1600 };
    expect(() => splitRefund(whole, before, 501)).toThrow(RangeError);
    expect(() => splitRefund(whole, before, 0)).toThrow(RangeError);
  });
});

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
