import type { Answer, api } from '@aegis/contract';
import { type Price, roundCents, splitPrice } from '../../../platform/money/money.js';
import type { BookedJob } from '../../jobs/jobs.service.js';
import { isOfCredit, type PaymentRow } from './payment-row.js';
import { isSettled } from './payments.states.js';

/** An amount and its two parts, which sum to it. */
export interface Parts {
  amountCents: number;
  platformFeeCents: number;
  guardPayoutCents: number;
}

export function sumOfParts(rows: readonly Parts[]): Parts {
  const sum = { amountCents: 0, platformFeeCents: 0, guardPayoutCents: 0 };
  for (const row of rows) {
    sum.amountCents += row.amountCents;
    sum.platformFeeCents += row.platformFeeCents;
    sum.guardPayoutCents += row.guardPayoutCents;
  }
  return sum;
}

export const minus = (whole: Parts, part: Parts): Parts => ({
  amountCents: whole.amountCents - part.amountCents,
  platformFeeCents: whole.platformFeeCents - part.platformFeeCents,
  guardPayoutCents: whole.guardPayoutCents - part.guardPayoutCents,
});

/**
 * Parts of a refund of `amountCents`, after `refunded` was given back before. All refunds together are split like the
 * charge, so rounding never adds up: the last one gives back exactly what is left of each part.
 */
export function splitRefund(charge: Parts, refunded: Parts, amountCents: number): Parts {
  const left = charge.amountCents - refunded.amountCents;
  if (amountCents <= 0 || amountCents > left) throw new RangeError(`cannot refund ${amountCents} of ${left} cents`);
  const platformLeft = charge.platformFeeCents - refunded.platformFeeCents;
  const guardLeft = charge.guardPayoutCents - refunded.guardPayoutCents;
  const platformByNow = roundCents((refunded.amountCents + amountCents) * charge.platformFeeCents, charge.amountCents);
  // A refund that failed in between leaves the parts given back a cent off their share: neither may be overdrawn. One that the
  // platform bore alone leaves it less than nothing: then the rest is the guard's.
  const most = Math.min(amountCents, platformLeft);
  const least = Math.max(0, amountCents - guardLeft);
  const platformFeeCents = Math.max(least, Math.min(most, platformByNow - refunded.platformFeeCents));
  return { amountCents, platformFeeCents, guardPayoutCents: amountCents - platformFeeCents };
}

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

type PaymentsSum = Omit<Answer<typeof api.payments.ofJob>['sum'], 'owedCents'>;

/** When everything is settled: charged + credited - refunded = platform + paid out. */
export function sumOfPayments(rows: readonly PaymentRow[]): PaymentsSum {
  const settled = rows.filter((row) => isSettled(row.status));
  const charged = sumOfParts(settled.filter((row) => row.type === 'charge'));
  const refunded = sumOfParts(settled.filter((row) => row.type === 'refund'));
  const ofCredit = settled.filter(isOfCredit);
  const used = sumOfParts(ofCredit.filter((row) => row.type === 'charge')).amountCents;
  const returned = sumOfParts(ofCredit.filter((row) => row.type === 'refund')).amountCents;
  const paidOut = sumOfParts(settled.filter((row) => row.type === 'payout'));
  const guaranteed = sumOfParts(settled.filter((row) => row.isGuarantee));
  const reversedCents = rows.reduce((sum, row) => sum + row.reversedCents, 0);
  const held = rows.filter((row) => row.type === 'charge' && ['authorized', 'processing'].includes(row.status));
  return {
    chargedCents: charged.amountCents - used,
    creditedCents: used - returned,
    refundedCents: refunded.amountCents - returned,
    paidOutCents: paidOut.amountCents - reversedCents,
    platformCents: charged.platformFeeCents - refunded.platformFeeCents - guaranteed.amountCents,
    guaranteedCents: guaranteed.amountCents,
    heldCents: held.reduce((sum, row) => sum + (row.authorizedCents ?? 0), 0),
  };
}
