import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Platform } from '../../../platform/platform.js';
import type { KnownPlaces } from '../../jobs/known-places.js';
import { readConfig } from '../../../platform/config/config.js';
import { SalesTax, taxIn } from './sales-tax.js';

const ratesOf = (SALES_TAX_RATES?: string) => readConfig({ SALES_TAX_RATES }).salesTaxRates;

describe('sales tax', () => {
  it('is off unless it is configured, and elsewhere than where it is', () => {
    expect(taxIn({ state: 'TX', amountCents: 10_825 }, ratesOf())).toBeNull();
    expect(taxIn({ state: 'CA', amountCents: 10_825 }, ratesOf('TX:8.25'))).toBeNull();
    expect(taxIn({ state: null, amountCents: 10_825 }, ratesOf('TX:8.25'))).toBeNull();
    expect(taxIn({ state: 'OR', amountCents: 10_825 }, ratesOf('OR:0'))).toBeNull();
  });

  it('is a part of the price', () => {
    const rates = ratesOf('TX:8.25,NY:8.875');
    expect(taxIn({ state: 'TX', amountCents: 10_825 }, rates)).toEqual({
      ...{ state: 'TX', ratePercent: 8.25, amountCents: 825 },
    });
    expect(taxIn({ state: 'NY', amountCents: 3500 }, rates)?.amountCents).toBe(285);
  });

  it('of what is given back takes back what was in it, whatever the amount', () => {
    const rates = ratesOf('NY:8.875');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (amountCents) => {
        const tax = (cents: number): number => taxIn({ state: 'NY', amountCents: cents }, rates)?.amountCents ?? 0;
        expect(tax(amountCents) + tax(-amountCents)).toBe(0);
        // So much of the price without it.
        expect(Math.abs(((amountCents - tax(amountCents)) * 8.875) / 100 - tax(amountCents))).toBeLessThan(1);
      }),
    );
  });

  it('of many payments is a line a state, without what was given as tips', () => {
    const tax = new SalesTax(
      { config: readConfig({ SALES_TAX_RATES: 'TX:8.25,NY:8.875' }) } as Platform,
      {} as KnownPlaces,
    );
    const paid = { state: 'TX', amountCents: 10_825, purpose: 'booking' } as const;
    const lines = tax.sumOf([
      ...[paid, { ...paid, state: 'NY', amountCents: 10_000 }, { ...paid, purpose: 'tip' as const }],
      ...[
        { ...paid, amountCents: -5412 },
        { ...paid, state: null },
      ],
    ]);
    expect(lines).toEqual([
      { state: 'NY', ratePercent: 8.875, amountCents: 815 },
      { state: 'TX', ratePercent: 8.25, amountCents: 413 },
    ]);
  });

  it.each(['TX', 'TX:8,25', 'Texas:8.25', 'tx:8.25', 'TX:8.25,TX:6', 'TX:8.25;NY:8', 'TX:-1', 'TX:8.12345'])(
    'stops the start where its table cannot be read: %s',
    (table) => expect(() => ratesOf(table)).toThrow('SALES_TAX_RATES'),
  );
});
