import { Injectable } from '@nestjs/common';
import type { JobDraft, JobEdit } from '@aegis/contract';
import type { Caller } from '../../../platform/http/http-request.js';
import { actorOf } from '../../../platform/timeline/timeline.js';
import { UsersService } from '../../identity/users/users.service.js';
import { CreateJob } from '../../jobs/create-job.js';
import { type Edited, EditJob } from '../../jobs/editing/edit-job.js';
import { jobErrors } from '../../jobs/jobs.errors.js';
import { type JobRow, JobsService } from '../../jobs/jobs.service.js';
import { ReopenJob } from '../../jobs/parties/reopen-job.js';
import { AssignGuard } from '../../matching/offers/assign-guard.js';
import { deskErrors } from './desk.errors.js';
import { OnBehalf } from './on-behalf.js';

export interface ForGuard {
  jobId: string;
  guardId: string;
  reason: string;
}

/** What an administrator does to a booking in place of its people; see `OnBehalf`. */
@Injectable()
export class OperatorsDoors {
  constructor(
    private readonly jobs: JobsService,
    private readonly users: UsersService,
    private readonly assignGuard: AssignGuard,
    private readonly reopenJob: ReopenJob,
    private readonly editJob: EditJob,
    private readonly createJob: CreateJob,
    private readonly onBehalf: OnBehalf,
  ) {}

  async assign(caller: Caller, { jobId, guardId, reason }: ForGuard): Promise<JobRow> {
    return this.onBehalf.during(async () => {
      const job = await this.assignGuard.assign({ jobId, guardId, reason }, actorOf(caller));
      await this.onBehalf.audit(caller, 'job.assigned', jobId, { guardId });
      return job;
    });
  }

  /** @throws 409 `job_moved_on` when this guard does not hold it, or has begun. */
  async takeOff(caller: Caller, { jobId, guardId, reason }: ForGuard): Promise<JobRow> {
    return this.onBehalf.during(async () => {
      const job = await this.jobs.lock(jobId);
      if (job.status !== 'matched' || job.guardId !== guardId) throw jobErrors.problem('job_moved_on');
      await this.reopenJob.reopen({ jobId, guardId, reason }, actorOf(caller));
      await this.onBehalf.audit(caller, 'job.guard_taken_off', jobId, { guardId });
      return this.jobs.get(jobId);
    });
  }

  /** A preview changes nothing, so nothing of it is told. */
  async edit(caller: Caller, jobId: string, edit: JobEdit, reason: string): Promise<Edited> {
    return this.onBehalf.during(async () => {
      const edited = await this.editJob.edit(caller, jobId, edit);
      if (edit.preview) return edited;
      await this.onBehalf.tell(caller, jobId, 'edited', reason);
      await this.onBehalf.audit(caller, 'job.edited_on_behalf', jobId, { customerId: edited.job.customerId });
      return edited;
    });
  }

  /** Priced and paid like any booking of theirs. @throws 422 `not_a_customer`, 404 when there is no such person. */
  async book(caller: Caller, customerId: string, draft: JobDraft, reason: string): Promise<JobRow> {
    return this.onBehalf.during(async () => {
      if ((await this.users.get(customerId)).role !== 'customer') throw deskErrors.problem('not_a_customer');
      const job = await this.createJob.create(caller, draft, customerId);
      await this.onBehalf.tell(caller, job.id, 'booked', reason);
      await this.onBehalf.audit(caller, 'job.booked_on_behalf', job.id, { customerId });
      return job;
    });
  }
}
