import { z } from 'zod';
import { endpoint, page, pageQuery, userRole } from './endpoint.js';
import { guardProfile } from './guards.js';
import { user, userStatus } from './identity.js';
import { job, jobStatus } from './jobs.js';
import { difference, payment, paymentStatus } from './payments.js';
import { cents, centsTotal, id, instant, reason } from './primitives.js';

const userId = z.strictObject({ userId: id });
const because = z.strictObject({ reason });

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

export const admin = {
  overview: endpoint({
    method: 'GET',
    path: '/admin/overview',
    access: ['admin'],
    summary: 'The market at a glance',
    answer: z.object({
      jobsByStatus: z.record(jobStatus, z.int()),
      guardsAvailable: z.int(),
      guardsPendingVerification: z.int(),
      offersLive: z.int(),
      chargedTodayCents: centsTotal,
      heldCents: centsTotal,
      payoutsPendingCents: centsTotal,
    }),
  }),
  jobs: endpoint({
    method: 'GET',
    path: '/admin/jobs',
    access: ['admin'],
    summary: 'All jobs, newest first',
    query: pageQuery.extend({ status: jobStatus.optional() }),
    answer: page(job),
  }),
  users: endpoint({
    method: 'GET',
    path: '/admin/users',
    access: ['admin'],
    summary: 'All users, newest first',
    query: pageQuery.extend({ role: userRole.optional(), status: userStatus.optional() }),
    answer: page(user),
  }),
  pendingGuards: endpoint({
    method: 'GET',
    path: '/admin/guards/pending',
    access: ['admin'],
    summary: 'Guards whose licence waits for verification, the longest waiting first',
    query: pageQuery,
    answer: page(guardProfile),
  }),
  verifyGuard: endpoint({
    method: 'POST',
    path: '/admin/guards/:userId/verify',
    access: ['admin'],
    summary: "Confirm a guard's licence and identity",
    params: userId,
    body: because,
    answer: guardProfile,
  }),
  suspendUser: endpoint({
    method: 'POST',
    path: '/admin/users/:id/suspend',
    access: ['admin'],
    summary: 'Suspend an account: signs it out everywhere and keeps it out',
    params: z.strictObject({ id }),
    body: because,
    answer: user,
  }),
  payments: endpoint({
    method: 'GET',
    path: '/admin/payments',
    access: ['admin'],
    summary: 'All money rows, newest first',
    query: pageQuery.extend({ status: paymentStatus.optional() }),
    answer: page(payment),
  }),
  refund: endpoint({
    method: 'POST',
    path: '/admin/payments/:id/refund',
    access: ['admin'],
    summary: 'Give a charge back, whole or in part',
    params: z.strictObject({ id }),
    body: z.strictObject({ reason, amountCents: cents.min(1).optional() }),
    answer: payment,
    status: 201,
    idempotent: true,
  }),
  reconciliation: endpoint({
    method: 'GET',
    path: '/admin/reconciliation',
    access: ['admin'],
    summary: "Our money rows against the payment provider's balance, with every difference",
    query: z.strictObject({ days: z.coerce.number<number | string>().int().min(1).max(90).default(7) }),
    answer: z.object({
      from: instant,
      to: instant,
      compared: z.int(),
      sums: z.object({ oursCents: centsTotal, besideJobsCents: centsTotal, stripeCents: centsTotal }),
      differences: z.array(difference),
    }),
  }),
  indexes: endpoint({
    method: 'GET',
    path: '/admin/indexes',
    access: ['admin'],
    summary: 'Use and size of every index since the statistics were last reset',
    answer: page(indexUse),
  }),
};
