import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import type { BookedJob } from '../../jobs/jobs.service.js';
import { hasEnded, sumOfParts } from '../rows/amounts.js';
import { creditOf, dueOnCard } from '../rows/credit-money.js';
import { guaranteeOf, guaranteedCentsOf } from '../rows/guarantees.js';
import { hoursToGiveBack, hoursToTake, isAboutHours } from '../rows/hours-money.js';
import {
  bookingChargeOf,
  isOfBooking,
  isOver,
  isUnderWay,
  type PaymentRow,
  payoutOf,
  refundsOf,
} from '../rows/payment-row.js';
import { isSettled } from '../rows/payments.states.js';

/** A job and all that is written down of its money. */
export interface JobMoney {
  job: BookedJob;
  /** Oldest first. */
  rows: readonly PaymentRow[];
  /** When the hold of an early booking is to be placed; null when that was not announced. */
  scheduledHoldAt: Date | null;
  /** Credit that the customer has left; looked up where it can be used. */
  creditCents: number;
}

export interface PlanRules {
  HOLD_AHEAD_DAYS: number;
  GUARANTEE_MOST_CENTS: number;
  GUARANTEE_AFTER_HOURS: number;
}

/** What is to be done with the money of a job now. Each is one call to Stripe or one change of rows, and may be repeated. */
export type Step =
  /** See that there is a card, and announce that it is held later: the search for a guard begins without the hold. */
  | { do: 'schedule_hold'; at: Date }
  /** Write down an attempt to hold what the job costs, or what is due for it, on the card of the customer. */
  | { do: 'place_hold' }
  /** Ask the card, until it is known what became of the attempt. */
  | { do: 'confirm_hold'; charge: PaymentRow }
  /** Write down an attempt that is to take the place of a hold which ends soon. */
  | { do: 'renew_hold'; hold: PaymentRow }
  /** Ask Stripe whether a hold still stands after the bank said it would let go. */
  | { do: 'look_up_hold'; hold: PaymentRow }
  /** The job was changed before anybody had accepted: what is held is not what it costs, or is held too early. */
  | { do: 'retire_hold'; hold: PaymentRow }
  | { do: 'release_hold'; hold: PaymentRow }
  /** The card was refused and nobody gave another in time. */
  | { do: 'cancel_unpaid'; mendBy: Date }
  /** Pay what is due with the customer's credit, as far as it goes, before the card is asked. */
  | { do: 'use_credit' }
  | { do: 'capture'; charge: PaymentRow }
  /** Write down what was agreed to be due beyond what is taken. */
  | { do: 'charge_more' }
  /** Write down what was taken beyond what is agreed to be due. */
  | { do: 'give_back'; charge: PaymentRow }
  /** The card refuses to pay for work that was done: write down that the platform pays the guard. */
  | { do: 'guarantee'; charge: PaymentRow }
  | { do: 'create_payout'; charge: PaymentRow }
  | { do: 'send_payout'; payout: PaymentRow; charge: PaymentRow }
  | { do: 'give_refund'; refund: PaymentRow; charge: PaymentRow }
  | { do: 'reverse_payout'; refund: PaymentRow; payout: PaymentRow };

/** Nothing is to be done before `until`; null: not before something happens. */
export interface Wait {
  do: 'wait';
  until: Date | null;
}

/** A hold that ends before its money is taken is renewed so long before. */
const RENEWAL_AHEAD_MS = 12 * HOUR_MS;
/** The money is taken so long after the booked end at most: who forgets to check out is checked out before. */
const TAKEN_WITHIN_MS = 2 * HOUR_MS;
/** A card that has refused what is due for work done is asked once a day, for so long after the end of the job. */
const COLLECT_EVERY_MS = DAY_MS;
const COLLECT_FOR_MS = 14 * DAY_MS;
/** So long the owner of a card has to answer its bank; what they have begun is given up then. */
const OWNER_ANSWERS_WITHIN_MS = 30 * MINUTE_MS;
/** Stripe is asked again about what it has not decided: twice as late each time, within these bounds. */
const SHORTEST_PAUSE_MS = SECOND_MS;
const LONGEST_PAUSE_MS = 10 * MINUTE_MS;
/** A refund that the bank has taken on may take days; a hold past its end is let go of within hours. */
const CHECK_EVERY_MS = HOUR_MS;

/**
 * The one place that decides what happens to the money of a job: data in, the next step or the moment to look again out.
 * Events, webhooks, deadlines and the sweep all call `CarryOn`, which takes these steps until this says to wait; so it does
 * not matter which of them comes first, or whether one is lost.
 *
 * @param tried steps that were taken in this round, by `keyOf`: they are not taken again before a pause, whatever came of them.
 */
export function nextStep(
  money: JobMoney,
  now: Date,
  rules: PlanRules,
  tried: ReadonlySet<string> = new Set(),
): Step | Wait {
  const moments: Date[] = [];
  for (const part of [attempts, beside, hold, payouts, guarantee, refunds, hours])
    for (const wanted of part(money, now, rules)) {
      if (wanted.do === 'wait') moments.push(...(wanted.until ? [wanted.until] : []));
      else if (!tried.has(keyOf(wanted))) return wanted;
      else moments.push(shift(now, pauseSince(openSince(wanted, money, now), now)));
    }
  return waitUntil(moments.length > 0 ? new Date(Math.min(...moments.map(Number))) : null);
}

/** When the card of an early booking is held: a card keeps money for some days only, five at the least for most. */
export const heldFrom = ({ startTime }: Pick<BookedJob, 'startTime'>, rules: PlanRules): Date =>
  shift(startTime, -rules.HOLD_AHEAD_DAYS * DAY_MS);

/** The job's money with `row` as it is now, or with it as its newest. */
export const withRow = (money: JobMoney, row: PaymentRow): JobMoney => {
  const isKnown = money.rows.some(({ id }) => id === row.id);
  const rows = isKnown ? money.rows.map((known) => (known.id === row.id ? row : known)) : [...money.rows, row];
  return { ...money, rows };
};

/** What makes two steps the same one. */
export const keyOf = (step: Step): string => [step.do, subjectOf(step)?.id ?? ''].join(' ');

const waitUntil = (until: Date | null): Wait => ({ do: 'wait', until });

type Part = (money: JobMoney, now: Date, rules: PlanRules) => (Step | Wait)[];

/** Whatever was asked of a card is found out first: the rest depends on it. */
const attempts: Part = ({ rows }, now) =>
  rows.filter((row) => row.type === 'charge' && row.status === 'pending').map((charge) => confirmation(charge, now));

function confirmation(charge: PaymentRow, now: Date): Step | Wait {
  const isWithOwner = charge.onSession && charge.stripePaymentIntentId !== null;
  const until = shift(charge.createdAt, OWNER_ANSWERS_WITHIN_MS);
  // With `retryAt` they have given another card instead of a word.
  return isWithOwner && until > now && !charge.retryAt ? waitUntil(until) : { do: 'confirm_hold', charge };
}

/** Holds whose place was taken, and those that came too late to take one. */
const beside: Part = ({ rows }) =>
  rows
    .filter((row) => row.type === 'charge' && !row.isCurrent && row.status === 'authorized')
    .map((spare) => ({ do: 'release_hold', hold: spare }));

const hold: Part = (money, now, rules) => {
  const charge = bookingChargeOf(money.rows);
  if (charge?.status === 'pending') return [];
  if (charge?.status === 'processing') return [{ do: 'capture', charge }];
  if (mayUseCredit(money) && money.creditCents > 0) return [{ do: 'use_credit' }];
  if (hasEnded(money.job)) return endOfHold(money, charge, now);
  if (charge?.status === 'authorized')
    return isHoldOfBooking(money.job, charge, now, rules)
      ? [standingHold(money, charge, now)]
      : [{ do: 'retire_hold', hold: charge }];
  return charge ? [] : [missingHold(money, now, rules)];
};

/**
 * Whether a hold is still what is to be held. Once somebody has accepted it always is: a dearer job waits for its hold before it
 * is one, and what a cheaper one does not take goes back with the capture. Before, it is held anew like the booking it now is.
 */
export function isHoldOfBooking(job: BookedJob, held: PaymentRow, now: Date, rules: PlanRules): boolean {
  if (job.status !== 'requested') return true;
  return held.amountCents === job.totalAmountCents && heldFrom(job, rules) <= now;
}

/** Once, before the card pays. */
export function mayUseCredit({ job, rows }: Pick<JobMoney, 'job' | 'rows'>): boolean {
  const charge = bookingChargeOf(rows);
  const isTaken = charge !== null && (charge.status === 'processing' || isSettled(charge.status));
  return hasEnded(job) && dueOnCard(job, rows) > 0 && !isTaken && creditOf(rows) === null;
}

/** The job has ended: what is due is taken, or the hold let go of. */
function endOfHold({ job, rows }: JobMoney, charge: PaymentRow | null, now: Date): (Step | Wait)[] {
  const isDue = dueOnCard(job, rows) > 0;
  if (charge?.status === 'authorized')
    return [isDue ? { do: 'capture', charge } : { do: 'release_hold', hold: charge }];
  if (charge || !isDue) return [];
  const last = lastCharge(rows);
  if (last?.status !== 'failed') return [{ do: 'place_hold' }];
  const endedAt = job.endedAt ?? now;
  const failedAt = last.failedAt ?? last.createdAt;
  const again = last.retryAt ?? (failedAt < endedAt ? endedAt : shift(failedAt, COLLECT_EVERY_MS));
  // Asked for by its customer or an administrator it is tried however late that is.
  if (!last.retryAt && again > shift(endedAt, COLLECT_FOR_MS)) return [];
  return [again <= now ? { do: 'place_hold' } : waitUntil(again)];
}

/** The job is to come or runs, and nothing is held for it. */
function missingHold({ job, rows, scheduledHoldAt }: JobMoney, now: Date, rules: PlanRules): Step | Wait {
  const last = lastCharge(rows);
  // Cancelled: the bank has let go of it while it is still needed.
  if (!last || last.status === 'cancelled' || (last.retryAt && last.retryAt <= now)) {
    const dueAt = heldFrom(job, rules);
    if (dueAt <= now) return { do: 'place_hold' };
    return scheduledHoldAt ? waitUntil(dueAt) : { do: 'schedule_hold', at: dueAt };
  }
  const canBeCancelled = job.status === 'requested' || job.status === 'matched';
  if (!canBeCancelled || !last.mendBy) return waitUntil(last.retryAt);
  return last.mendBy <= now ? { do: 'cancel_unpaid', mendBy: last.mendBy } : waitUntil(last.mendBy);
}

/** The hold of a job that is to come or runs, which may end before its money is taken. */
function standingHold({ job, rows }: JobMoney, held: PaymentRow, now: Date): Step | Wait {
  const endsAt = held.captureBefore;
  if (!endsAt) return waitUntil(null);
  if (endsAt <= now) {
    const lookAt = held.checkedAt && held.checkedAt >= endsAt ? shift(held.checkedAt, CHECK_EVERY_MS) : endsAt;
    return lookAt <= now ? { do: 'look_up_hold', hold: held } : waitUntil(lookAt);
  }
  // Two holds at once block the price twice on the customer's card: none that is not needed.
  if (endsAt >= shift(job.endTime, TAKEN_WITHIN_MS)) return waitUntil(null);
  const renewAt = shift(endsAt, -RENEWAL_AHEAD_MS);
  if (renewAt > now) return waitUntil(renewAt);
  // A stand-in under way is among the attempts. When the card refused one, the old hold stands until it ends.
  const isAsked = rows.some((row) => row.standsInFor === held.id && !row.extendTo && !row.forProposal);
  return isAsked ? waitUntil(endsAt) : { do: 'renew_hold', hold: held };
}

const payouts: Part = ({ job, rows }, now) =>
  rows
    .filter((row) => row.type === 'charge' && isSettled(row.status))
    .flatMap((charge) => (job.guardId ? payoutSteps(charge, rows, now) : []));

function payoutSteps(charge: PaymentRow, rows: readonly PaymentRow[], now: Date): (Step | Wait)[] {
  const sent = payoutOf(rows, charge.id);
  // A contested charge may be taken away again: its guard is paid when the dispute is won.
  if (charge.status === 'disputed' && sent?.status !== 'processing') return [];
  if (!sent) return payoutCentsOf(charge, rows) > 0 ? [{ do: 'create_payout', charge }] : [];
  return sendingSteps(sent, charge, now);
}

function sendingSteps(sent: PaymentRow, charge: PaymentRow, now: Date): (Step | Wait)[] {
  if (sent.status === 'processing') return [{ do: 'send_payout', payout: sent, charge }];
  if (sent.status !== 'pending') return [];
  if (sent.retryAt && sent.retryAt > now) return [waitUntil(sent.retryAt)];
  return [{ do: 'send_payout', payout: sent, charge }];
}

/** The guard of work that a card keeps refusing is paid by the platform; what is collected later is the platform's. */
const guarantee: Part = (money, now, rules) => {
  const { job, rows } = money;
  const given = guaranteeOf(rows);
  if (given) return sendingSteps(given, rows.find(({ id }) => id === given.paidOutOf) ?? given, now);
  if (job.status !== 'completed' || !job.guardId || bookingChargeOf(rows)) return [];
  const { endedAt } = job;
  const refused = rows.find(
    (row) => isOfBooking(row) && row.status === 'failed' && endedAt && (row.failedAt ?? row.createdAt) >= endedAt,
  );
  if (!refused || guaranteedCentsOf(money, rules) <= 0) return [];
  const at = shift(refused.failedAt ?? refused.createdAt, rules.GUARANTEE_AFTER_HOURS * HOUR_MS);
  return [at <= now ? { do: 'guarantee', charge: refused } : waitUntil(at)];
};

const refunds: Part = ({ rows }, now) =>
  rows.filter((row) => row.type === 'refund').flatMap((refund) => refundSteps(refund, rows, now));

function refundSteps(refund: PaymentRow, rows: readonly PaymentRow[], now: Date): (Step | Wait)[] {
  const charge = rows.find((row) => row.id === refund.refundOf);
  if (!charge) return [];
  if (refund.status === 'pending') return [{ do: 'give_refund', refund, charge }];
  if (refund.status === 'processing') {
    const lookAt = shift(refund.checkedAt ?? refund.createdAt, CHECK_EVERY_MS);
    return [lookAt <= now ? { do: 'give_refund', refund, charge } : waitUntil(lookAt)];
  }
  const sent = payoutOf(rows, charge.id);
  // While the transfer is under way it is not known whether there is anything to take back.
  return refund.toReverseCents > 0 && sent?.stripeTransferId ? [{ do: 'reverse_payout', refund, payout: sent }] : [];
}

/**
 * What was agreed about the hours after the money was taken. One at a time, and not while the bank contests a charge: what
 * would be given back may be gone already.
 */
const hours: Part = ({ job, rows }, now) => {
  const taken = bookingChargeOf(rows);
  const about = rows.filter(isAboutHours);
  const isContested = rows.some(({ status }) => status === 'disputed');
  const isTaken = taken ? isSettled(taken.status) : creditOf(rows) !== null;
  if (job.status !== 'completed' || !isTaken || about.some(isUnderWay) || isContested) return [];
  const refund = hoursToGiveBack(job, rows);
  // Where credit has paid for all of it, a card that is to pay for more holds it first, like for any job that has ended.
  if (!refund && !(taken && hoursToTake(job, rows))) return [];
  const last = about.at(-1);
  if (last?.status === 'failed') {
    if (!last.retryAt && failuresAtTheEnd(about) > COLLECT_FOR_MS / COLLECT_EVERY_MS) return [];
    const again = last.retryAt ?? shift(last.failedAt ?? last.createdAt, COLLECT_EVERY_MS);
    if (again > now) return [waitUntil(again)];
  }
  return [refund ? { do: 'give_back', charge: refund.charge } : { do: 'charge_more' }];
};

const failuresAtTheEnd = (rows: readonly PaymentRow[]): number =>
  rows.length - 1 - rows.findLastIndex(({ status }) => status !== 'failed');

/** What the guard is to get of a charge: their part, less what was given back to the customer before. */
export function payoutCentsOf(charge: PaymentRow, rows: readonly PaymentRow[]): number {
  const given = refundsOf(rows, charge.id).filter((refund) => refund.status === 'succeeded');
  return charge.guardPayoutCents - sumOfParts(given).guardPayoutCents;
}

const lastCharge = (rows: readonly PaymentRow[]): PaymentRow | undefined =>
  rows.filter((row) => isOfBooking(row) && isOver(row.status)).at(-1);

/** The row that a step is about, if it exists yet. */
function subjectOf(step: Step): PaymentRow | null {
  switch (step.do) {
    case 'schedule_hold':
    case 'place_hold':
    case 'cancel_unpaid':
    case 'charge_more':
    case 'use_credit':
      return null;
    case 'renew_hold':
    case 'look_up_hold':
    case 'retire_hold':
    case 'release_hold':
      return step.hold;
    case 'confirm_hold':
    case 'capture':
    case 'give_back':
    case 'guarantee':
    case 'create_payout':
      return step.charge;
    case 'send_payout':
      return step.payout;
    case 'give_refund':
    case 'reverse_payout':
      return step.refund;
  }
}

/**
 * Since when a step waits for its outcome: the latest moment that it can have begun at. Never `updatedAt`, which is the
 * database's time: the clock of the application may be another.
 */
function openSince(step: Step, { job }: JobMoney, now: Date): Date {
  const subject = subjectOf(step);
  const moments = [job.requestedAt, job.endedAt, subject?.createdAt, subject?.succeededAt, subject?.failedAt];
  const past = moments.flatMap((moment) => (moment && moment <= now ? [moment.getTime()] : []));
  return new Date(Math.max(...past, 0));
}

const pauseSince = (since: Date, now: Date): number =>
  Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, now.getTime() - since.getTime()));
