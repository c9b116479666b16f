import { Controller } from '@nestjs/common';
import { type Answer, api, type FileContent } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { ReadsElsewhere } from '../../../platform/http/reads-elsewhere.js';
import { AnswerDispute } from './answer-dispute.js';
import { Disputes } from './disputes.js';

@Controller()
export class DisputesController {
  constructor(
    private readonly disputes: Disputes,
    private readonly answers: AnswerDispute,
  ) {}

  @ReadsElsewhere()
  @Handles(api.disputes.list)
  list(): Promise<Answer<typeof api.disputes.list>> {
    return this.disputes.list();
  }

  @Handles(api.disputes.evidence)
  evidence(@Received() { params }: RequestTo<typeof api.disputes.evidence>): Promise<FileContent> {
    return this.disputes.paper(params.id);
  }

  @Handles(api.disputes.answer)
  async answer(
    @Received() { caller, params }: RequestTo<typeof api.disputes.answer>,
  ): Promise<Answer<typeof api.disputes.answer>> {
    return this.disputes.one(await this.answers.ask(caller, params.id));
  }
}
