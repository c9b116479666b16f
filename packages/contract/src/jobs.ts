import { z } from 'zod';
import { endpoint, page, pageQuery } from './endpoint.js';
import { guardCard } from './guards.js';
import {
  cardId,
  cents,
  clearanceLevel,
  hourlyRateCents,
  id,
  instant,
  phone,
  position,
  reason,
  siteRadiusMeters,
  skills,
  text,
} from './primitives.js';
import { lineOfText } from './person.js';
import { scoreWeights } from './market-rules.js';
import { timelineKind } from './timeline.js';

export const jobStatus = z.enum(['requested', 'matched', 'in_progress', 'completed', 'cancelled']);
export type JobStatus = z.output<typeof jobStatus>;

export const openJobStatus = z.enum(['requested', 'matched', 'in_progress']);
export type OpenJobStatus = z.output<typeof openJobStatus>;

/** How exactly a position is known: of an address, the middle of a ZIP code or town, or set by hand. */
export const locationPrecision = z.enum(['address', 'area', 'by_hand']);

/** Whom the guard asks for on site. */
export const siteContact = z.strictObject({ name: text(100), phone: phone.nullable() }).meta({ id: 'SiteContact' });
export type SiteContact = z.output<typeof siteContact>;

export const jobType = z.enum(['basic', 'event', 'executive', 'patrol', 'residential', 'retail']);
export type JobType = z.output<typeof jobType>;

/** A number, or a few words. */
export const purchaseOrder = lineOfText(60);

/** What a customer asks for. Times are checked against the clock by the server. */
export const jobDraft = z
  .strictObject({
    title: text(120),
    description: text(4000).optional(),
    jobType,
    locationAddress: text(300),
    location: position,
    /** `geofenceMeters` of the market's rules when it is left out. */
    siteRadiusMeters: siteRadiusMeters.optional(),
    /** `area` is refused. When it is left out, the position is compared with the middles of ZIP codes. */
    locationPrecision: locationPrecision.optional(),
    locationNotes: text(1000).optional(),
    contact: siteContact.optional(),
    /** By what the customer's own books know it: on their papers, word for word. */
    purchaseOrder: purchaseOrder.optional(),
    startTime: instant,
    endTime: instant,
    requiredClearanceLevel: clearanceLevel,
    requiredSkills: skills,
    specialRequirements: z.array(text(200)).max(20).optional(),
    hourlyRateCents,
    /** The price that the customer was shown: another one is refused. A quote is not stored; what names it is its price. */
    quotedAmountCents: cents.optional(),
    /** Which of the customer's cards it is held on; the one in use when it is left out, or has refused or is gone. */
    cardId: cardId.optional(),
  })
  .meta({ id: 'JobDraft' });
export type JobDraft = z.output<typeof jobDraft>;

export const presenceProof = z.enum(['position', 'code', 'customer', 'admin']);
export type PresenceProof = z.output<typeof presenceProof>;

export const jobEnd = z.enum(['guard', 'clock', 'admin']);

const party = z.object({ id, name: z.string() }).meta({ id: 'Party' });

export const job = z
  .object({
    id,
    status: jobStatus,
    title: z.string(),
    description: z.string().nullable(),
    jobType,
    locationAddress: z.string(),
    location: position,
    /** How far around the pin the site reaches. */
    siteRadiusMeters: z.int(),
    locationNotes: z.string().nullable(),
    contact: z.object({ name: z.string(), phone: z.string().nullable() }).nullable(),
    purchaseOrder: z.string().nullable(),
    startTime: instant,
    endTime: instant,
    durationHours: z.number(),
    requiredClearanceLevel: clearanceLevel,
    requiredSkills: z.array(z.string()),
    specialRequirements: z.array(z.string()),
    hourlyRateCents: cents,
    totalAmountCents: cents,
    platformFeeCents: cents,
    guardPayoutCents: cents,
    /** Minutes on the job: from check-in, but not before the booked start, to check-out; null before check-out. */
    workedMinutes: z.int().nullable(),
    /** What the customer owes in the end (worked time, or the cancellation fee); null while that is open. */
    dueAmountCents: cents.nullable(),
    /** What showed the arrival; null before it. */
    checkInProof: presenceProof.nullable(),
    /** Who ended a completed job: the guard by checking out, the clock after the booked end, or an administrator. */
    endedBy: jobEnd.nullable(),
    /** Since when the guard at work is away from the site; null while they are there, or it is not known. */
    leftPostAt: instant.nullable(),
    /** Since when the customer is asked whether they wait for a guard who is late, and until when somebody waits. */
    waitAskedAt: instant.nullable(),
    waitsUntil: instant.nullable(),
    customer: party,
    guard: party.nullable(),
    requestedAt: instant,
    matchedAt: instant.nullable(),
    startedAt: instant.nullable(),
    completedAt: instant.nullable(),
    cancelledAt: instant.nullable(),
    cancellationReason: z.string().nullable(),
    cancelledBy: id.nullable(),
    /** Named by an edit, so that none undoes another unseen. */
    version: z.int(),
  })
  .meta({ id: 'Job' });
export type Job = z.output<typeof job>;

export const quote = z
  .object({
    totalAmountCents: cents,
    platformFeeCents: cents,
    guardPayoutCents: cents,
    /** Rate to offer so that half of the eligible guards near by would work for it; null when there are none. */
    suggestedHourlyRateCents: cents.nullable(),
    /** Counted from where guards roughly are: no question tells where one is. */
    eligibleGuards: z.int(),
    /** The upper end of the nearest guard's band (`distanceBandMeters`); null where nobody is, or bases are searched. */
    nearestMeters: z.int().nullable(),
  })
  .meta({ id: 'Quote' });

/** Each component is 0..1, before its weight. Null: has no part in the score, its weight is shared out among the others. */
export const scoreComponents = z
  .object({
    proximity: z.number(),
    skills: z.number(),
    rating: z.number().nullable(),
    acceptance: z.number(),
    fairness: z.number(),
  })
  .meta({ id: 'ScoreComponents' });
export type ScoreComponents = z.output<typeof scoreComponents>;

export const candidate = z
  .object({ guard: guardCard, distanceMeters: z.number(), score: z.number(), components: scoreComponents })
  .meta({ id: 'Candidate' });

/**
 * A guard who fits, as the customer of the job may know of them before somebody has accepted: nothing but a rough distance, as
 * the upper end of its band (`distanceBandMeters`), and none from a base. Administrators see all of it.
 */
export const fit = z
  .object({
    guard: guardCard.nullable(),
    distanceMeters: z.number().nullable(),
    score: z.number().nullable(),
    components: scoreComponents.nullable(),
  })
  .meta({ id: 'Fit' });

export const timelineEvent = z
  .object({
    id: z.int(),
    type: timelineKind,
    actor: z.object({ id: id.nullable(), role: z.enum(['customer', 'guard', 'admin', 'system']) }),
    from: z.string().nullable(),
    to: z.string().nullable(),
    at: instant,
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEvent' });

/** Why a job has not come to a guard in its area, or how far it has. */
export const matchVerdict = z.enum([
  'accepted_by_you',
  'offered',
  'declined',
  'given_back',
  'taken',
  'over',
  'not_eligible',
  'too_far',
  'others_first',
  'next_in_line',
]);
export type MatchVerdict = z.output<typeof matchVerdict>;

export const matchExplanation = z
  .object({
    /** For the customer and administrators: every wave in order. Empty for a guard. */
    waves: z.array(
      z.object({
        wave: z.int(),
        reason: z.enum(['wave', 'batch', 'came_on_duty']),
        decidedAt: instant,
        radiusMeters: z.number(),
        weights: scoreWeights,
        marketAcceptance: z.number(),
        /** Where more guards are near than are looked at: only so many of the nearest were. Null: all who could come first. */
        onlyNearest: z.int().nullable(),
        guards: z.array(
          z.object({
            rank: z.int(),
            /** For the customer only who has accepted; the rest of the line for administrators alone. */
            guard: party.nullable(),
            distanceMeters: z.number().nullable(),
            score: z.number().nullable(),
            components: scoreComponents.nullable(),
            /** How the offer of this wave ended; null for a guard who was not asked in it. */
            offer: z.enum(['offered', 'accepted', 'declined', 'expired', 'superseded', 'given_back']).nullable(),
          }),
        ),
      }),
    ),
    /** For a guard in the area; null for everybody else. Tells of others no more than how many they are. */
    mine: z.object({ verdict: matchVerdict, reasons: z.array(z.string()), guardsAhead: z.int().nullable() }).nullable(),
  })
  .meta({ id: 'MatchExplanation' });

const jobId = z.strictObject({ id });

export const lateDecision = z.enum(['wait', 'replace']);

/** A position as the phone reports it at the gate. */
const atGate = {
  location: position,
  accuracyMeters: z.number().positive().max(10_000),
  recordedAt: instant.optional(),
};
/** Six digits that the customer sees and tells the guard. */
const code = { code: z.string().regex(/^\d{6}$/) };
const leaving = { reason: reason.optional() };
const presence = z.union([z.strictObject(atGate), z.strictObject(code)]);
const departure = z.union([z.strictObject({ ...atGate, ...leaving }), z.strictObject({ ...code, ...leaving })]);

export const jobs = {
  quote: endpoint({
    method: 'POST',
    path: '/jobs/quote',
    access: ['customer', 'admin'],
    summary: 'Price of a job draft and how many guards it would find',
    body: jobDraft,
    answer: quote,
  }),
  create: endpoint({
    method: 'POST',
    path: '/jobs',
    access: ['customer'],
    summary: 'Book a guard',
    body: jobDraft,
    answer: job,
    status: 201,
    idempotent: true,
  }),
  list: endpoint({
    method: 'GET',
    path: '/jobs',
    access: 'signed-in',
    summary: 'My jobs, newest first (an administrator sees all); by the beginning of their title',
    query: pageQuery.extend({
      status: jobStatus.optional(),
      role: z.enum(['customer', 'guard']).optional(),
      words: text(100).optional(),
    }),
    answer: page(job),
  }),
  get: endpoint({
    method: 'GET',
    path: '/jobs/:id',
    access: 'signed-in',
    summary: 'One job',
    params: jobId,
    answer: job,
  }),
  candidates: endpoint({
    method: 'GET',
    path: '/jobs/:id/candidates',
    access: ['customer', 'admin'],
    summary:
      'Eligible guards near by: for administrators the best first, with the parts of their score; for the customer how far they are, roughly',
    params: jobId,
    answer: page(fit),
  }),
  matchExplanation: endpoint({
    method: 'GET',
    path: '/jobs/:id/match-explanation',
    access: 'signed-in',
    summary: 'Why guards were asked in this order; for a guard in the area, why the job has not come to them',
    params: jobId,
    answer: matchExplanation,
  }),
  timeline: endpoint({
    method: 'GET',
    path: '/jobs/:id/timeline',
    access: 'signed-in',
    summary: 'What happened to the job, oldest first',
    params: jobId,
    answer: page(timelineEvent),
  }),
  cancel: endpoint({
    method: 'POST',
    path: '/jobs/:id/cancel',
    access: ['customer', 'admin'],
    summary: 'Cancel; with `preview` only say what it would cost',
    params: jobId,
    body: z.strictObject({
      reason,
      preview: z.boolean().optional(),
      /** The fee that was shown: time that has passed meanwhile may have made it another one, which is refused. */
      shownFeeCents: cents.optional(),
    }),
    answer: z.object({
      feeCents: cents,
      /** Of the price. */
      percent: z.int(),
      /** On what the fee rests: who cancels, whether a guard was there, and how much time was left. */
      because: z.enum(['not_by_customer', 'no_guard_yet', 'guard_late', 'time_left', 'work_done']),
      job,
    }),
    idempotent: true,
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/jobs/:id/withdraw',
    access: ['guard'],
    summary: 'Give an accepted job back; it is offered to others',
    params: jobId,
    body: z.strictObject({ reason }),
    idempotent: true,
  }),
  checkIn: endpoint({
    method: 'POST',
    path: '/jobs/:id/check-in',
    access: ['guard'],
    summary: 'Start the job on site: by a position, or by the code that the customer sees',
    params: jobId,
    body: presence,
    answer: job,
    idempotent: true,
  }),
  checkOut: endpoint({
    method: 'POST',
    path: '/jobs/:id/check-out',
    access: ['guard'],
    summary:
      'End the job on site; the customer is charged for the time worked. Before the booked end with a reason; before the start it goes back to dispatch',
    params: jobId,
    body: departure,
    answer: job,
    idempotent: true,
  }),
  arrivalCode: endpoint({
    method: 'GET',
    path: '/jobs/:id/arrival-code',
    access: ['customer', 'admin'],
    summary: 'The code to tell a guard at the door whose phone has no good position',
    params: jobId,
    answer: z.object({ code: z.string(), triesLeft: z.int() }),
  }),
  confirmArrival: endpoint({
    method: 'POST',
    path: '/jobs/:id/confirm-arrival',
    access: ['customer'],
    summary: 'Say that the guard is here: starts the job',
    params: jobId,
    answer: job,
    idempotent: true,
  }),
  answerLate: endpoint({
    method: 'POST',
    path: '/jobs/:id/late-guard',
    access: ['customer'],
    summary: 'Wait for a guard who is late, or have another searched for',
    params: jobId,
    body: z.strictObject({ decision: lateDecision }),
    answer: job,
    idempotent: true,
  }),
  quoteRest: endpoint({
    method: 'GET',
    path: '/jobs/:id/rest',
    access: ['customer'],
    summary: 'What another guard costs from now on for the rest of a job whose guard has left early',
    params: jobId,
    answer: z.object({
      startTime: instant,
      endTime: instant,
      totalAmountCents: cents,
      /** The open job that was booked for it; null as long as there is none. */
      bookedAs: id.nullable(),
    }),
  }),
  rest: endpoint({
    method: 'POST',
    path: '/jobs/:id/rest',
    access: ['customer'],
    summary: 'Book another guard for the rest of a job whose guard has left early',
    params: jobId,
    body: z.strictObject({
      /** Of the price that was shown, which goes down with the time that is left; now, when it is left out. */
      startTime: instant.optional(),
      /** The price that was shown: another one is refused. */
      quotedAmountCents: cents.optional(),
    }),
    answer: job,
    status: 201,
    idempotent: true,
  }),
};
