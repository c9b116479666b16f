import type { JobTerm, JobWord, MarketRules, PresenceProof, TimelineDetails, TimelineKind } from '@aegis/contract';
import { billedMinutes, centsOfTime } from '@aegis/contract/market-arithmetic';
import { distance } from '../words/distance';
import { money } from '../words/money';
import { clock, atMoment, duration, type Zone } from '../words/time';
import type { Job, LatestFix, TimelineEvent } from './job-queries';

/** Streets are longer than the straight line, by about this. */
const DETOUR = 1.3;
/** 20 mph: through a town, stops included. */
const USUAL_SPEED_MPS = 9;

/** "about 6 min" */
function minutesAway(meters: number, fix: LatestFix): string {
  const speed = Math.max(USUAL_SPEED_MPS, fix.speedMps ?? 0);
  const minutes = Math.max(1, Math.round((meters * DETOUR) / speed / 60));
  return minutes < 90 ? `about ${minutes} min` : `about ${Math.round(minutes / 60)} h`;
}

/** How many guards were asked in the last wave; null before the first. */
export function lastWave(events: readonly TimelineEvent[]): { wave: number; guards: number; at: string } | null {
  const sent = events.findLast(({ type }) => type === 'offers.sent' || type === 'offers.nobody_found');
  return sent ? { wave: number(sent, 'wave'), guards: number(sent, 'guards'), at: sent.at } : null;
}

export const askedSoFar = (events: readonly TimelineEvent[]): number =>
  events.filter(({ type }) => type === 'offers.sent').reduce((sum, event) => sum + number(event, 'guards'), 0);

const number = ({ details }: TimelineEvent, name: string): number =>
  typeof details[name] === 'number' ? details[name] : 0;

/** The state in one sentence, as a good dispatcher says it. */
export function headline(
  job: Job,
  zone: Zone,
  guardMeters: number | null,
  fix: LatestFix | undefined,
  now: number,
): string {
  const guard = job.guard?.name ?? 'Your guard';
  switch (job.status) {
    case 'requested':
      return 'We are asking guards near by';
    case 'matched':
      if (guardMeters !== null && fix) return `${guard} is ${minutesAway(guardMeters, fix)} away`;
      return now < Date.parse(job.startTime)
        ? `${guard} comes ${atMoment(job.startTime, zone)}`
        : `${guard} has not checked in yet`;
    case 'in_progress':
      if (job.leftPostAt) return `${guard} is away from the site since ${clock(job.leftPostAt, zone)}`;
      return `${guard} is on site since ${clock(job.startedAt ?? job.startTime, zone)}`;
    case 'completed':
      return job.dueAmountCents === null ? 'Done' : `Done. You pay ${money(job.dueAmountCents)}`;
    case 'cancelled':
      return job.dueAmountCents ? `Cancelled, for ${money(job.dueAmountCents)}` : 'Cancelled, free of charge';
  }
}

const PARTS: Record<JobTerm | JobWord, string> = {
  title: 'name',
  description: 'description',
  locationNotes: 'notes for the guard',
  contact: 'contact on site',
  jobType: 'kind of job',
  locationAddress: 'address',
  location: 'place',
  siteRadiusMeters: 'size of the site',
  startTime: 'start',
  endTime: 'end',
  requiredClearanceLevel: 'clearance',
  requiredSkills: 'skills',
  specialRequirements: 'wishes',
  hourlyRateCents: 'rate',
};

/** "start, end and rate" of what is changed; the words of an unknown part are left out. */
export function partsInWords(changed: readonly string[]): string {
  const words = changed.flatMap((part) => (Object.hasOwn(PARTS, part) ? PARTS[part as JobTerm | JobWord] : []));
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(words);
}

const changedWords = ({ details }: TimelineEvent): string =>
  partsInWords(Array.isArray(details['changed']) ? details['changed'].map(String) : []);

/** Time beyond what was booked is worked, and is asked to be paid. */
export const minutesChange = (from: number, to: number): string =>
  from === to ? `all of ${duration(to)}` : `${duration(to)} instead of ${duration(from)}`;

const moneyChange = (event: TimelineEvent, to: string): string =>
  `${money(number(event, to))} instead of ${money(number(event, 'fromCents'))}`;

const correctedWords = (event: TimelineEvent): string =>
  `${duration(number(event, 'workedMinutes'))} (${moneyChange(event, 'dueAmountCents')})`;

type Words = (event: TimelineEvent) => string;

/** With the reason, of an act that has one. */
const because = (words: string, { reason }: TimelineEvent['details']): string =>
  typeof reason === 'string' ? `${words}: ${reason}` : words;

type Act = TimelineDetails<'job.on_behalf'>['act'];

const ON_BEHALF: Record<Act, string> = {
  booked: 'Booked for the customer',
  edited: 'Changed for the customer',
  arrival_confirmed: 'An administrator says that the guard is there',
  guard_waited_for: 'An administrator lets the guard come later',
  guard_replaced: 'An administrator has another guard searched for',
  card_asked_again: 'The card is asked again',
};

const ARRIVALS: Record<PresenceProof, string> = {
  position: 'Checked in on site',
  code: 'Checked in with the arrival code',
  customer: 'The customer says that the guard is there',
  admin: 'Begun for the guard',
};

const EVENTS: Record<TimelineKind, Words> = {
  'job.requested': () => 'Booked',
  'job.matched': ({ actor, details }) =>
    actor.role === 'admin' ? because('A guard was assigned', details) : 'A guard accepted',
  'job.started': ({ details }) =>
    typeof details['distanceMeters'] === 'number'
      ? `Checked in, ${distance(details['distanceMeters'])} from the site`
      : (ARRIVALS[details['proof'] as PresenceProof] ?? 'Checked in on site'),
  'job.completed': ({ details }) =>
    details['endedBy'] === 'clock'
      ? 'Nobody checked out; the job was ended, with the hours up to the last proof on site'
      : details['endedBy'] === 'admin'
        ? because('An administrator ended the job', details)
        : details['leftEarly'] === true
          ? `Checked out before the booked end: ${String(details['reason'])}`
          : 'Checked out',
  'job.cancelled': ({ actor, details }) => (actor.role === 'admin' ? because('Cancelled', details) : 'Cancelled'),
  'job.reopened': ({ actor, details }) =>
    actor.role === 'guard'
      ? 'The guard gave the job back; others are asked'
      : `${typeof details['reason'] === 'string' ? details['reason'].replace(/\.$/, '') : 'The guard was replaced'}; others are asked`,
  'job.on_behalf': ({ details }) => because(ON_BEHALF[details['act'] as Act] ?? 'Done for the customer', details),
  'job.edited': (event) => `Changed: ${changedWords(event)}`,
  'job.terms_changed': (event) => `Changed: ${changedWords(event)}`,
  'proposal.made': (event) => `The guard is asked to agree to another ${changedWords(event)}`,
  'proposal.accepted': () => 'The guard agreed to the change',
  'proposal.declined': () => 'The guard did not agree to the change; the job stays as it is',
  'proposal.expired': () => 'The guard did not answer in time; the job stays as it is',
  'proposal.withdrawn': () => 'The proposed change was taken back',
  'proposal.lapsed': () =>
    'The change could not be made: the card did not hold the price, or the job was changed before',
  'break.began': () => 'The guard began a break',
  'break.ended': () => 'The guard is back from the break',
  'hours.asked': (event) =>
    `${event.actor.role === 'guard' ? 'The guard' : 'The customer'} asks for ${minutesChange(number(event, 'fromMinutes'), number(event, 'toMinutes'))}: ${String(event.details['reason'])} (${moneyChange(event, 'toCents')})`,
  'hours.agreed': (event) => `Both agree on ${correctedWords(event)}`,
  'hours.declined': ({ details }) =>
    `The other hours were not agreed to; an administrator decides${typeof details['reason'] === 'string' ? `: ${details['reason']}` : ''}`,
  'hours.unanswered': () => 'Nobody answered about the other hours in time; an administrator decides',
  'hours.withdrawn': () => 'The other hours were taken back',
  'hours.decided': (event) =>
    `An administrator decided on ${correctedWords(event)}: ${String(event.details['reason'])}`,
  'job.check_out_due': () => 'The booked time is over and the guard has not checked out',
  'job.left_post': () => 'The guard is away from the site',
  'job.back_on_post': () => 'The guard is back at the site',
  'job.wait_or_replace': ({ details }) =>
    details['approach'] === 'at_the_door'
      ? 'The guard is near the site and could not check in; the customer is asked whether they are there'
      : 'The guard is late and on the way; the customer is asked whether they wait',
  'job.waited_for': () => 'The customer waits for the guard',
  'job.guard_late': () => 'The guard is late and has not checked in',
  'job.guard_unfit': () => 'The papers of the guard at work have changed; an administrator looks at it',
  'job.search_paused': () => 'The search waits',
  'job.search_resumed': () => 'The search goes on',
  'job.silent': () => 'Nothing is heard from the guard’s phone; it may be off or without reception',
  'job.heard_again': () => 'The guard’s phone is heard again',
  'offers.sent': (event) => `${number(event, 'guards')} ${number(event, 'guards') === 1 ? 'guard' : 'guards'} asked`,
  'offers.nobody_found': () => 'Nobody near by fits; we keep looking',
  'offer.received': () => 'A job was offered to you',
  'offer.gone': () => 'The offer is gone',
  'hold.placed': () => 'Card held',
  'hold.scheduled': () => 'The card is held later, before the start',
  'hold.failed': () => 'The card could not be held',
  'hold.mend_by': () => 'The job is cancelled unless another card is saved in time',
  'hold.replaced': () => 'Card held anew',
  'hold.replacement_failed': () => 'The card could not be held anew; the hold before it stands',
  'hold.released': () => 'Hold on the card released',
  'hold.expired': () => 'Hold on the card ran out',
  'extension.agreed': () => 'A later end was asked for; it counts once the card is held for it',
  'charge.succeeded': () => 'Card charged',
  'tip.agreed': (event) => `A tip of ${money(number(event, 'amountCents'))}`,
  'charge.failed': () => 'The card refused a further charge',
  'charge.refunded': () => 'Charge given back',
  'charge.disputed': () => 'Charge disputed',
  'dispute.won': () => 'Dispute settled for the service',
  'payout.waiting': () => 'Payout waits for the payout account',
  'payout.succeeded': () => 'Guard paid',
  'payout.failed': () => 'Payout failed; it is tried again',
  'payout.cancelled': () => 'Payout cancelled',
  'payout.reversed': () => 'Payout taken back',
  'refund.requested': () => 'Refund requested',
  'refund.adopted': () => 'Refund given at the payment provider',
  'refund.succeeded': () => 'Refund paid',
  'refund.returned': () => 'The bank sent the refund back; we find another way',
  'refund.failed': () => 'Refund failed',
  'user.registered': () => 'Registered',
  'user.verified': () => 'Verified',
  'user.verification_refused': () => 'Papers refused',
  'user.reinstated': () => 'Suspension lifted',
  'user.suspended': () => 'Suspended',
  'user.email_change_asked': () => 'Another e-mail address was asked for',
  'user.erasure_requested': () => 'Account closed, to be erased',
  'user.erasure_cancelled': () => 'Account opened again',
};

/** A kind that is newer than this page is said in its own plain words. */
export const eventWords = (event: TimelineEvent): string => {
  const words: Words | undefined = EVENTS[event.type];
  const plain = event.type.replace(/[._]/g, ' ');
  return words?.(event) ?? plain.charAt(0).toUpperCase() + plain.slice(1);
};

export const actorWords = ({ actor }: TimelineEvent): string =>
  ({ customer: 'customer', guard: 'guard', admin: 'administrator', system: 'by itself' })[actor.role];

const MINUTE_MS = 60_000;

/** What would be charged if the guard checked out now, by the server's own arithmetic. */
export function dueSoFarCents(job: Job, now: number, rules: MarketRules): number | null {
  if (!job.startedAt) return null;
  const from = Math.max(Date.parse(job.startedAt), Date.parse(job.startTime));
  const minutes = billedMinutes(Math.ceil(Math.max(0, now - from) / MINUTE_MS), rules);
  return Math.min(job.totalAmountCents, centsOfTime(minutes, job.hourlyRateCents));
}
