import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/http/http-request.js';
import { Platform } from '../../platform/platform.js';
import { CreateJob } from './create-job.js';
import type { JobRow } from './job-rows.js';
import { jobErrors } from './jobs.errors.js';
import { JobsService } from './jobs.service.js';

/** Another guard for what is left of a job whose guard has left early: the same job from now until its booked end. */
@Injectable()
export class BookRest {
  constructor(
    private readonly jobs: JobsService,
    private readonly createJob: CreateJob,
    private readonly platform: Platform,
  ) {}

  /** @throws 409 for a job that has not ended; 422 when what is left is shorter than can be booked */
  async book(caller: Caller, jobId: string): Promise<JobRow> {
    const job = await this.jobs.getFor(caller, jobId);
    const cardId = await this.jobs.cardOf(jobId);
    if (job.status !== 'completed') throw jobErrors.problem('job_moved_on');
    const { title, jobType, locationAddress, location, siteRadiusMeters, endTime } = job;
    const { requiredClearanceLevel, requiredSkills, specialRequirements, hourlyRateCents } = job;
    return this.createJob.create(caller, {
      ...{ title, jobType, locationAddress, location, siteRadiusMeters, endTime },
      ...{ requiredClearanceLevel, requiredSkills, specialRequirements, hourlyRateCents },
      locationPrecision: 'by_hand',
      startTime: this.platform.clock.now(),
      ...(job.description !== null && { description: job.description }),
      ...(job.locationNotes !== null && { locationNotes: job.locationNotes }),
      ...(job.contact !== null && { contact: job.contact }),
      ...(job.purchaseOrder !== null && { purchaseOrder: job.purchaseOrder }),
      ...(cardId !== null && { cardId }),
    });
  }
}
