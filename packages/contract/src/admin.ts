import { z } from 'zod';
import { auditActorRole, namedAuditEntry } from './desk.js';
import { endpoint, file, page, pageQuery, userRole } from './endpoint.js';
import { backgroundCheck, guardProfile } from './guards.js';
import { knownUser, privacyRequest, userStatus } from './identity.js';
import { job, jobStatus, openJobStatus } from './jobs.js';
import { payment, paymentStatus, refundBornBy } from './payments.js';
import { calendarDate, cents, centsTotal, id, instant, position, reason, text, timeZone } from './primitives.js';

const userId = z.strictObject({ userId: id });
const because = z.strictObject({ reason });
/** Decided on what was seen: `papersVersion` of the profile that was looked at. */
const ofVersion = because.extend({ papersVersion: z.int().min(1) });

export const indexUse = z
  .object({
    table: z.string(),
    index: z.string(),
    scans: z.int(),
    sizeBytes: z.int(),
    unique: z.boolean(),
    neverUsed: z.boolean(),
  })
  .meta({ id: 'IndexUse' });

const retentionTask = z
  .object({
    task: z.string(),
    what: z.string(),
    everySeconds: z.int(),
    lastStartedAt: instant.nullable(),
    lastFinishedAt: instant.nullable(),
    outcome: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'RetentionTask' });

/** One day of the calendar that was asked for, with all of its jobs and money. */
const dayOfMarket = z
  .object({
    day: calendarDate,
    /** Booked on this day, by the state that they are in now. */
    jobs: z.record(jobStatus, z.int()),
    chargedCents: centsTotal,
    paidOutCents: centsTotal,
    refundedCents: centsTotal,
  })
  .meta({ id: 'DayOfMarket' });

/** An open job as a map shows it. */
const jobOnMap = z
  .object({ id, title: z.string(), status: openJobStatus, location: position })
  .meta({ id: 'JobOnMap' });

export const admin = {
  overview: endpoint({
    method: 'GET',
    path: '/admin/overview',
    access: ['admin'],
    summary: 'The market at a glance: what is open, and the last days of a calendar',
    query: z.strictObject({
      days: z.coerce.number<number | string>().int().min(1).max(90).default(14),
      timeZone: timeZone.default('UTC'),
    }),
    answer: z.object({
      timeZone: z.string(),
      jobsOpen: z.record(openJobStatus, z.int()),
      guardsAvailable: z.int(),
      guardsPendingVerification: z.int(),
      offersLive: z.int(),
      heldCents: centsTotal,
      payoutsPendingCents: centsTotal,
      /** Of the jobs booked in these days whose search is over; the wait is null while nobody has accepted one. */
      searches: z.object({ over: z.int(), matched: z.int(), medianWaitSeconds: z.number().nullable() }),
      /** The oldest first; the last is today, which has not ended. */
      days: z.array(dayOfMarket),
      /** Those that start first; `jobsOpen` counts all. */
      map: z.array(jobOnMap),
    }),
  }),
  jobs: endpoint({
    method: 'GET',
    path: '/admin/jobs',
    access: ['admin'],
    summary: 'All jobs, newest first; by id, or by the beginning of the title or of the name of a party',
    query: pageQuery.extend({ status: jobStatus.optional(), words: text(100).optional() }),
    answer: page(job),
  }),
  users: endpoint({
    method: 'GET',
    path: '/admin/users',
    access: ['admin'],
    summary: 'All users who are not erased, newest first; by the beginning of name, e-mail or phone',
    query: pageQuery.extend({
      role: userRole.optional(),
      status: userStatus.optional(),
      words: text(100).optional(),
    }),
    answer: page(knownUser),
  }),
  pendingGuards: endpoint({
    method: 'GET',
    path: '/admin/guards/pending',
    access: ['admin'],
    summary: 'Guards whose licence waits for verification, the longest waiting first',
    query: pageQuery,
    // Told here: to ask for a picture that is not there would leave an error in every browser's console.
    answer: page(guardProfile.extend({ hasLicenseScan: z.boolean() }).meta({ id: 'PendingGuard' })),
  }),
  verifyGuard: endpoint({
    method: 'POST',
    path: '/admin/guards/:userId/verify',
    access: ['admin'],
    summary: "Confirm a guard's licence and identity, of the version of the papers that was seen",
    params: userId,
    body: ofVersion,
    answer: guardProfile,
  }),
  refuseGuard: endpoint({
    method: 'POST',
    path: '/admin/guards/:userId/refuse',
    access: ['admin'],
    summary: "Refuse a guard's licence; they read the reason and can send their papers again",
    params: userId,
    body: ofVersion,
    answer: guardProfile,
  }),
  endJob: endpoint({
    method: 'POST',
    path: '/admin/jobs/:id/end',
    access: ['admin'],
    summary: 'End a job under way with the hours that were found out',
    params: z.strictObject({ id }),
    body: z.strictObject({ workedMinutes: z.int().min(0), reason }),
    answer: job,
  }),
  suspendUser: endpoint({
    method: 'POST',
    path: '/admin/users/:id/suspend',
    access: ['admin'],
    summary: 'Suspend an account: signs it out everywhere and keeps it out, gives its jobs back to dispatch',
    params: z.strictObject({ id }),
    body: because,
    answer: knownUser,
  }),
  reinstateUser: endpoint({
    method: 'POST',
    path: '/admin/users/:id/reinstate',
    access: ['admin'],
    summary: 'Lift a suspension: the account is again what it was before',
    params: z.strictObject({ id }),
    body: because,
    answer: knownUser,
  }),
  payments: endpoint({
    method: 'GET',
    path: '/admin/payments',
    access: ['admin'],
    summary: 'All money rows, newest first; of jobs by id, or by the beginning of the title or of the name of a party',
    query: pageQuery.extend({ status: paymentStatus.optional(), words: text(100).optional() }),
    answer: page(payment),
  }),
  refund: endpoint({
    method: 'POST',
    path: '/admin/payments/:id/refund',
    access: ['admin'],
    summary: 'Give a charge back, whole or in part',
    params: z.strictObject({ id }),
    body: z.strictObject({ reason, amountCents: cents.min(1).optional(), bornBy: refundBornBy.optional() }),
    answer: payment,
    status: 201,
    idempotent: true,
  }),
  indexes: endpoint({
    method: 'GET',
    path: '/admin/indexes',
    access: ['admin'],
    summary: 'Use and size of every index since the statistics were last reset',
    answer: page(indexUse),
  }),
  setBackgroundCheck: endpoint({
    method: 'PUT',
    path: '/admin/guards/:userId/background-check',
    access: ['admin'],
    summary: "Record the result of a guard's background check; kept encrypted",
    params: userId,
    body: backgroundCheck,
  }),
  backgroundCheck: endpoint({
    method: 'GET',
    path: '/admin/guards/:userId/background-check',
    access: ['admin'],
    summary: "A guard's background check; reading it is written to the audit log",
    params: userId,
    answer: z.object({ check: backgroundCheck.nullable() }),
  }),
  licenseScan: endpoint({
    method: 'GET',
    path: '/admin/guards/:userId/license-scan',
    access: ['admin'],
    summary: "The picture of a guard's licence; reading it is written to the audit log",
    params: userId,
    answer: file,
    fileTypes: ['image/jpeg'],
  }),
  privacyRequests: endpoint({
    method: 'GET',
    path: '/admin/privacy-requests',
    access: ['admin'],
    summary:
      'Requests for export and erasure, newest first, with what came of them; by the beginning of name, e-mail or phone',
    query: pageQuery.extend({ kind: z.enum(['export', 'erasure']).optional(), words: text(100).optional() }),
    answer: page(privacyRequest.extend({ userName: z.string() }).meta({ id: 'NamedPrivacyRequest' })),
  }),
  retention: endpoint({
    method: 'GET',
    path: '/admin/retention',
    access: ['admin'],
    summary: 'What is deleted when, and the last run of each task',
    answer: page(retentionTask),
  }),
  auditLog: endpoint({
    method: 'GET',
    path: '/admin/audit-log',
    access: ['admin'],
    summary:
      'Who did what to whom, newest first; by the beginning of the name of a person or job that it was done by or to',
    query: pageQuery.extend({
      actorRole: auditActorRole.optional(),
      words: text(100).optional(),
      cursor: z
        .string()
        .regex(/^\d{1,15}$/)
        .optional(),
    }),
    answer: page(namedAuditEntry),
  }),
};
