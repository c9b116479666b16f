import type { BookedJob } from '../../jobs/jobs.service.js';
import { hasEnded, minus, type Parts, partsOf, sumOfParts } from './amounts.js';
import { isOfCredit, isOver, type PaymentRow } from './payment-row.js';
import { isSettled } from './payments.states.js';

const isUsed = (row: PaymentRow): boolean => row.type === 'charge' && isOfCredit(row) && isSettled(row.status);
const isReturned = (row: PaymentRow): boolean => row.type === 'refund' && isOfCredit(row) && !isOver(row.status);

/** What credit has paid for a job, if any. */
export const creditOf = (rows: readonly PaymentRow[]): PaymentRow | null => rows.find(isUsed) ?? null;

/** What credit pays of a job, less what went back to it or is on the way there. */
const credited = (rows: readonly PaymentRow[]): Parts =>
  minus(sumOfParts(rows.filter(isUsed)), sumOfParts(rows.filter(isReturned)));

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
