import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { JOB_MESSAGE_LENGTH } from './limits.js';
import { id, instant, text } from './primitives.js';

/** What the parties of a job have written to each other. */
export const jobMessage = z
  .object({
    id,
    /** Chosen by the phone of whoever wrote it: what is sent again is the same message. */
    clientId: id,
    from: z.enum(['customer', 'guard']),
    isMine: z.boolean(),
    words: z.string(),
    writtenAt: instant,
    readAt: instant.nullable(),
    /** With a guard who had the job before the one who has it. */
    isWithFormerGuard: z.boolean(),
  })
  .meta({ id: 'JobMessage' });
export type JobMessage = z.output<typeof jobMessage>;

const conversation = z
  .object({
    /** Oldest first: the newest five hundred. */
    items: z.array(jobMessage),
    /** Until when something can be written; null: not now. */
    openUntil: instant.nullable(),
  })
  .meta({ id: 'Conversation' });
export type Conversation = z.output<typeof conversation>;

/** Why an administrator reads what was not written to them. No free words: the audit log keeps it for good. */
export const readingReason = z.enum(['complaint', 'safety', 'disputed_money', 'suspected_fraud', 'authority']);
export type ReadingReason = z.output<typeof readingReason>;

const ofJob = z.strictObject({ id });

export const conversations = {
  ofJob: endpoint({
    method: 'GET',
    path: '/jobs/:id/conversation',
    access: ['customer', 'guard'],
    summary: 'What both parties have written to each other; a guard has only what was written in their own time',
    params: ofJob,
    answer: conversation,
  }),
  write: endpoint({
    method: 'POST',
    path: '/jobs/:id/conversation',
    access: ['customer', 'guard'],
    summary: 'Write to the other party, from the acceptance to a day after the end; the same clientId is one message',
    params: ofJob,
    body: z.strictObject({ clientId: id, words: text(JOB_MESSAGE_LENGTH) }),
    answer: jobMessage,
  }),
  read: endpoint({
    method: 'POST',
    path: '/jobs/:id/conversation/read',
    access: ['customer', 'guard'],
    summary: 'Say that everything that the other party has written was read',
    params: ofJob,
  }),
  onDesk: endpoint({
    method: 'POST',
    path: '/admin/jobs/:id/conversation',
    access: ['admin'],
    summary: 'Read what both parties have written, for a reason that is kept in the audit log',
    params: ofJob,
    body: z.strictObject({ reason: readingReason }),
    answer: z.object({ items: z.array(jobMessage) }),
  }),
};
