import type { BookedJob } from '../../jobs/jobs.service.js';
import { hasEnded, type Parts, partsOf, sumOfParts } from './amounts.js';
import { isOfCredit, isOver, type PaymentRow } from './payment-row.js';
import { isSettled } from './payments.states.js';

/** What credit has paid for a job, if any. */
export const creditOf = (rows: readonly PaymentRow[]): PaymentRow | null =>
  rows.find((row) => row.type === 'charge' && row.purpose === 'credit' && isSettled(row.status)) ?? null;

/** What credit pays of a job, less what went back to it or is on the way there. */
function credited(rows: readonly PaymentRow[]): Parts {
  const used = sumOfParts(rows.filter((row) => isOfCredit(row) && row.type === 'charge' && isSettled(row.status)));
  const back = sumOfParts(rows.filter((row) => isOfCredit(row) && row.type === 'refund' && !isOver(row.status)));
  return {
    amountCents: used.amountCents - back.amountCents,
    platformFeeCents: used.platformFeeCents - back.platformFeeCents,
    guardPayoutCents: used.guardPayoutCents - back.guardPayoutCents,
  };
}

type Due = Pick<BookedJob, 'dueAmountCents'>;

/** What a card has to pay of what is due. */
export const dueOnCard = ({ dueAmountCents }: Due, rows: readonly PaymentRow[]): number =>
  Math.max(0, (dueAmountCents ?? 0) - credited(rows).amountCents);

/** What a hold must cover now: the price while the job may still happen, then only what is due of a card; 0 for nothing. */
export const amountToHold = (job: BookedJob, rows: readonly PaymentRow[]): number =>
  hasEnded(job) ? dueOnCard(job, rows) : job.totalAmountCents;

/** The parts of `amountCents` that a card pays of a job: with the parts that credit pays they are those of the whole. */
export function partsOnCard(job: BookedJob, rows: readonly PaymentRow[], amountCents: number): Parts {
  const paid = credited(rows);
  if (paid.amountCents === 0) return partsOf(job, amountCents);
  const whole = partsOf(job, paid.amountCents + amountCents);
  const platformFeeCents = Math.max(0, Math.min(amountCents, whole.platformFeeCents - paid.platformFeeCents));
  return { amountCents, platformFeeCents, guardPayoutCents: amountCents - platformFeeCents };
}
