import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/http/http-request.js';
import type { Problem } from '../../../platform/http/problem.js';
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
import { together } from '../../../platform/http/problem.js';
import { actorOf } from '../../../platform/timeline/timeline.js';

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
      const { jobId, travelSeconds } = await this.offerOf(caller, offerId);
      const open = await this.jobs.lock(jobId);
      if (open.status !== 'requested') throw matchingErrors.problem('offer_gone');
      if (!(await this.searches.take(offerId))) throw await this.whyGone(caller.userId, jobId);
      await this.guards.markAssigned(caller.userId);
      const objections = await this.eligibility.objectionsAtAcceptance(caller.userId, open);
      if (objections.length > 0) throw jobErrors.problem('no_longer_eligible', { detail: together(objections) });
      const actor = actorOf(caller);
      const job = await this.assignJob.assign(jobId, caller.userId, actor, { offerId }, travelSeconds);
      await this.searches.close(jobId);
      return job;
    });
  }

  /** Of a job that is still open: whether they can no longer take it, which may have ended the offer, or came too late. */
  private async whyGone(guardId: string, jobId: string): Promise<Problem> {
    const { unmet, sentences } = await this.eligibility.againstOffer(guardId, await this.jobs.get(jobId));
    if (unmet.includes('free')) return jobErrors.problem('overlapping_job');
    if (unmet.length > 0) return jobErrors.problem('no_longer_eligible', { detail: together(sentences) });
    return matchingErrors.problem('offer_gone');
  }

  private async offerOf(caller: Caller, offerId: string): Promise<{ jobId: string; travelSeconds: number | null }> {
    const offer = await this.offers.ofGuard(offerId, caller.userId);
    if (!offer) throw httpErrors.problem('not_found');
    return offer;
  }
}
