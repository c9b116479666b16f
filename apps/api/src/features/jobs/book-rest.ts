import { Injectable } from '@nestjs/common';
import type { Answer, api, JobDraft } from '@aegis/contract';
import type { Caller } from '../../platform/http/http-request.js';
import type { RequestTo } from '../../platform/http/handles.js';
import { Platform } from '../../platform/platform.js';
import { CreateJob } from './create-job.js';
import type { JobRow } from './job-rows.js';
import { jobErrors } from './jobs.errors.js';
import { JobsRepository } from './jobs.repository.js';
import { JobsService } from './jobs.service.js';

type Agreed = RequestTo<typeof api.jobs.rest>['body'];

/** Another guard for what is left of a job whose guard has left early: the same job from now until its booked end. */
@Injectable()
export class BookRest {
  constructor(
    private readonly jobs: JobsService,
    private readonly repository: JobsRepository,
    private readonly createJob: CreateJob,
    private readonly platform: Platform,
  ) {}

  /** What `book` would book at this moment. @throws like it */
  async quote(caller: Caller, jobId: string): Promise<Answer<typeof api.jobs.quoteRest>> {
    const { id, endTime, hourlyRateCents } = await this.leftEarly(caller, jobId);
    const rest = { startTime: this.platform.clock.now(), endTime, hourlyRateCents };
    this.createJob.refuseImpossibleTimes(rest);
    const { totalAmountCents } = this.createJob.priceOf(rest);
    return { startTime: rest.startTime, endTime, totalAmountCents, bookedAs: await this.repository.restOf(id) };
  }

  /**
   * @param agreed what the customer was shown: from when on, and for how much
   * @throws 409 for a job that has not ended, a rest that is booked already, or another price; 422 when what is left is shorter than can be booked
   */
  async book(caller: Caller, jobId: string, agreed: Agreed): Promise<JobRow> {
    const job = await this.leftEarly(caller, jobId);
    const draft = await this.draftOf(job, agreed);
    const { database } = this.platform;
    return database.transaction(async () => {
      await database.takeTurn(`rest of ${jobId}`);
      const bookedAs = await this.repository.restOf(jobId);
      if (bookedAs !== null) throw jobErrors.problem('rest_is_booked', { facts: { bookedAs } });
      return this.createJob.create(caller, draft);
    });
  }

  private async draftOf(job: JobRow, { startTime, quotedAmountCents }: Agreed): Promise<JobDraft> {
    const cardId = await this.jobs.cardOf(job.id);
    const { title, jobType, locationAddress, location, siteRadiusMeters, endTime } = job;
    const { requiredClearanceLevel, requiredSkills, specialRequirements, hourlyRateCents } = job;
    return {
      ...{ title, jobType, locationAddress, location, siteRadiusMeters, endTime },
      ...{ requiredClearanceLevel, requiredSkills, specialRequirements, hourlyRateCents },
      locationPrecision: 'by_hand',
      startTime: startTime ?? this.platform.clock.now(),
      ...(quotedAmountCents !== undefined && { quotedAmountCents }),
      ...(job.description !== null && { description: job.description }),
      ...(job.locationNotes !== null && { locationNotes: job.locationNotes }),
      ...(job.contact !== null && { contact: job.contact }),
      ...(job.purchaseOrder !== null && { purchaseOrder: job.purchaseOrder }),
      ...(cardId !== null && { cardId }),
    };
  }

  private async leftEarly(caller: Caller, jobId: string): Promise<JobRow> {
    const job = await this.jobs.getFor(caller, jobId);
    if (job.status !== 'completed') throw jobErrors.problem('job_moved_on');
    return job;
  }
}
