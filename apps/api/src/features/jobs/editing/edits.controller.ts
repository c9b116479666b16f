import { Controller } from '@nestjs/common';
import { api, type Answer, type JobProposal } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { AnswerProposal } from './answer-proposal.js';
import { editAnswer, proposalAnswer } from './edit-answer.js';
import { EditJob } from './edit-job.js';

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
    return editAnswer(await this.editJob.edit(caller, params.id, body));
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
