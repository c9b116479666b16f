import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { cents, centsTotal, id, instant, reason } from './primitives.js';

/** Given to a customer for jobs to come; the oldest is used first. */
export const credit = z
  .object({
    id,
    customerId: id,
    /** Which job it makes good; null when it is about none. */
    jobId: id.nullable(),
    amountCents: cents,
    usedCents: centsTotal,
    /** Taken back by an administrator before it was used. */
    withdrawnCents: centsTotal,
    leftCents: centsTotal,
    reason: z.string(),
    givenByName: z.string(),
    givenAt: instant,
  })
  .meta({ id: 'Credit' });
export type Credit = z.output<typeof credit>;

const ofUser = z.strictObject({ userId: id });

export const credits = {
  give: endpoint({
    method: 'POST',
    path: '/admin/users/:userId/credits',
    access: ['admin'],
    summary: 'Give a customer credit, which pays for their next jobs before their card does',
    params: ofUser,
    body: z.strictObject({ amountCents: cents.min(1), reason, jobId: id.optional() }),
    answer: credit,
    status: 201,
    idempotent: true,
  }),
  ofUser: endpoint({
    method: 'GET',
    path: '/admin/users/:userId/credits',
    access: ['admin'],
    summary: 'Credit of a customer, the newest first',
    params: ofUser,
    answer: z.object({ availableCents: centsTotal, items: z.array(credit), nextCursor: z.string().nullable() }),
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/admin/credits/:id/withdraw',
    access: ['admin'],
    summary: 'Take back what of a credit is not used yet',
    params: z.strictObject({ id }),
    body: z.strictObject({ reason }),
    answer: credit,
  }),
};
