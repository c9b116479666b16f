import type { HoursOfJob, TimelineKind } from '@aegis/contract';
import type Stripe from 'stripe';
import type { Rules } from '../../../platform/config/rules.js';
import { dollars } from '../../../platform/money/money.js';
import type { TimelineRow } from '../../../platform/timeline/timeline.js';
import type { JobRow } from '../../jobs/job-rows.js';
import type { SiteFix } from '../../jobs/site/stored-fixes.js';

/** All that is known of a job whose charge is contested. */
export interface Evidence {
  job: JobRow;
  customer: { name: string; email: string };
  timeZone: string;
  record: HoursOfJob['record'];
  provedPercent: number;
  corrections: HoursOfJob['corrections'];
  timeline: readonly TimelineRow[];
  /** While they are kept; none later, when the record alone tells what they have shown. */
  positions: readonly SiteFix[];
  chargedCents: number;
}

/** The provider's names of the papers. */
export interface Papers {
  workRecord: string;
  receipt: string;
}

/** Of each text field; all of them together may have ten times as much. */
const FIELD_LENGTH = 14_000;

/** What a bank learns from the timeline. Of money it knows, and the search for a guard says nothing of the work. */
const TOLD: Partial<Record<TimelineKind, string>> = {
  'job.requested': 'The customer booked the job and agreed to its price.',
  'job.matched': 'A licensed guard accepted the job; the customer was told.',
  'job.started': 'The guard arrived and began the work; the customer was told.',
  'break.began': 'The guard began a break.',
  'break.ended': 'The guard ended a break.',
  'job.left_post': 'The guard left the site; the customer was told.',
  'job.back_on_post': 'The guard was back on the site.',
  'job.completed': 'The work ended; the customer was told of the hours and of what is due.',
  'job.cancelled': 'The job was cancelled.',
  'hours.asked': 'Other hours were asked for.',
  'hours.agreed': 'Both have agreed to the hours.',
  'hours.declined': 'Other hours were declined.',
  'hours.decided': 'The hours were decided by the platform on the evidence.',
  'extension.agreed': 'The customer agreed to a later end at its price.',
  'tip.agreed': 'The customer thanked the guard with a tip.',
  'charge.succeeded': 'The card was charged; the customer got a receipt.',
};

const PROOF: Record<string, string> = {
  position: 'the position of their phone at the site',
  code: 'the arrival code that only the customer was shown',
  customer: 'the word of the customer',
  admin: 'the word of the platform’s desk',
};

/** `December 1, 2026, 6:30 PM PST` */
export const momentIn = (at: Date, timeZone: string): string =>
  at.toLocaleString('en-US', { timeZone, dateStyle: 'long', timeStyle: 'short' });

/**
 * Whether it can be sent without anybody having looked: the guard's arrival is proved, the end is known, and so is where they
 * were for nearly all of the time that was paid for.
 */
export const isComplete = (evidence: Evidence, rules: Pick<Rules, 'DISPUTE_PROVED_PERCENT'>): boolean =>
  evidence.job.completedAt !== null &&
  evidence.record !== null &&
  arrivalProof(evidence) !== null &&
  evidence.provedPercent >= rules.DISPUTE_PROVED_PERCENT;

/** How it was shown that the guard is there, in words; null when it was not. */
export function arrivalProof({ timeline, job }: Evidence): string | null {
  const arrival = timeline.find(({ type }) => type === 'job.started');
  const proof = arrival?.details['proof'] ?? job.checkInProof;
  return typeof proof === 'string' ? (PROOF[proof] ?? null) : null;
}

/** Line by line, in the order of time. */
export const activityOf = ({ timeline, timeZone }: Evidence): string[] =>
  timeline.flatMap(({ type, at, actor }) => {
    const told = TOLD[type];
    const by = actor.role === 'system' ? '' : ` (by the ${actor.role === 'admin' ? 'desk' : actor.role})`;
    return told === undefined ? [] : [`${momentIn(at, timeZone)}: ${told}${by}`];
  });

/** https://docs.stripe.com/disputes/categories: what each reason is answered with; more than is asked does no harm. */
export function fieldsOf(evidence: Evidence, papers: Papers): Stripe.DisputeUpdateParams.Evidence {
  const { job, customer, timeZone } = evidence;
  const cancelled = job.status === 'cancelled';
  return {
    access_activity_log: cut(activityOf(evidence).join('\n')),
    customer_email_address: customer.email,
    customer_name: customer.name,
    product_description: cut(
      `Security guard on site: "${job.title}" at ${job.locationAddress}, booked for ${momentIn(job.startTime, timeZone)} ` +
        `to ${momentIn(job.endTime, timeZone)} at ${dollars(job.hourlyRateCents)} an hour.`,
    ),
    receipt: papers.receipt,
    service_date: (job.startedAt ?? job.startTime).toLocaleDateString('en-US', { timeZone, dateStyle: 'long' }),
    service_documentation: papers.workRecord,
    uncategorized_text: cut(summaryOf(evidence).join(' ')),
    ...(cancelled && {
      cancellation_policy_disclosure:
        'The fee for a cancellation by the time left until the start is shown, with its amount, before the customer confirms it.',
      cancellation_rebuttal: 'The charge is the cancellation fee that the customer was shown and has confirmed.',
    }),
  };
}

export function summaryOf(evidence: Evidence): string[] {
  const { job, record, provedPercent, positions, corrections, chargedCents } = evidence;
  const proof = arrivalProof(evidence);
  const agreed = corrections.filter(({ status }) => status === 'agreed' || status === 'decided');
  return [
    `The card was charged ${dollars(chargedCents)} for this job.`,
    ...(proof === null ? [] : [`The arrival of the guard was proved by ${proof}.`]),
    ...(record === null
      ? []
      : [
          `The work record shows ${record.presentMinutes} minutes of proved presence, ${record.unknownMinutes} without a sign, ` +
            `${record.awayMinutes} away and ${record.breakMinutes} on breaks; ${provedPercent} % of the paid time is proved.`,
        ]),
    ...(positions.length > 0
      ? [`${positions.length} positions of the guard’s phone during the job are in the record.`]
      : []),
    ...(job.workedMinutes !== null && agreed.length === 0
      ? ['The customer was shown the hours and had days to ask for others before the money was paid on.']
      : agreed.map(
          ({ status }) => `Other hours were ${status === 'agreed' ? 'agreed to by both' : 'decided on the evidence'}.`,
        )),
  ];
}

const cut = (text: string): string => text.slice(0, FIELD_LENGTH);
