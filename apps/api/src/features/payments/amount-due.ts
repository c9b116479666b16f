import type { Job } from '@aegis/contract';
import { splitPrice } from '../../platform/money/money.js';
import type { Parts } from './refund-split.js';

type Booking = Pick<Job, 'totalAmountCents' | 'platformFeeCents' | 'guardPayoutCents'>;

/**
 * The percent that a booking was priced with; the one in force may be another by now. Exact for every whole percent from
 * a price of 1.01 on, because the rounding of the fee is less than half a percent of that.
 */
const bookedFeePercent = ({ platformFeeCents, totalAmountCents }: Booking): number =>
  Math.round((100 * platformFeeCents) / totalAmountCents);

/** The parts of `amountCents` of a job: the whole price keeps the parts that were booked, less is split like a price. */
export function partsOf(job: Booking, amountCents: number): Parts {
  if (amountCents === job.totalAmountCents)
    return { amountCents, platformFeeCents: job.platformFeeCents, guardPayoutCents: job.guardPayoutCents };
  const { platformFeeCents, guardPayoutCents } = splitPrice(amountCents, bookedFeePercent(job));
  return { amountCents, platformFeeCents, guardPayoutCents };
}

export const hasEnded = (job: Pick<Job, 'status'>): boolean => job.status === 'completed' || job.status === 'cancelled';

/** What a hold must cover now: the price while the job may still happen, then only what is due; 0 for nothing. */
export const amountToHold = (job: Pick<Job, 'status' | 'totalAmountCents' | 'dueAmountCents'>): number =>
  hasEnded(job) ? (job.dueAmountCents ?? 0) : job.totalAmountCents;
