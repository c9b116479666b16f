import { z } from 'zod';
import { endpoint, userRole } from './endpoint.js';
import { cents, id, instant, reason, text } from './primitives.js';

/** Kinds of time on a job: only the first two are paid. */
export const workKind = z.enum(['present', 'unknown', 'away', 'break']);
export type WorkKind = z.output<typeof workKind>;

/** `minutes`: more or fewer. `break`: one that was taken, or was not. `beyond_end`: longer than booked, on request. */
export const correctionKind = z.enum(['minutes', 'break', 'beyond_end']);
export type CorrectionKind = z.output<typeof correctionKind>;

/** `asked`: the other party is to answer. `to_decide`: they declined or did not answer, an administrator decides. */
export const correctionStatus = z.enum(['asked', 'to_decide', 'agreed', 'decided', 'withdrawn']);
export type CorrectionStatus = z.output<typeof correctionStatus>;

/** Why the price is what it is. */
export const hoursReason = z.enum(['as_worked', 'rounded', 'first_hour', 'booked_price']);
export type HoursReason = z.output<typeof hoursReason>;

export const workInterval = z
  .object({
    beginsAt: instant,
    endsAt: instant,
    kind: workKind,
    /** Positions that show it. */
    fixes: z.int(),
  })
  .meta({ id: 'WorkInterval' });
export type WorkInterval = z.output<typeof workInterval>;

/** On the evidence, when the job ended; it does not change. */
export const workRecord = z
  .object({
    madeAt: instant,
    /** Present and unknown. */
    workedMinutes: z.int(),
    dueAmountCents: cents,
    presentMinutes: z.int(),
    unknownMinutes: z.int(),
    awayMinutes: z.int(),
    breakMinutes: z.int(),
    /** In the order of time, without gaps. */
    intervals: z.array(workInterval),
  })
  .meta({ id: 'WorkRecord' });

/** Other hours that one party asks for. */
export const correction = z
  .object({
    id,
    jobId: id,
    kind: correctionKind,
    status: correctionStatus,
    askedBy: userRole,
    reason: z.string(),
    /** What was worked, and what it would be; with the price of each. */
    fromMinutes: z.int(),
    toMinutes: z.int(),
    fromCents: cents,
    toCents: cents,
    askedAt: instant,
    answerBy: instant,
    answeredAt: instant.nullable(),
    answerReason: z.string().nullable(),
    decidedAt: instant.nullable(),
    decidedMinutes: z.int().nullable(),
    decidedCents: cents.nullable(),
    decisionReason: z.string().nullable(),
  })
  .meta({ id: 'Correction' });
export type Correction = z.output<typeof correction>;

export const hoursOfJob = z
  .object({
    bookedMinutes: z.int(),
    bookedCents: cents,
    /** Since when the guard is on a break; null otherwise. */
    onBreakSince: instant.nullable(),
    /** Null until the job has ended, and for one that was cancelled. */
    record: workRecord.nullable(),
    /** The same of all that is known by now, where positions that came after the end show something else; null otherwise. */
    lateEvidence: workRecord.nullable(),
    /** What counts now, after what was agreed or decided. */
    workedMinutes: z.int().nullable(),
    billedMinutes: z.int().nullable(),
    dueAmountCents: cents.nullable(),
    why: hoursReason.nullable(),
    /** Oldest first. */
    corrections: z.array(correction),
    /** Until when other hours can be asked for; null when they cannot (any more). */
    canAskUntil: instant.nullable(),
    /** The longest that can be asked for: from the check-in to the end, or until now where the clock has ended the job. */
    mostMinutes: z.int().nullable(),
  })
  .meta({ id: 'HoursOfJob' });
export type HoursOfJob = z.output<typeof hoursOfJob>;

const MOST_MINUTES = 7 * 24 * 60;
const minutes = z.int().min(0).max(MOST_MINUTES);
const ofJob = z.strictObject({ id });
const ofCorrection = z.strictObject({ id });

export const hours = {
  ofJob: endpoint({
    method: 'GET',
    path: '/jobs/:id/hours',
    access: 'signed-in',
    summary: 'What was worked on which evidence, what counts, and what was asked about it',
    params: ofJob,
    answer: hoursOfJob,
  }),
  beginBreak: endpoint({
    method: 'POST',
    path: '/jobs/:id/breaks',
    access: ['guard'],
    summary: 'Begin a break, which is not paid',
    params: ofJob,
    answer: hoursOfJob,
    idempotent: true,
  }),
  endBreak: endpoint({
    method: 'POST',
    path: '/jobs/:id/breaks/end',
    access: ['guard'],
    summary: 'Be back from a break',
    params: ofJob,
    answer: hoursOfJob,
    idempotent: true,
  }),
  ask: endpoint({
    method: 'POST',
    path: '/jobs/:id/corrections',
    access: ['customer', 'guard'],
    summary: 'Ask for other hours than those of the record; the other party agrees or an administrator decides',
    params: ofJob,
    body: z.strictObject({ kind: correctionKind.default('minutes'), workedMinutes: minutes, reason }),
    answer: correction,
    status: 201,
    idempotent: true,
  }),
  agree: endpoint({
    method: 'POST',
    path: '/corrections/:id/agree',
    access: ['customer', 'guard'],
    summary: 'Agree to other hours: they count, and the money follows',
    params: ofCorrection,
    answer: correction,
    idempotent: true,
  }),
  decline: endpoint({
    method: 'POST',
    path: '/corrections/:id/decline',
    access: ['customer', 'guard'],
    summary: 'Do not agree: an administrator decides on the evidence',
    params: ofCorrection,
    body: z.strictObject({ reason: text(500).optional() }),
    answer: correction,
    idempotent: true,
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/corrections/:id/withdraw',
    access: ['customer', 'guard'],
    summary: 'Take back what one has asked for and nobody has decided',
    params: ofCorrection,
    answer: correction,
    idempotent: true,
  }),
  decide: endpoint({
    method: 'POST',
    path: '/corrections/:id/decide',
    access: ['admin'],
    summary: 'Decide which hours count; no more is charged than was booked or agreed to',
    params: ofCorrection,
    body: z.strictObject({ workedMinutes: minutes, reason }),
    answer: correction,
    idempotent: true,
  }),
};
