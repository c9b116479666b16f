import type { MarketRules, WireAnswer, api } from '@aegis/contract';
import { platformFeeOf } from '@aegis/contract/market-arithmetic';
import { money } from '../words/money';
import { words } from '../words/words';
import type { Job } from './job-queries';

type Sum = WireAnswer<typeof api.payments.ofJob>['sum'];
type Priced = Pick<Job, 'status' | 'dueAmountCents' | 'totalAmountCents' | 'guardPayoutCents'>;
type Paid = Pick<Sum, 'chargedCents' | 'creditedCents' | 'refundedCents' | 'paidOutCents' | 'guaranteedCents'>;

/** What was booked, what has come of it so far, what is due, what is paid: never one figure by the name of another. */
export interface JobMoney {
  is: 'booked' | 'so_far' | 'due' | 'paid';
  cents: number;
}

/**
 * What the customer pays with a card; credit pays beside it. A later refund takes nothing from its having been paid.
 * @param sum of its payments; undefined while they are not read: then nothing counts as paid
 * @param soFarCents of a shift under way
 */
export function priceOf(job: Priced, sum: Paid | undefined, soFarCents: number | null): JobMoney {
  // Of a job that was cancelled before a guard had part in it nothing is due, and nothing will be.
  const due = job.dueAmountCents ?? (job.status === 'cancelled' ? 0 : null);
  if (due === null)
    return soFarCents === null ? { is: 'booked', cents: job.totalAmountCents } : { is: 'so_far', cents: soFarCents };
  const settled = sum ? sum.chargedCents + sum.creditedCents : 0;
  if (sum && due > 0 && settled >= due) return { is: 'paid', cents: sum.chargedCents - sum.refundedCents };
  return { is: 'due', cents: due - Math.min(due, settled) };
}

/** What the guard earns: their part of what is due, whatever was booked. */
export function earningOf(
  job: Priced,
  sum: Paid | undefined,
  rules: Pick<MarketRules, 'platformFeePercent'>,
): JobMoney | null {
  const due = job.dueAmountCents;
  if (due === null) return job.status === 'cancelled' ? null : { is: 'booked', cents: job.guardPayoutCents };
  const share = due - platformFeeOf(due, rules);
  const paid = sum ? sum.paidOutCents + sum.guaranteedCents : 0;
  return share > 0 && paid >= share ? { is: 'paid', cents: paid } : { is: 'due', cents: share };
}

/** How a job has ended for its customer, with the money by its name; null while it is open. */
export function endingWords(job: Priced, { is, cents }: JobMoney): string | null {
  const amount = money(cents);
  if (job.status === 'completed') {
    if (job.dueAmountCents === null) return words('jobs.head.done');
    return words(is === 'paid' ? 'jobs.head.donePaid' : 'jobs.head.donePay', { amount });
  }
  if (job.status !== 'cancelled') return null;
  if (!job.dueAmountCents) return words('jobs.head.cancelledFree');
  return words(is === 'paid' ? 'jobs.head.cancelledPaid' : 'jobs.head.cancelledFor', { amount });
}
