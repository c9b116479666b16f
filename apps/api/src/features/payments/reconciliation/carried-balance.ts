import { Injectable } from '@nestjs/common';
import { DAY_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { type Carried, LedgerRepository } from './ledger.repository.js';
import { StripeLedger } from './stripe-ledger.js';

/** So long after it a day is closed: until then the two sides may still write down what moved in it. */
export const CLOSED_AFTER_MS = 4 * DAY_MS;

const THE_BEGINNING: Carried = { until: new Date(0), oursCents: 0, besideJobsCents: 0 };

/**
 * The balance of all that moved up to the end of a day that is closed. What moved before does not change any more (settled rows are
 * fixed, and so are the provider's books), so each look sums only what came since, and carries the balance a little further.
 */
@Injectable()
export class CarriedBalance {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly stripe: StripeLedger,
    private readonly platform: Platform,
  ) {}

  /** The latest there is, carried on to the last day that is closed by now. */
  async latest(): Promise<Carried> {
    const known = (await this.ledger.carried()) ?? THE_BEGINNING;
    const until = await this.closedUntil();
    if (until <= known.until) return known;
    const movedCents = await this.platform.database.readElsewhere(() => this.ledger.movedCents(known.until, until));
    const carried: Carried = {
      until,
      oursCents: known.oursCents + movedCents,
      besideJobsCents: known.besideJobsCents + (await this.stripe.besideJobsCents(known.until, until)),
    };
    await this.ledger.carry(carried, this.platform.clock.now());
    return carried;
  }

  /** Everything is summed anew from the beginning the next time, as after rows were mended by hand. */
  forget(): Promise<void> {
    return this.ledger.forgetCarried();
  }

  /** A charge whose fee is still to be told keeps its day open. */
  private async closedUntil(): Promise<Date> {
    const closed = shift(this.platform.clock.now(), -CLOSED_AFTER_MS).getTime();
    const open = (await this.ledger.feeUnknownSince())?.getTime() ?? Infinity;
    return new Date(Math.floor(Math.min(closed, open) / DAY_MS) * DAY_MS);
  }
}
