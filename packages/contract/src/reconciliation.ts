import { z } from 'zod';
import { endpoint, page } from './endpoint.js';
import { difference } from './payments.js';
import { centsTotal, id, instant } from './primitives.js';

/** Why a run came to no result: the provider did not answer, refused our key, or the run broke. */
export const reconciliationFailure = z.enum(['provider_unreachable', 'provider_refuses', 'broken']);

const days = z.int().min(1).max(90);

/** One run: under way while it has not ended; it ends with a result or with why there is none. */
export const reconciliation = z
  .object({
    id,
    days,
    askedAt: instant,
    /** How many movements of the provider were read so far. */
    movementsRead: z.int(),
    endedAt: instant.nullable(),
    failure: reconciliationFailure.nullable(),
    result: z
      .object({
        from: instant,
        to: instant,
        /** Movements of that time, on our side. */
        compared: z.int(),
        /** Over all jobs and times, up to the same moment. */
        sums: z.object({ oursCents: centsTotal, besideJobsCents: centsTotal, stripeCents: centsTotal }),
        differenceCount: z.int(),
      })
      .nullable(),
  })
  .meta({ id: 'Reconciliation' });
export type Reconciliation = z.output<typeof reconciliation>;

export const reconciliations = {
  start: endpoint({
    method: 'POST',
    path: '/admin/reconciliations',
    access: ['admin'],
    summary: "Compare our money rows with the payment provider's balance; gives the run under way when there is one",
    body: z.strictObject({ days: days.default(7) }),
    answer: reconciliation,
    status: 202,
  }),
  list: endpoint({
    method: 'GET',
    path: '/admin/reconciliations',
    access: ['admin'],
    summary: 'The latest runs, the newest first',
    answer: page(reconciliation),
  }),
  get: endpoint({
    method: 'GET',
    path: '/admin/reconciliations/:id',
    access: ['admin'],
    summary: 'One run, with every difference it has found',
    params: z.strictObject({ id }),
    answer: reconciliation.extend({ differences: z.array(difference) }).meta({ id: 'ReconciliationReport' }),
  }),
};
