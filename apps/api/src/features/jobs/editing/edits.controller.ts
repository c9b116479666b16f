import { Controller } from '@nestjs/common';
import { api, type Answer, type JobProposal } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { jobAnswer } from '../job-answer.js';
import { AnswerProposal } from './answer-proposal.js';
import { EditJob } from './edit-job.js';
import type { ProposalRow } from './proposals.repository.js';

@Controller()
export class EditsController {
  constructor(
    private readonly editJob: EditJob,
    private readonly proposals: AnswerProposal,
  ) {}

  @Handles(api.jobEdits.edit)
  async edit(
    @Received() { caller, params, body }: RequestTo<typeof api.jobEdits.edit>,
  ): Promise<Answer<typeof api.jobEdits.edit>> {
    const { change, needsGuard, proposal, job } = await this.editJob.edit(caller, params.id, body);
    return {
      changed: [...change.changedWords, ...change.changedTerms],
      needsGuard,
      proposal: proposal && proposalAnswer(proposal),
      totalAmountCents: change.terms.totalAmountCents,
      job: jobAnswer(job),
    };
  }

  @Handles(api.jobEdits.proposals)
  async ofJob(
    @Received() { caller, params }: RequestTo<typeof api.jobEdits.proposals>,
  ): Promise<Answer<typeof api.jobEdits.proposals>> {
    return { items: (await this.proposals.ofJob(caller, params.id)).map(proposalAnswer), nextCursor: null };
  }

  @Handles(api.jobEdits.accept)
  async accept(@Received() { caller, params }: RequestTo<typeof api.jobEdits.accept>): Promise<JobProposal> {
    return proposalAnswer(await this.proposals.accept(caller, params.id));
  }

  @Handles(api.jobEdits.decline)
  async decline(@Received() { caller, params }: RequestTo<typeof api.jobEdits.decline>): Promise<JobProposal> {
    return proposalAnswer(await this.proposals.decline(caller, params.id));
  }

  @Handles(api.jobEdits.withdraw)
  async withdraw(@Received() { caller, params }: RequestTo<typeof api.jobEdits.withdraw>): Promise<JobProposal> {
    return proposalAnswer(await this.proposals.withdraw(caller, params.id));
  }
}

function proposalAnswer(proposal: ProposalRow): JobProposal {
  const { id, jobId, guardId, status, changed, proposedAt, expiresAt, resolvedAt, appliedAt, ...terms } = proposal;
  return { id, jobId, guardId, status, changed, terms, proposedAt, expiresAt, resolvedAt, appliedAt };
}
