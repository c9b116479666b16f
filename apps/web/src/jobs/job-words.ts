import type { JobTerm, JobWord, MarketRules, PresenceProof, TimelineDetails, TimelineKind } from '@aegis/contract';
import { billedMinutes, centsOfTime } from '@aegis/contract/market-arithmetic';
import { distance } from '../words/distance';
import { money } from '../words/money';
import { locale } from '../words/speech';
import { duration } from '../words/time';
import { words } from '../words/words';
import type { Job, TimelineEvent } from './job-queries';

/** How many guards were asked in the last wave; null before the first. */
export function lastWave(events: readonly TimelineEvent[]): { wave: number; guards: number; at: string } | null {
  const sent = events.findLast(({ type }) => type === 'offers.sent' || type === 'offers.nobody_found');
  return sent ? { wave: number(sent, 'wave'), guards: number(sent, 'guards'), at: sent.at } : null;
}

export const askedSoFar = (events: readonly TimelineEvent[]): number =>
  events.filter(({ type }) => type === 'offers.sent').reduce((sum, event) => sum + number(event, 'guards'), 0);

const number = ({ details }: TimelineEvent, name: string): number =>
  typeof details[name] === 'number' ? details[name] : 0;

/** A record, so that a new part does not compile without its word. */
const PARTS: Record<JobTerm | JobWord, true> = {
  ...{
    title: true,
    description: true,
    locationNotes: true,
    contact: true,
    purchaseOrder: true,
    jobType: true,
    locationAddress: true,
  },
  ...{ location: true, siteRadiusMeters: true, startTime: true, endTime: true, requiredClearanceLevel: true },
  ...{ requiredSkills: true, specialRequirements: true, hourlyRateCents: true },
};

/** "start, end and rate" of what is changed; the words of an unknown part are left out. */
export function partsInWords(changed: readonly string[]): string {
  const parts = changed.flatMap((part) =>
    Object.hasOwn(PARTS, part) ? words(`timeline.part.${part as JobTerm | JobWord}`) : [],
  );
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(parts);
}

const partsOf = ({ details }: TimelineEvent): string =>
  partsInWords(Array.isArray(details['changed']) ? details['changed'].map(String) : []);

/** Time beyond what was booked is worked, and is asked to be paid. */
export const minutesChange = (from: number, to: number): string =>
  from === to
    ? words('timeline.allOf', { time: duration(to) })
    : words('timeline.insteadOf', { now: duration(to), before: duration(from) });

const moneyChange = (event: TimelineEvent, to: string): string =>
  words('timeline.insteadOf', { now: money(number(event, to)), before: money(number(event, 'fromCents')) });

const correctedWords = (event: TimelineEvent): string =>
  words('timeline.withMoney', {
    hours: duration(number(event, 'workedMinutes')),
    money: moneyChange(event, 'dueAmountCents'),
  });

type Say = (event: TimelineEvent) => string;

const reasonOf = ({ details }: TimelineEvent): string => String(details['reason']);

/** With the reason, of an act that has one. */
const because = (what: string, { reason }: TimelineEvent['details']): string =>
  typeof reason === 'string' ? words('timeline.because', { what, reason }) : what;

type Act = TimelineDetails<'job.on_behalf'>['act'];

const ACTS: Record<Act, true> = {
  ...{ booked: true, edited: true, arrival_confirmed: true, guard_waited_for: true },
  ...{ guard_replaced: true, card_asked_again: true },
};

const actWords = (act: unknown): string =>
  words(Object.hasOwn(ACTS, String(act)) ? `timeline.behalf.${act as Act}` : 'timeline.behalf.other');

const PROOFS: Record<PresenceProof, true> = { position: true, code: true, customer: true, admin: true };

function startedWords({ details: { distanceMeters, proof } }: TimelineEvent): string {
  if (typeof distanceMeters === 'number')
    return words('timeline.arrival.distance', { distance: distance(distanceMeters) });
  return words(`timeline.arrival.${Object.hasOwn(PROOFS, String(proof)) ? (proof as PresenceProof) : 'position'}`);
}

function completedWords(event: TimelineEvent): string {
  const { endedBy, leftEarly } = event.details;
  if (endedBy === 'clock') return words('timeline.job.completed.clock');
  if (endedBy === 'admin') return because(words('timeline.job.completed.admin'), event.details);
  return leftEarly === true
    ? words('timeline.job.completed.early', { reason: reasonOf(event) })
    : words('timeline.job.completed');
}

function reopenedWords({ actor, details: { reason } }: TimelineEvent): string {
  if (actor.role === 'guard') return words('timeline.job.reopened.guard');
  if (typeof reason !== 'string') return words('timeline.job.reopened');
  return words('timeline.job.reopened.because', { reason: reason.replace(/\.$/, '') });
}

const askedWords = (event: TimelineEvent): string =>
  words('timeline.hours.asked', {
    by: event.actor.role,
    change: minutesChange(number(event, 'fromMinutes'), number(event, 'toMinutes')),
    reason: reasonOf(event),
    money: moneyChange(event, 'toCents'),
  });

/** What is told with the sentence of its kind. */
const TELLING = {
  'job.matched': ({ actor, details }) =>
    actor.role === 'admin' ? because(words('timeline.job.matched.admin'), details) : words('timeline.job.matched'),
  'job.started': startedWords,
  'job.completed': completedWords,
  'job.cancelled': ({ actor, details }) =>
    because(words('timeline.job.cancelled'), actor.role === 'admin' ? details : {}),
  'job.reopened': reopenedWords,
  'job.on_behalf': ({ details }) => because(actWords(details['act']), details),
  'job.edited': (event) => words('timeline.job.edited', { parts: partsOf(event) }),
  'job.terms_changed': (event) => words('timeline.job.edited', { parts: partsOf(event) }),
  'proposal.made': (event) => words('timeline.proposal.made', { parts: partsOf(event) }),
  'hours.asked': askedWords,
  'hours.agreed': (event) => words('timeline.hours.agreed', { hours: correctedWords(event) }),
  'hours.declined': ({ details }) => because(words('timeline.hours.declined'), details),
  'hours.decided': (event) =>
    words('timeline.hours.decided', { hours: correctedWords(event), reason: reasonOf(event) }),
  'job.wait_or_replace': ({ details }) =>
    words(
      details['approach'] === 'at_the_door' ? 'timeline.job.wait_or_replace.atTheDoor' : 'timeline.job.wait_or_replace',
    ),
  'offers.sent': (event) => words('timeline.offers.sent', { guards: number(event, 'guards') }),
  'conversation.read': ({ actor }) =>
    words(actor.role === 'guard' ? 'timeline.conversation.read.guard' : 'timeline.conversation.read.other'),
  'conversation.written': ({ actor }) =>
    words(actor.role === 'guard' ? 'timeline.conversation.written.guard' : 'timeline.conversation.written.other'),
  'alarm.raised': ({ actor }) =>
    words(actor.role === 'guard' ? 'timeline.alarm.raised.guard' : 'timeline.alarm.raised.other'),
  'charge.owed': (event) => words('timeline.charge.owed', { amount: money(number(event, 'amountCents')) }),
  'payout.guaranteed': (event) => words('timeline.payout.guaranteed', { amount: money(number(event, 'amountCents')) }),
  'tip.agreed': (event) => words('timeline.tip.agreed', { amount: money(number(event, 'amountCents')) }),
} satisfies Partial<Record<TimelineKind, Say>>;

type Told = keyof typeof TELLING;

/** Those that one sentence says. A record, so that a new kind does not compile without its words. */
const PLAIN: Record<Exclude<TimelineKind, Told>, true> = {
  ...{ 'job.requested': true, 'proposal.accepted': true, 'proposal.declined': true, 'proposal.expired': true },
  ...{ 'proposal.withdrawn': true, 'proposal.lapsed': true, 'break.began': true, 'break.ended': true },
  ...{ 'hours.unanswered': true, 'hours.withdrawn': true, 'job.check_out_due': true, 'job.left_post': true },
  ...{ 'job.back_on_post': true, 'job.waited_for': true, 'job.guard_late': true, 'job.guard_unfit': true },
  ...{ 'job.search_paused': true, 'job.search_resumed': true, 'job.silent': true, 'job.heard_again': true },
  ...{ 'offers.nobody_found': true, 'offer.received': true, 'offer.gone': true, 'hold.placed': true },
  ...{ 'hold.scheduled': true, 'hold.failed': true, 'hold.mend_by': true, 'hold.replaced': true },
  ...{ 'hold.replacement_failed': true, 'hold.released': true, 'hold.expired': true, 'extension.agreed': true },
  ...{ 'charge.succeeded': true, 'charge.failed': true, 'charge.refunded': true, 'charge.disputed': true },
  ...{ 'dispute.won': true, 'payout.waiting': true, 'payout.succeeded': true, 'payout.failed': true },
  ...{ 'payout.cancelled': true, 'payout.reversed': true, 'refund.requested': true, 'refund.adopted': true },
  ...{ 'refund.succeeded': true, 'refund.returned': true, 'refund.failed': true, 'user.registered': true },
  ...{ 'user.verified': true, 'user.verification_refused': true, 'user.reinstated': true, 'user.suspended': true },
  ...{ 'user.email_change_asked': true, 'user.erasure_requested': true, 'user.erasure_cancelled': true },
  ...{ 'job.starts_tomorrow': true, 'job.starts_soon': true, 'job.nobody_yet': true, 'job.guard_on_the_way': true },
  ...{ 'share.made': true, 'share.ended': true, 'alarm.withdrawn': true, 'alarm.acknowledged': true },
  ...{ 'alarm.resolved': true, 'card.ends_before': true, 'charge.needs_owner': true, 'dispute.lost': true },
  ...{ 'dispute.answered': true, 'dispute.needs_person': true, 'money.unknown': true, 'user.papers_waiting': true },
  ...{ 'user.license_ends': true, 'user.payout_bounced': true, 'credit.used': true, 'credit.returned': true },
  ...{ 'user.credit_given': true, 'user.credit_withdrawn': true },
};

const isTold = (kind: TimelineKind): kind is Told => Object.hasOwn(TELLING, kind);
const isPlain = (kind: TimelineKind): kind is Exclude<TimelineKind, Told> => Object.hasOwn(PLAIN, kind);

/** A kind that is newer than this page is said in its own plain words. */
export const eventWords = (event: TimelineEvent): string => {
  const { type } = event;
  if (isTold(type)) return TELLING[type](event);
  if (isPlain(type)) return words(`timeline.${type}`);
  const plain = String(type).replace(/[._]/g, ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
};

export const actorWords = ({ actor }: TimelineEvent): string => words(`timeline.by.${actor.role}`);

const MINUTE_MS = 60_000;

/** What would be charged if the guard checked out now, by the server's own arithmetic. */
export function dueSoFarCents(job: Job, now: number, rules: MarketRules): number | null {
  if (!job.startedAt) return null;
  const from = Math.max(Date.parse(job.startedAt), Date.parse(job.startTime));
  const minutes = billedMinutes(Math.ceil(Math.max(0, now - from) / MINUTE_MS), rules);
  return Math.min(job.totalAmountCents, centsOfTime(minutes, job.hourlyRateCents));
}
