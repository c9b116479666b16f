import { Injectable } from '@nestjs/common';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { CarriedBalance } from './carried-balance.js';
import { LedgerRepository, type OurBooks } from './ledger.repository.js';
import { type BalanceEntry, keyOf } from './movements.js';
import { StripeLedger } from './stripe-ledger.js';

export interface Sums {
  /** Captured - refunded - paid to guards - fees, and what came back of refunds; over all jobs, up to the moment. */
  oursCents: number;
  /** Disputes, payouts to the bank of the platform and whatever else is about no job. */
  besideJobsCents: number;
  stripeCents: number;
}

/** Their clock and ours may be so far apart. */
const SKEW_MS = 10 * MINUTE_MS;

/**
 * What both sides have at one moment in the past. Stripe tells its balance only as it is now: what was booked since is taken off
 * again, and off ours the same movements, by their names. So money that moves while both are read makes no difference.
 */
@Injectable()
export class BothBalances {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly stripe: StripeLedger,
    private readonly carried: CarriedBalance,
    private readonly platform: Platform,
  ) {}

  async at(to: Date): Promise<Sums> {
    const carried = await this.carried.latest();
    // In this order: whatever is in our books by then is in their list, or was booked before the moment.
    const ours = await this.platform.database.readElsewhere(() =>
      this.ledger.booksWithRecent(carried.until, shift(to, -SKEW_MS)),
    );
    const before = await this.stripe.entriesSince(to);
    const balanceCents = await this.stripe.balanceCents();
    const since = await this.stripe.entriesSince(to);
    const oursCents = carried.oursCents + ours.movedCents - centsSince(ours, since);
    const besideJobsCents = carried.besideJobsCents + (await this.stripe.besideJobsCents(carried.until, to));
    const possible = balancesAt(balanceCents, before, since);
    const expected = oursCents + besideJobsCents;
    return { oursCents, besideJobsCents, stripeCents: possible.find((cents) => cents === expected) ?? possible[0] };
  }
}

/** What our books have of the movements that Stripe has booked since the moment. */
function centsSince({ recent }: OurBooks, since: readonly BalanceEntry[]): number {
  const keys = new Set(since.flatMap(({ kind, stripeId }) => (kind && stripeId ? [keyOf({ kind, stripeId })] : [])));
  return recent
    .filter((movement) => keys.has(keyOf(movement)))
    .reduce((sum, { amountCents, feeCents }) => sum + amountCents - (feeCents ?? 0), 0);
}

/**
 * The balance at the moment. Which of the entries that came while it was read are in it, nobody says; but they are booked one after
 * the other, so it is one of few.
 */
export function balancesAt(
  balanceCents: number,
  before: readonly BalanceEntry[],
  since: readonly BalanceEntry[],
): [number, ...number[]] {
  const known = new Set(before.map(({ id }) => id));
  const net = (entries: readonly BalanceEntry[]): number => entries.reduce((sum, { netCents }) => sum + netCents, 0);
  const first = balanceCents - net(before);
  const came = since.filter(({ id }) => !known.has(id));
  return [first, ...came.map((_, index) => first - net(came.slice(0, index + 1)))];
}
