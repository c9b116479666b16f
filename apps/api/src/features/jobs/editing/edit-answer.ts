import type { Answer, api, JobProposal } from '@aegis/contract';
import { jobAnswer } from '../job-answer.js';
import type { Edited } from './edit-job.js';
import type { ProposalRow } from './proposals.repository.js';

/** What an edit has come to, as it goes over the wire. */
export const editAnswer = ({ change, needsGuard, proposal, job }: Edited): Answer<typeof api.jobEdits.edit> => ({
  changed: [...change.changedWords, ...change.changedTerms],
  needsGuard,
  proposal: proposal && proposalAnswer(proposal),
  totalAmountCents: change.terms.totalAmountCents,
  job: jobAnswer(job),
});

export function proposalAnswer(proposal: ProposalRow): JobProposal {
  const { id, jobId, guardId, status, changed, proposedAt, expiresAt, resolvedAt, appliedAt, ...terms } = proposal;
  return { id, jobId, guardId, status, changed, terms, proposedAt, expiresAt, resolvedAt, appliedAt };
}
