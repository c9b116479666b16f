import { z } from 'zod';
import { JOB_TERMS, JOB_WORDS } from './job-terms.js';
import { cents, id } from './primitives.js';

/** A moment inside details: they are kept and sent as they are written, so it stays text. */
const moment = z.iso.datetime({ offset: true });

const nothing = z.object({});
/** In words for both parties of the job. */
const because = z.object({ reason: z.string() });
const wave = z.object({ wave: z.int(), guards: z.int(), radiusMeters: z.number() });

const onSite = z.object({ recordedAt: moment, distanceMeters: z.int(), accuracyMeters: z.number() });
/** How it was shown that the guard was at the site. No positions: those are kept for a shorter time. */
const presence = z.object({
  proof: z.enum(['position', 'code', 'customer', 'admin']).optional(),
  distanceMeters: z.int().optional(),
  accuracyMeters: z.number().optional(),
  /** Of a report that a phone without connection has kept. */
  recordedAt: moment.optional(),
  offline: z.boolean().optional(),
  evidence: z.array(onSite).optional(),
});

/** Which of a job's terms, and what they come to. The words themselves (a gate code) are on the job alone. */
const terms = z.object({
  changed: z.array(z.enum(JOB_TERMS)),
  startTime: moment,
  endTime: moment,
  totalAmountCents: cents,
  guardPayoutCents: cents,
});
const proposal = z.object({ proposalId: id });
const correction = z.object({ correctionId: id });
const hoursChange = correction.extend({ fromMinutes: z.int(), fromCents: cents });
const correctedHours = hoursChange.extend({ workedMinutes: z.int(), dueAmountCents: cents });

/** Of which row of money it is told. */
const payment = z.object({ paymentId: id.optional() });
const amount = payment.extend({ amountCents: cents });
const parts = amount.extend({ platformFeeCents: cents, guardPayoutCents: cents });
const dispute = amount.extend({ reason: z.string() });

/**
 * Every kind of row on a timeline, with what its details hold: nothing else can be recorded. Rows outlive the versions that
 * wrote them, so those of kinds that are no longer here are left out by whoever reads, and details may lack what is newer.
 */
export const timelineDetails = {
  'job.requested': nothing,
  /** `reason`: of an administrator who has given it to a named guard. */
  'job.matched': z.object({ offerId: id, reason: z.string().optional() }),
  'job.reopened': because.extend({ guardId: id }),
  'job.started': presence,
  'job.completed': presence.extend({
    workedMinutes: z.int(),
    dueAmountCents: cents,
    endedBy: z.enum(['guard', 'clock', 'admin']).optional(),
    leftEarly: z.boolean().optional(),
    /** Of an end by the clock: until when it is shown that the guard was there. */
    provedUntil: moment.optional(),
    reason: z.string().optional(),
  }),
  'break.began': nothing,
  'break.ended': nothing,
  'hours.asked': hoursChange.extend({
    kind: z.enum(['minutes', 'break', 'beyond_end']),
    reason: z.string(),
    toMinutes: z.int(),
    toCents: cents,
    answerBy: moment,
  }),
  'hours.agreed': correctedHours,
  'hours.declined': correction.extend({ reason: z.string().optional() }),
  'hours.unanswered': correction,
  'hours.withdrawn': correction,
  'hours.decided': correctedHours.extend({ reason: z.string() }),
  'job.check_out_due': z.object({ endTime: moment, clockEndsAt: moment }),
  'job.left_post': z.object({ since: moment, distanceMeters: z.int() }),
  'job.back_on_post': z.object({ awaySince: moment }),
  'job.wait_or_replace': z.object({ guardId: id, answerBy: moment, approach: z.enum(['nearing', 'at_the_door']) }),
  'job.waited_for': z.object({ until: moment }),
  'job.cancelled': because.extend({
    feeCents: cents,
    percent: z.int().optional(),
    because: z.string().optional(),
    mendBy: moment.optional(),
  }),
  /** An administrator did it for the customer. */
  'job.on_behalf': because.extend({
    act: z.enum(['booked', 'edited', 'arrival_confirmed', 'guard_waited_for', 'guard_replaced', 'card_asked_again']),
  }),
  'job.edited': z.object({ changed: z.array(z.enum(JOB_WORDS)) }),
  'job.terms_changed': terms,
  'proposal.made': terms.extend({ proposalId: id, expiresAt: moment }),
  'proposal.accepted': proposal,
  'proposal.declined': proposal,
  'proposal.expired': proposal,
  'proposal.withdrawn': proposal,
  'proposal.lapsed': proposal,
  /** To the guard who has it; once for each start that it has. */
  'job.starts_tomorrow': z.object({ startTime: moment }),
  'job.starts_soon': z.object({ startTime: moment }),
  /** Half of the time to the start is over and no guard has accepted. */
  'job.nobody_yet': z.object({ startTime: moment }),
  /** Their positions have come nearer to the site; how far they are is not told here. */
  'job.guard_on_the_way': z.object({ guardId: id }),
  'job.guard_late': z.object({ guardId: id }),
  /** The guard at work no longer meets what the job asks for; it goes on, and the administrator is told. */
  'job.guard_unfit': z.object({ guardId: id, objections: z.array(z.string()) }),
  /** Nobody is asked while the customer is suspended. */
  'job.search_paused': nothing,
  'job.search_resumed': nothing,
  'job.silent': z.object({ lastHeardAt: moment }),
  'job.heard_again': z.object({ silentSince: moment }),
  /** The words are kept elsewhere, for a month. */
  'conversation.written': nothing,
  /** What the other one has written. */
  'conversation.read': nothing,
  /** A link by which others follow the job. */
  'share.made': nothing,
  'share.ended': nothing,
  /** A call for help. Where from is in its own row: positions are not kept as long as this. */
  'alarm.raised': nothing,
  'alarm.withdrawn': nothing,
  'alarm.acknowledged': nothing,
  'alarm.resolved': nothing,
  'offers.sent': wave,
  'offers.nobody_found': wave,
  'offer.received': z.object({ offerId: id, jobId: id, expiresAt: moment }),
  'offer.gone': z.object({ offerId: id, jobId: id }),
  'hold.scheduled': z.object({ at: moment }),
  'hold.placed': amount,
  'hold.failed': payment,
  'hold.mend_by': z.object({ at: moment }),
  /** The card that is to be held later is valid only until then. */
  'card.ends_before': z.object({ validUntil: moment }),
  'hold.replaced': payment.extend({ amountCents: cents.nullable() }),
  'hold.replacement_failed': payment,
  'hold.released': amount,
  'hold.expired': amount,
  'extension.agreed': payment.extend({ endTime: moment, totalAmountCents: cents, addedCents: cents }),
  'charge.succeeded': parts,
  /** What was agreed to beside the booking: further hours, or a tip. */
  'tip.agreed': amount,
  'charge.failed': payment,
  /** The card's bank wants to ask its owner, who was not there. `at`: when the job is cancelled without their word. */
  'charge.needs_owner': payment.extend({ at: moment.optional() }),
  'charge.refunded': payment,
  'charge.disputed': dispute,
  'dispute.won': dispute,
  /** What the bank took away for good, and what of it the guard bears. */
  'dispute.lost': dispute.extend({ guardPayoutCents: cents }),
  /** The evidence was sent to the bank. */
  'dispute.answered': dispute,
  /** Too little is proved for it to be sent by itself, and the term is near. */
  'dispute.needs_person': dispute.extend({ answerBy: moment }),
  /** The job has ended, and the card refuses what is due. */
  'charge.owed': amount,
  'payout.guaranteed': amount,
  'payout.waiting': amount,
  'payout.succeeded': amount,
  'payout.failed': payment,
  'payout.cancelled': payment,
  'payout.reversed': amount,
  'refund.requested': amount.extend({ reason: z.string(), bornBy: z.enum(['both', 'platform']).optional() }),
  'refund.adopted': amount,
  'refund.succeeded': parts,
  'refund.returned': amount.extend({ code: z.string().nullish() }),
  'refund.failed': payment,
  /** In place of the customer's card. */
  'credit.used': parts,
  /** Its job came to less: it pays for others. */
  'credit.returned': parts,
  /** A call to the provider without an answer, for so long that somebody is to look. */
  'money.unknown': payment,
  'user.registered': nothing,
  /** Papers that an administrator has not seen. */
  'user.papers_waiting': nothing,
  'user.license_ends': z.object({ expiresOn: z.iso.date(), days: z.int() }),
  'user.verified': because,
  'user.verification_refused': because,
  'user.suspended': because,
  'user.reinstated': because,
  'user.email_change_asked': because,
  /** For jobs to come; `jobId`: the one that it makes good. */
  'user.credit_given': z.object({ amountCents: cents, jobId: id.optional() }),
  'user.credit_withdrawn': because.extend({ amountCents: cents }),
  /** The guard's own bank has sent money back. */
  'user.payout_bounced': z.object({ amountCents: cents, code: z.string().nullish() }),
  'user.erasure_requested': because,
  'user.erasure_cancelled': because,
} satisfies Record<string, z.ZodObject>;

type AllDetails = { [Kind in keyof typeof timelineDetails]: z.output<(typeof timelineDetails)[Kind]> };

export type TimelineKind = keyof AllDetails;
export type TimelineDetails<Kind extends TimelineKind = TimelineKind> = AllDetails[Kind];

// `Object.keys` forgets which keys they are.
const KINDS = Object.keys(timelineDetails) as [TimelineKind, ...TimelineKind[]];

export const timelineKind = z.enum(KINDS);

/** False for a kind of an older or newer version. */
export const isTimelineKind = (kind: string): kind is TimelineKind => Object.hasOwn(timelineDetails, kind);
