import { Injectable } from '@nestjs/common';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { JobsService } from '../../jobs/jobs.service.js';
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
/** The two sides write a movement down at most so far apart: an event may come three days late. */
const APART_MS = 4 * DAY_MS;
/** What is under way for longer is listed; the sweep has had a dozen tries by then. */
const STUCK_AFTER_MS = HOUR_MS;

export interface Reconciliation {
  from: Date;
  to: Date;
  /** Movements of that time, on our side. */
  compared: number;
  sums: {
    /** Captured - refunded - paid to guards - fees, and what came back of refunds; over all jobs and times. */
    oursCents: number;
    /** Disputes, payouts to the bank of the platform and whatever else is about no job. */
    besideJobsCents: number;
    stripeCents: number;
  };
  differences: Difference[];
}

/** Holds our rows against the provider's balance transactions, both ways, and the sums against its balance. */
@Injectable()
export class Reconcile {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly stripe: StripeLedger,
    private readonly jobs: JobsService,
    private readonly platform: Platform,
  ) {}

  /** Outside of a transaction. @param freshMs movements younger than this are left out. */
  async run(days: number, freshMs = TOO_FRESH_MS): Promise<Reconciliation> {
    const now = this.platform.clock.now();
    const [from, to] = [shift(now, -days * DAY_MS), shift(now, -freshMs)];
    const theirs = await this.stripe.movementsBetween(shift(from, -APART_MS), shift(now, DAY_MS));
    const ours = await this.ledger.settledBetween(from, to);
    const differences = [
      ...(await this.compare(ours, theirs)),
      ...(await this.onlyTheirs(ours, await this.stripe.movementsBetween(from, to))),
      ...(await this.ourselves(from)),
    ];
    const sums = await this.sums();
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
    for (const { paymentId, stripeId } of ours.filter((our) => our.feeCents === null)) {
      const charge = theirs.find((their) => their.kind === 'charge' && their.stripeId === stripeId);
      if (charge) await this.ledger.noteFee(paymentId, charge.feeCents);
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
    const elsewhere = await this.ledger.byStripeIds(unknown.map(({ stripeId }) => stripeId));
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
    const jobs = await this.ledger.unsettled();
    const broken = jobs
      .filter((job) => !job.addsUp)
      .map(({ jobId }) => difference('does_not_add_up', 'Captured - refunded is not platform + guard.', { jobId }));
    const stuck = jobs
      .filter((job) => job.isUnderWay && job.changedAt < stuckBefore)
      .map(({ jobId }) => difference('not_settled', 'Money has been under way for more than an hour.', { jobId }));
    const returned = (await this.ledger.returned()).map(({ amountCents, ...known }) =>
      difference('refund_returned', 'The bank sent the refund back: pay the customer another way.', {
        ...known,
        oursCents: amountCents,
      }),
    );
    return [...broken, ...stuck, ...returned, ...(await this.notCharged(from, stuckBefore))];
  }

  private async notCharged(from: Date, before: Date): Promise<Difference[]> {
    const due = await this.jobs.dueBetween(from, before);
    const rows = await this.ledger.capturedOf(due.map(({ id }) => id));
    const captured = new Map(rows.map((row) => [row.jobId, row.capturedCents]));
    return due
      .filter(({ id, dueAmountCents }) => (captured.get(id) ?? 0) !== dueAmountCents)
      .map(({ id, dueAmountCents }) =>
        difference('not_charged', 'The job has ended, and what is due was not charged.', {
          jobId: id,
          oursCents: dueAmountCents,
          stripeCents: captured.get(id) ?? 0,
        }),
      );
  }

  private async sums(): Promise<Reconciliation['sums']> {
    const { capturedCents, refundedCents, guardPaidCents, stripeFeeCents, returnedCents } = await this.ledger.totals();
    return {
      oursCents: capturedCents - refundedCents - guardPaidCents - stripeFeeCents + returnedCents,
      besideJobsCents: await this.stripe.besideJobsCents(),
      stripeCents: await this.stripe.balanceCents(),
    };
  }
}
