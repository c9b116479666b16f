import { z } from 'zod';
import { endpoint, userRole } from './endpoint.js';
import { knownUser, userStatus } from './identity.js';
import { jobEdit, jobEditAnswer } from './job-edits.js';
import { candidate, job, jobDraft, jobStatus, lateDecision, matchExplanation, timelineEvent } from './jobs.js';
import { payment, paymentsSum } from './payments.js';
import { email } from './person.js';
import { id, instant, reason, text } from './primitives.js';

/**
 * alarm: somebody has called for help, and it is not over. unfilled: starts soon or has begun, and nobody has accepted. guard_late: matched, and not checked in so long after the start
 * (or after the promised arrival) that it is told. silent: nothing is heard of the guard at work. left_post: they are
 * away from the site. over_time: in progress beyond
 * its booked end. money: moves by itself no further. correction: the parties do not agree on the hours. verification: papers that wait to be looked at.
 */
export const boardKind = z.enum([
  'alarm',
  'unfilled',
  'guard_late',
  'left_post',
  'silent',
  'over_time',
  'money',
  'correction',
  'verification',
]);
export type BoardKind = z.output<typeof boardKind>;

/** hold_failed: of a job to come. charge_failed: what is due was refused. outcome_unknown: nothing was heard for long. */
export const moneyTrouble = z.enum([
  'hold_failed',
  'charge_failed',
  'payout_failed',
  'refund_failed',
  'outcome_unknown',
  'disputed',
]);
export type MoneyTrouble = z.output<typeof moneyTrouble>;

/** What the operator does about it. */
export const boardAction = z.enum([
  'help',
  'assign',
  'call_guard',
  'call_customer',
  'end_job',
  'see_money',
  'decide',
  'verify',
]);
export type BoardAction = z.output<typeof boardAction>;

const boardRow = z
  .object({
    kind: boardKind,
    /** The job, or the guard whose papers wait. */
    subject: z.object({ type: z.enum(['job', 'person']), id, name: z.string() }),
    since: instant,
    /** Of an unfilled job. */
    startTime: instant.nullable(),
    /** Of a dispute: until when the bank takes an answer. */
    answerBy: instant.nullable(),
    trouble: moneyTrouble.nullable(),
    action: boardAction,
  })
  .meta({ id: 'BoardRow' });
export type BoardRow = z.output<typeof boardRow>;

const personOfDesk = z
  .object({
    id,
    name: z.string(),
    role: userRole,
    status: userStatus,
    email: z.string(),
    phone: z.string().nullable(),
  })
  .meta({ id: 'PersonOfDesk' });
export type PersonOfDesk = z.output<typeof personOfDesk>;

export const auditActorRole = z.enum([...userRole.options, 'system']);

/** `facts` hold ids, codes and numbers; the words of a reason are on the timeline. */
export const auditEntry = z
  .object({
    position: z.int(),
    occurredAt: z.string(),
    action: z.string(),
    actorId: id.nullable(),
    actorRole: auditActorRole,
    subjectId: id.nullable(),
    requestId: z.string().nullable(),
    facts: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

/** With who it was and to whom or what it was done; null of an id that is nobody's any more, or of something without a name. */
export const namedAuditEntry = auditEntry
  .extend({
    actorName: z.string().nullable(),
    subject: z.object({ type: z.enum(['person', 'job']), name: z.string() }).nullable(),
  })
  .meta({ id: 'NamedAuditEntry' });

const jobFound = z.object({ id, title: z.string(), status: jobStatus, startTime: instant }).meta({ id: 'JobFound' });

const ofJob = z.strictObject({ id });
const because = z.strictObject({ reason });
const forGuard = because.extend({ guardId: id });

export const desk = {
  board: endpoint({
    method: 'GET',
    path: '/admin/board',
    access: ['admin'],
    summary: 'What needs somebody now, the longest waiting of each kind first',
    answer: z.object({
      /** Of every kind in all; the rows are the first of them. */
      counts: z.record(boardKind, z.int()),
      rows: z.array(boardRow),
    }),
  }),
  search: endpoint({
    method: 'GET',
    path: '/admin/search',
    access: ['admin'],
    summary: 'Jobs by id or the beginning of their title; people by the beginning of name, e-mail, phone or licence',
    query: z.strictObject({ words: text(100) }),
    answer: z.object({ jobs: z.array(jobFound), people: z.array(personOfDesk) }),
  }),
  job: endpoint({
    method: 'GET',
    path: '/admin/jobs/:id',
    access: ['admin'],
    summary: 'Everything of a job, both people with phone and e-mail; opening it is written to the audit log',
    params: ofJob,
    answer: z.object({
      job,
      customer: personOfDesk,
      guard: personOfDesk.nullable(),
      payments: z.array(payment),
      sum: paymentsSum,
      timeline: z.array(timelineEvent),
      waves: matchExplanation.shape.waves,
      /** Who could be asked now, best first; none once somebody has accepted. */
      candidates: z.array(candidate),
      /** Acts and reads of administrators, newest first. */
      audit: z.array(auditEntry.extend({ actorName: z.string().nullable() }).meta({ id: 'AuditEntryOfJob' })),
    }),
  }),
  person: endpoint({
    method: 'GET',
    path: '/admin/people/:id',
    access: ['admin'],
    summary: 'A person and their newest jobs; opening it is written to the audit log',
    params: ofJob,
    answer: z.object({ user: knownUser, jobs: z.array(job) }),
  }),
  assign: endpoint({
    method: 'POST',
    path: '/admin/jobs/:id/assign',
    access: ['admin'],
    summary: 'Give an open job to a named guard, on duty or not; who may not take it is not given it',
    params: ofJob,
    body: forGuard,
    answer: job,
    idempotent: true,
  }),
  takeOff: endpoint({
    method: 'POST',
    path: '/admin/jobs/:id/take-off',
    access: ['admin'],
    summary: 'Take a job that has not begun from this guard; it is offered to others',
    params: ofJob,
    body: forGuard,
    answer: job,
    idempotent: true,
  }),
  edit: endpoint({
    method: 'PATCH',
    path: '/admin/jobs/:id',
    access: ['admin'],
    summary: 'Change a job for its customer, by the rules that hold for them',
    params: ofJob,
    body: z.strictObject({ reason, edit: jobEdit }),
    answer: jobEditAnswer,
  }),
  confirmArrival: endpoint({
    method: 'POST',
    path: '/admin/jobs/:id/confirm-arrival',
    access: ['admin'],
    summary: 'Say for the customer that the guard is there: starts the job',
    params: ofJob,
    body: because,
    answer: job,
    idempotent: true,
  }),
  answerLate: endpoint({
    method: 'POST',
    path: '/admin/jobs/:id/late-guard',
    access: ['admin'],
    summary: 'Answer for the customer whether a guard who is late is waited for or replaced',
    params: ofJob,
    body: because.extend({ decision: lateDecision }),
    answer: job,
    idempotent: true,
  }),
  askCardAgain: endpoint({
    method: 'POST',
    path: '/admin/jobs/:id/ask-card-again',
    access: ['admin'],
    summary: 'Ask the card at once for what it has refused to hold or to pay',
    params: ofJob,
    body: because,
    idempotent: true,
  }),
  changeEmail: endpoint({
    method: 'POST',
    path: '/admin/people/:id/email',
    access: ['admin'],
    summary:
      'Ask for another e-mail address for somebody; it is theirs when the link that is mailed to it was followed',
    params: ofJob,
    body: because.extend({ email }),
  }),
  book: endpoint({
    method: 'POST',
    path: '/admin/jobs',
    access: ['admin'],
    summary: 'Book a guard for a customer, on their card',
    body: z.strictObject({ customerId: id, reason, job: jobDraft }),
    answer: job,
    status: 201,
    idempotent: true,
  }),
};
