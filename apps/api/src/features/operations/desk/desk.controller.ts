import { Controller } from '@nestjs/common';
import { api, type Answer, type Job } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { ReadsElsewhere } from '../../../platform/http/reads-elsewhere.js';
import { actorOf } from '../../../platform/timeline/timeline.js';
import { EmailChange } from '../../identity/credentials/email-change.js';
import { editAnswer } from '../../jobs/editing/edit-answer.js';
import { jobAnswer } from '../../jobs/job-answer.js';
import { Board } from './board.js';
import { CustomersAnswers } from './customers-answers.js';
import { DeskSearch } from './desk-search.js';
import { JobOnDesk } from './job-on-desk.js';
import { OperatorsDoors } from './operators-doors.js';

@Controller()
export class DeskController {
  constructor(
    private readonly board: Board,
    private readonly search: DeskSearch,
    private readonly onDesk: JobOnDesk,
    private readonly doors: OperatorsDoors,
    private readonly answers: CustomersAnswers,
    private readonly emails: EmailChange,
  ) {}

  @ReadsElsewhere()
  @Handles(api.desk.board)
  readBoard(@Received() _request: RequestTo<typeof api.desk.board>): Promise<Answer<typeof api.desk.board>> {
    return this.board.read();
  }

  @ReadsElsewhere()
  @Handles(api.desk.search)
  find(@Received() { query }: RequestTo<typeof api.desk.search>): Promise<Answer<typeof api.desk.search>> {
    return this.search.find(query.words);
  }

  @Handles(api.desk.job)
  job(@Received() { caller, params }: RequestTo<typeof api.desk.job>): Promise<Answer<typeof api.desk.job>> {
    return this.onDesk.read(caller, params.id);
  }

  @Handles(api.desk.person)
  person(@Received() { params }: RequestTo<typeof api.desk.person>): Promise<Answer<typeof api.desk.person>> {
    return this.onDesk.person(params.id);
  }

  @Handles(api.desk.assign)
  async assign(@Received() { caller, params, body }: RequestTo<typeof api.desk.assign>): Promise<Job> {
    return jobAnswer(await this.doors.assign(caller, { jobId: params.id, ...body }));
  }

  @Handles(api.desk.takeOff)
  async takeOff(@Received() { caller, params, body }: RequestTo<typeof api.desk.takeOff>): Promise<Job> {
    return jobAnswer(await this.doors.takeOff(caller, { jobId: params.id, ...body }));
  }

  @Handles(api.desk.edit)
  async edit(
    @Received() { caller, params, body }: RequestTo<typeof api.desk.edit>,
  ): Promise<Answer<typeof api.desk.edit>> {
    return editAnswer(await this.doors.edit(caller, params.id, body.edit, body.reason));
  }

  @Handles(api.desk.confirmArrival)
  async confirmArrival(@Received() { caller, params, body }: RequestTo<typeof api.desk.confirmArrival>): Promise<Job> {
    return jobAnswer(await this.answers.confirmArrival(caller, params.id, body.reason));
  }

  @Handles(api.desk.answerLate)
  async answerLate(@Received() { caller, params, body }: RequestTo<typeof api.desk.answerLate>): Promise<Job> {
    return jobAnswer(await this.answers.answerLate(caller, params.id, body));
  }

  @Handles(api.desk.askCardAgain)
  askCardAgain(@Received() { caller, params, body }: RequestTo<typeof api.desk.askCardAgain>): Promise<void> {
    return this.answers.askCardAgain(caller, params.id, body.reason);
  }

  @Handles(api.desk.changeEmail)
  changeEmail(@Received() { caller, params, body }: RequestTo<typeof api.desk.changeEmail>): Promise<void> {
    return this.emails.askFor(params.id, body, actorOf(caller));
  }

  @Handles(api.desk.book)
  async book(@Received() { caller, body }: RequestTo<typeof api.desk.book>): Promise<Job> {
    return jobAnswer(await this.doors.book(caller, body.customerId, body.job, body.reason));
  }
}
