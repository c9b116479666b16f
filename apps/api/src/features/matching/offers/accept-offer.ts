import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { GuardProfilesService } from '../../guard-profiles/guard-profiles.service.js';
import { AssignJob } from '../../jobs/assign-job.js';
import { jobErrors } from '../../jobs/jobs.errors.js';
import { type JobRow, JobsService } from '../../jobs/jobs.service.js';
import { Eligibility } from '../eligibility/eligibility.js';
import { matchingErrors } from '../matching.errors.js';
import { OffersRepository } from './offers.repository.js';
import { OpenSearches } from '../search/open-searches.js';

/** A guard takes a job. Locks are taken in the order job, offer, guard, as everywhere. */
@Injectable()
export class AcceptOffer {
  constructor(
    private readonly jobs: JobsService,
    private readonly assignJob: AssignJob,
    private readonly guards: GuardProfilesService,
    private readonly eligibility: Eligibility,
    private readonly offers: OffersRepository,
    private readonly searches: OpenSearches,
    private readonly platform: Platform,
  ) {}

  /**
   * The first acceptance wins and ends the other offers of the job in its transaction.
   * @throws 409 `offer_gone`, `no_longer_eligible` or `overlapping_job`; 404 for an offer made to somebody else.
   */
  async accept(caller: Caller, offerId: string): Promise<JobRow> {
    return this.platform.database.transaction(async () => {
      const jobId = await this.jobOf(caller, offerId);
      const open = await this.jobs.lock(jobId);
      if (open.status !== 'requested' || !(await this.searches.take(offerId)))
        throw matchingErrors.problem('offer_gone');
      await this.guards.markAssigned(caller.userId);
      const objections = await this.eligibility.objectionsAtAcceptance(caller.userId, open);
      if (objections.length > 0) throw jobErrors.problem('no_longer_eligible', { detail: objections.join(' ') });
      const actor = { id: caller.userId, role: caller.role };
      const job = await this.assignJob.assign(jobId, caller.userId, actor, { offerId });
      await this.searches.close(jobId);
      return job;
    });
  }

  private async jobOf(caller: Caller, offerId: string): Promise<string> {
    const jobId = await this.offers.jobOf(offerId, caller.userId);
    if (!jobId) throw httpErrors.problem('not_found');
    return jobId;
  }
}
