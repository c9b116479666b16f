import { Injectable } from '@nestjs/common';
import type { PaymentPurpose } from '@aegis/contract';
import type { SalesTaxRates } from '../../../platform/config/sales-tax-rates.js';
import { roundCents } from '../../../platform/money/money.js';
import { Platform } from '../../../platform/platform.js';
import { KnownPlaces } from '../../jobs/known-places.js';

/** Sales tax of one state that is in an amount. */
interface TaxLine {
  state: string;
  ratePercent: number;
  amountCents: number;
}

/** What was taken or given back, and in which state the site is; null where that is not known. */
interface Taxed {
  state: string | null;
  amountCents: number;
}

/** What was paid for what; a tip is a gift, in which there is no tax. */
export type Paid = Taxed & { purpose: PaymentPurpose };

const THOUSANDTHS = 1000;

/**
 * The one port through which papers learn of tax: a table of rates (`SALES_TAX_RATES`), or whatever an operator puts in its
 * place. Prices are what customers pay, so tax is a part of them; without a rate for the state there is none.
 */
@Injectable()
export class SalesTax {
  constructor(
    private readonly platform: Platform,
    private readonly places: KnownPlaces,
  ) {}

  /** In which state a site is, where somebody has to know: without a rate nobody has. */
  async stateOf(job: Parameters<KnownPlaces['stateOf']>[0]): Promise<string | null> {
    return this.platform.config.salesTaxRates.size > 0 ? this.places.stateOf(job) : null;
  }

  /** Null where nothing is configured. Of what was given back the tax is negative. */
  taxOf(taxed: Taxed): TaxLine | null {
    return taxIn(taxed, this.platform.config.salesTaxRates);
  }

  /** The taxes of many amounts, a line a state, in the order of their names. */
  sumOf(all: readonly Paid[]): TaxLine[] {
    const sums = new Map<string, TaxLine>();
    for (const taxed of all) {
      const line = taxed.purpose === 'tip' ? null : this.taxOf(taxed);
      if (!line) continue;
      const amountCents = (sums.get(line.state)?.amountCents ?? 0) + line.amountCents;
      sums.set(line.state, { ...line, amountCents });
    }
    return [...sums.values()].sort((a, b) => (a.state < b.state ? -1 : 1));
  }
}

/** Rounded once, in whole cents: what is given back in full takes back exactly the tax that was in it. */
export function taxIn({ state, amountCents }: Taxed, rates: SalesTaxRates): TaxLine | null {
  const ratePercent = state === null ? undefined : rates.get(state);
  if (state === null || ratePercent === undefined || ratePercent === 0) return null;
  const rate = Math.round(ratePercent * THOUSANDTHS);
  const cents = roundCents(Math.abs(amountCents) * rate, 100 * THOUSANDTHS + rate);
  return { state, ratePercent, amountCents: amountCents < 0 ? -cents : cents };
}
