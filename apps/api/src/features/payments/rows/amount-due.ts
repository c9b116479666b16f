import { type Price, splitPrice } from '../../../platform/money/money.js';
import type { BookedJob } from '../../jobs/jobs.service.js';
import type { Parts } from './amounts.js';

/**
 * The percent that a booking was priced with; the one in force may be another by now. Exact for every whole percent from
 * a price of 1.01 on, because the rounding of the fee is less than half a percent of that.
 */
const bookedFeePercent = ({ platformFeeCents, totalAmountCents }: Price): number =>
  Math.round((100 * platformFeeCents) / totalAmountCents);

/** The parts of `amountCents` of a job: the whole price keeps the parts that were booked, less is split like a price. */
export function partsOf(job: Price, amountCents: number): Parts {
  if (amountCents === job.totalAmountCents)
    return { amountCents, platformFeeCents: job.platformFeeCents, guardPayoutCents: job.guardPayoutCents };
  const { platformFeeCents, guardPayoutCents } = splitPrice(amountCents, bookedFeePercent(job));
  return { amountCents, platformFeeCents, guardPayoutCents };
}

export const hasEnded = (job: Pick<BookedJob, 'status'>): boolean =>
  job.status === 'completed' || job.status === 'cancelled';

/** What a hold must cover now: the price while the job may still happen, then only what is due; 0 for nothing. */
export const amountToHold = (job: Pick<BookedJob, 'status' | 'totalAmountCents' | 'dueAmountCents'>): number =>
  hasEnded(job) ? (job.dueAmountCents ?? 0) : job.totalAmountCents;
