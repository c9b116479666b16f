import { z } from 'zod';
import { endpoint, file } from './endpoint.js';
import { cents, id, instant } from './primitives.js';

/** `needs_answer`: the bank waits for the evidence. `answered`: it decides. The others are ends. */
export const disputeStatus = z.enum(['needs_answer', 'answered', 'won', 'lost']);
export type DisputeStatus = z.output<typeof disputeStatus>;

export const dispute = z
  .object({
    id,
    jobId: id,
    jobTitle: z.string(),
    paymentId: id,
    status: disputeStatus,
    /** The bank only asks: nothing was taken yet. */
    isInquiry: z.boolean(),
    amountCents: cents,
    /** As the bank says. */
    reason: z.string(),
    openedAt: instant,
    /** Until when an answer counts; null when the bank takes none (any more). */
    answerBy: instant.nullable(),
    /** Of the time that was paid for, how much is proved. */
    provedPercent: z.int(),
    /** When the evidence is sent without anybody; null where a person has to look, or nothing is to be sent. */
    answersItselfAt: instant.nullable(),
    answeredAt: instant.nullable(),
    closedAt: instant.nullable(),
  })
  .meta({ id: 'Dispute' });
export type Dispute = z.output<typeof dispute>;

const ofDispute = z.strictObject({ id });

export const disputes = {
  list: endpoint({
    method: 'GET',
    path: '/admin/disputes',
    access: ['admin'],
    summary: 'Charges that banks contest: the open ones, the soonest term first, then the newest that have ended',
    answer: z.object({ items: z.array(dispute), nextCursor: z.string().nullable() }),
  }),
  evidence: endpoint({
    method: 'GET',
    path: '/admin/disputes/:id/evidence.pdf',
    access: ['admin'],
    summary: 'What is sent to the bank: the work record with its proofs',
    params: ofDispute,
    answer: file,
    fileTypes: ['application/pdf'],
  }),
  answer: endpoint({
    method: 'POST',
    path: '/admin/disputes/:id/answer',
    access: ['admin'],
    summary: 'Send the evidence to the bank',
    params: ofDispute,
    answer: dispute,
    idempotent: true,
  }),
};
