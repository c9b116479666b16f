import { Injectable } from '@nestjs/common';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { CreditsRepository } from '../credits/credits.repository.js';
import { BothBalances, type Sums } from './both-balances.js';
import { CLOSED_AFTER_MS } from './carried-balance.js';
import { LedgerRepository } from './ledger.repository.js';
import {
  compareMatched,
  type Difference,
  difference,
  type OurMovement,
  type StripeMovement,
  withoutPartner,
} from './movements.js';
import { StripeLedger } from './stripe-ledger.js';

/** Movements younger than this may be written on one side alone, rightly. */
const TOO_FRESH_MS = 15 * MINUTE_MS;
/** What is under way for longer is listed; the sweep has had a dozen tries by then. */
const STUCK_AFTER_MS = HOUR_MS;

export interface Reconciliation {
  from: Date;
  to: Date;
  /** Movements of that time, on our side. */
  compared: number;
  /** Of all jobs and times, up to the same moment as the movements. */
  sums: Sums;
  differences: Difference[];
}

interface HowToRun {
  freshMs?: number;
  told?: (read: number) => Promise<void>;
}

/** Holds our rows against the provider's balance transactions, both ways, and the sums against its balance. */
@Injectable()
export class Reconcile {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly stripe: StripeLedger,
    private readonly balances: BothBalances,
    private readonly jobs: JobsService,
    private readonly credits: CreditsRepository,
    private readonly platform: Platform,
  ) {}

  /**
   * Outside of a transaction.
   * @param freshMs movements younger than this are left out
   * @param told how many of the provider's movements were read so far
   */
  async run(days: number, { freshMs = TOO_FRESH_MS, told = async () => {} }: HowToRun = {}): Promise<Reconciliation> {
    const now = this.platform.clock.now();
    const [from, to] = [shift(now, -days * DAY_MS), shift(now, -freshMs)];
    // The two sides write a movement down at most so far apart: an event may come three days late.
    const theirs = await this.stripe.movementsBetween(shift(from, -CLOSED_AFTER_MS), shift(now, DAY_MS), told);
    const ours = await this.platform.database.readElsewhere(() => this.ledger.settledBetween(from, to));
    const ofThatTime = theirs.filter(({ at }) => at >= shift(from, -SECOND_MS) && at < to);
    const differences = [
      ...(await this.compare(ours, theirs)),
      ...(await this.onlyTheirs(ours, ofThatTime)),
      ...(await this.platform.database.readElsewhere(() => this.ourselves(from))),
    ];
    const sums = await this.balances.at(to);
    const expected = sums.oursCents + sums.besideJobsCents;
    if (expected !== sums.stripeCents)
      differences.push(
        difference('balance_differs', 'The sum over all jobs is not the balance at Stripe.', {
          oursCents: expected,
          stripeCents: sums.stripeCents,
        }),
      );
    return { from, to, compared: ours.length, sums, differences };
  }

  private async compare(ours: readonly OurMovement[], theirs: readonly StripeMovement[]): Promise<Difference[]> {
    const fees = new Map(
      theirs.flatMap(({ kind, ...one }) => (kind === 'charge' ? [[one.stripeId, one.feeCents]] : [])),
    );
    for (const { paymentId, stripeId } of ours.filter((our) => our.feeCents === null)) {
      const feeCents = fees.get(stripeId);
      if (feeCents !== undefined) await this.ledger.noteFee(paymentId, feeCents);
    }
    const missing = withoutPartner(ours, theirs).map(({ kind, jobId, paymentId, stripeId, amountCents }) =>
      difference('missing_at_stripe', `Stripe's balance has no such ${kind}.`, {
        jobId,
        paymentId,
        stripeId,
        oursCents: amountCents,
      }),
    );
    return [...compareMatched(ours, theirs), ...missing];
  }

  private async onlyTheirs(ours: readonly OurMovement[], theirs: readonly StripeMovement[]): Promise<Difference[]> {
    const unknown = withoutPartner(theirs, ours);
    const elsewhere = await this.platform.database.readElsewhere(() =>
      this.ledger.byStripeIds(unknown.map(({ stripeId }) => stripeId)),
    );
    const differences: Difference[] = [];
    for (const { kind, stripeId, amountCents } of withoutPartner(unknown, elsewhere))
      differences.push(
        difference('missing_here', `Stripe has moved money by a ${kind} that no row of ours tells of.`, {
          jobId: await this.stripe.jobOf({ kind, stripeId }),
          stripeId,
          stripeCents: amountCents,
        }),
      );
    return differences;
  }

  /** What needs no provider to be seen. */
  private async ourselves(from: Date): Promise<Difference[]> {
    const stuckBefore = shift(this.platform.clock.now(), -STUCK_AFTER_MS);
    const due = await this.jobs.dueBetween(from, stuckBefore);
    const jobIds = new Set([...(await this.ledger.movedSince(from)), ...due.map(({ id }) => id)]);
    const jobs = await this.ledger.moneyOf([...jobIds]);
    const broken = jobs
      .filter((job) => !job.addsUp)
      .map(({ jobId }) =>
        difference('does_not_add_up', 'Captured + credited - refunded is not platform + guard.', { jobId }),
      );
    const stuck = jobs
      .filter((job) => job.isUnderWay && job.changedAt < stuckBefore)
      .map(({ jobId }) => difference('not_settled', 'Money has been under way for more than an hour.', { jobId }));
    const returned = (await this.ledger.returned()).map(({ amountCents, ...known }) =>
      difference('refund_returned', 'The bank sent the refund back: pay the customer another way.', {
        ...known,
        oursCents: amountCents,
      }),
    );
    const credit = (await this.credits.apart()).map(({ customerId, usedCents, paidCents }) =>
      difference('credit_differs', `What customer ${customerId} has used of their credit is not what it has paid.`, {
        oursCents: usedCents - paidCents,
      }),
    );
    const taken = await this.ledger.takenFor(due.map(({ id }) => id));
    return [...broken, ...stuck, ...returned, ...credit, ...notCharged(due, taken)];
  }
}

function notCharged(
  due: readonly { id: string; dueAmountCents: number }[],
  money: readonly { jobId: string; takenCents: number; lostCents: number }[],
): Difference[] {
  const of = new Map(money.map((row) => [row.jobId, row]));
  return due.flatMap(({ id, dueAmountCents }) => {
    const { takenCents = 0, lostCents = 0 } = of.get(id) ?? {};
    if (takenCents >= dueAmountCents && takenCents - lostCents <= dueAmountCents) return [];
    const known = { jobId: id, oursCents: dueAmountCents, stripeCents: takenCents };
    return [difference('not_charged', 'The job has ended, and what was charged for it is not what is due.', known)];
  });
}
