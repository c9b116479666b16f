import { z } from 'zod';
import { endpoint, page } from './endpoint.js';
import { JOB_TERMS, JOB_WORDS } from './job-terms.js';
import { job, jobDraft, jobType, locationPrecision, purchaseOrder, siteContact } from './jobs.js';
import {
  cents,
  clearanceLevel,
  hourlyRateCents,
  id,
  instant,
  position,
  siteRadiusMeters,
  skills,
  text,
} from './primitives.js';

export const jobTerm = z.enum(JOB_TERMS);
export const jobWord = z.enum(JOB_WORDS);

export const jobTerms = z
  .object({
    jobType,
    locationAddress: z.string(),
    location: position,
    siteRadiusMeters: z.int(),
    startTime: instant,
    endTime: instant,
    requiredClearanceLevel: clearanceLevel,
    requiredSkills: z.array(z.string()),
    specialRequirements: z.array(z.string()),
    hourlyRateCents: cents,
    totalAmountCents: cents,
    platformFeeCents: cents,
    guardPayoutCents: cents,
  })
  .meta({ id: 'JobTerms' });

export const proposalStatus = z.enum(['open', 'accepted', 'declined', 'expired', 'withdrawn', 'lapsed']);
export type ProposalStatus = z.output<typeof proposalStatus>;

/** Other terms for a job that has its guard. */
export const jobProposal = z
  .object({
    id,
    jobId: id,
    guardId: id,
    /**
     * `accepted` and not yet applied: the card is asked for the higher price. `lapsed`: agreed to, but the card refused or the
     * job was changed otherwise meanwhile.
     */
    status: proposalStatus,
    changed: z.array(jobTerm),
    terms: jobTerms,
    proposedAt: instant,
    expiresAt: instant,
    resolvedAt: instant.nullable(),
    /** Since when the job has these terms. */
    appliedAt: instant.nullable(),
  })
  .meta({ id: 'JobProposal' });
export type JobProposal = z.output<typeof jobProposal>;

/** What is left out stays as it is. */
export const jobEdit = z
  .strictObject({
    /** Of the job as it was read. */
    version: z.int(),
    /** Only say what it would come to. */
    preview: z.boolean().optional(),
    title: jobDraft.shape.title.optional(),
    description: text(4000).nullable().optional(),
    locationNotes: text(1000).nullable().optional(),
    contact: siteContact.nullable().optional(),
    purchaseOrder: purchaseOrder.nullable().optional(),
    jobType: jobType.optional(),
    locationAddress: text(300).optional(),
    location: position.optional(),
    locationPrecision: locationPrecision.optional(),
    siteRadiusMeters: siteRadiusMeters.optional(),
    startTime: instant.optional(),
    endTime: instant.optional(),
    requiredClearanceLevel: clearanceLevel.optional(),
    requiredSkills: skills.optional(),
    specialRequirements: jobDraft.shape.specialRequirements,
    hourlyRateCents: hourlyRateCents.optional(),
    /** The whole price that was shown: another one is refused, and nothing is changed. */
    quotedAmountCents: cents.optional(),
  })
  .meta({ id: 'JobEdit' });
export type JobEdit = z.output<typeof jobEdit>;

export const jobEditAnswer = z.object({
  changed: z.array(z.union([jobTerm, jobWord])),
  /** Whether the guard has to agree first, because they have the job on other terms. */
  needsGuard: z.boolean(),
  /** Null when nothing was proposed: all that was asked for is so now, or nothing was to be changed yet. */
  proposal: jobProposal.nullable(),
  /** What the whole booked time costs with the changed terms. */
  totalAmountCents: cents,
  job,
});

const ofJob = z.strictObject({ id });
const ofProposal = z.strictObject({ id });

export const jobEdits = {
  edit: endpoint({
    method: 'PATCH',
    path: '/jobs/:id',
    access: ['customer'],
    summary: 'Change a job; terms that a guard has agreed to become a proposal to them',
    params: ofJob,
    body: jobEdit,
    answer: jobEditAnswer,
  }),
  proposals: endpoint({
    method: 'GET',
    path: '/jobs/:id/proposals',
    access: 'signed-in',
    summary: 'Other terms that were proposed to the guard of a job, newest first',
    params: ofJob,
    answer: page(jobProposal),
  }),
  accept: endpoint({
    method: 'POST',
    path: '/proposals/:id/accept',
    access: ['guard'],
    summary: 'Agree to other terms; they count once the card holds the price, at once where it is not higher',
    params: ofProposal,
    answer: jobProposal,
    idempotent: true,
  }),
  decline: endpoint({
    method: 'POST',
    path: '/proposals/:id/decline',
    access: ['guard'],
    summary: 'Leave the job as it is',
    params: ofProposal,
    answer: jobProposal,
    idempotent: true,
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/proposals/:id/withdraw',
    access: ['customer'],
    summary: 'Take a proposal back that nobody has answered',
    params: ofProposal,
    answer: jobProposal,
    idempotent: true,
  }),
};
