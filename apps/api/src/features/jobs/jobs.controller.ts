import { Controller } from '@nestjs/common';
import { api, type Answer, type Job } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { CancelJob } from './cancel-job.js';
import { CheckIn } from './site/check-in.js';
import { CheckOut } from './site/check-out.js';
import { CreateJob } from './create-job.js';
import { jobAnswer, jobPageAnswer } from './job-answer.js';
import { JobsService } from './jobs.service.js';
import { ShiftDoors } from './site/shift-doors.js';
import { WithdrawJob } from './withdraw-job.js';

@Controller()
export class JobsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly createJob: CreateJob,
    private readonly cancelJob: CancelJob,
    private readonly withdrawJob: WithdrawJob,
    private readonly checkInUse: CheckIn,
    private readonly checkOutUse: CheckOut,
    private readonly shiftDoors: ShiftDoors,
  ) {}

  @Handles(api.jobs.create)
  async create(@Received() { caller, body }: RequestTo<typeof api.jobs.create>): Promise<Job> {
    return jobAnswer(await this.createJob.create(caller, body));
  }

  @Handles(api.jobs.list)
  async list(@Received() { caller, query }: RequestTo<typeof api.jobs.list>): Promise<Answer<typeof api.jobs.list>> {
    return jobPageAnswer(await this.jobs.listFor(caller, query));
  }

  @Handles(api.jobs.get)
  async get(@Received() { caller, params }: RequestTo<typeof api.jobs.get>): Promise<Job> {
    return jobAnswer(await this.jobs.getFor(caller, params.id));
  }

  @Handles(api.jobs.timeline)
  async timeline(
    @Received() { caller, params }: RequestTo<typeof api.jobs.timeline>,
  ): Promise<Answer<typeof api.jobs.timeline>> {
    return { items: await this.jobs.timelineFor(caller, params.id), nextCursor: null };
  }

  @Handles(api.jobs.cancel)
  async cancel(
    @Received() { caller, params, body }: RequestTo<typeof api.jobs.cancel>,
  ): Promise<Answer<typeof api.jobs.cancel>> {
    const { job, ...terms } = body.preview
      ? await this.cancelJob.preview(caller, params.id)
      : await this.cancelJob.cancel(caller, params.id, body);
    return { ...terms, job: jobAnswer(job) };
  }

  @Handles(api.jobs.withdraw)
  withdraw(@Received() { caller, params, body }: RequestTo<typeof api.jobs.withdraw>): Promise<void> {
    return this.withdrawJob.withdraw(caller, params.id, body.reason);
  }

  @Handles(api.jobs.checkIn)
  async checkIn(@Received() { caller, params, body }: RequestTo<typeof api.jobs.checkIn>): Promise<Job> {
    return jobAnswer(await this.checkInUse.checkIn(caller, params.id, body));
  }

  @Handles(api.jobs.arrivalCode)
  arrivalCode(
    @Received() { caller, params }: RequestTo<typeof api.jobs.arrivalCode>,
  ): Promise<Answer<typeof api.jobs.arrivalCode>> {
    return this.shiftDoors.codes.show(caller, params.id);
  }

  @Handles(api.jobs.confirmArrival)
  async confirmArrival(@Received() { caller, params }: RequestTo<typeof api.jobs.confirmArrival>): Promise<Job> {
    return jobAnswer(await this.checkInUse.confirm(caller, params.id));
  }

  @Handles(api.jobs.answerLate)
  async answerLate(@Received() { caller, params, body }: RequestTo<typeof api.jobs.answerLate>): Promise<Job> {
    return jobAnswer(await this.shiftDoors.late.answer(caller, params.id, body.decision));
  }

  @Handles(api.jobs.quoteRest)
  quoteRest(
    @Received() { caller, params }: RequestTo<typeof api.jobs.quoteRest>,
  ): Promise<Answer<typeof api.jobs.quoteRest>> {
    return this.shiftDoors.rest.quote(caller, params.id);
  }

  @Handles(api.jobs.rest)
  async rest(@Received() { caller, params, body }: RequestTo<typeof api.jobs.rest>): Promise<Job> {
    return jobAnswer(await this.shiftDoors.rest.book(caller, params.id, body));
  }

  @Handles(api.jobs.checkOut)
  async checkOut(@Received() { caller, params, body }: RequestTo<typeof api.jobs.checkOut>): Promise<Job> {
    return jobAnswer(await this.checkOutUse.checkOut(caller, params.id, body));
  }
}
