import { Injectable } from '@nestjs/common';
import { travelSeconds } from '@aegis/contract';
import { Problem, type Sentence, together } from '../../../platform/http/problem.js';
import { Platform } from '../../../platform/platform.js';
import type { Actor } from '../../../platform/timeline/timeline.js';
import { GuardProfilesService } from '../../guard-profiles/guard-profiles.service.js';
import { AssignJob } from '../../jobs/assign-job.js';
import { jobErrors } from '../../jobs/jobs.errors.js';
import { type JobRow, JobsService } from '../../jobs/jobs.service.js';
import { OfferBook } from '../../jobs/offer-book.js';
import { Eligibility } from '../eligibility/eligibility.js';
import { matchingErrors } from '../matching.errors.js';
import { AssignmentsRepository } from './assignments.repository.js';

interface Assignment {
  jobId: string;
  guardId: string;
  /** For both parties. */
  reason: string;
}

/**
 * An administrator gives an open job to a guard whom they have asked. Duty, distance, rate and working hours are between those
 * two; what an acceptance asks holds here too. Locks as there: job, offer, guard. See docs/decisions/0110-the-operators-door.md.
 */
@Injectable()
export class AssignGuard {
  constructor(
    private readonly jobs: JobsService,
    private readonly guards: GuardProfilesService,
    private readonly eligibility: Eligibility,
    private readonly assignJob: AssignJob,
    private readonly assignments: AssignmentsRepository,
    private readonly offers: OfferBook,
    private readonly platform: Platform,
  ) {}

  /** @throws 409 `job_moved_on`, `search_paused` or `guard_may_not_take_it`; 404 when there is no such job or guard. */
  async assign({ jobId, guardId, reason }: Assignment, actor: Actor): Promise<JobRow> {
    return this.platform.database.transaction(async () => {
      const open = await this.jobs.lock(jobId);
      if (open.status !== 'requested') throw jobErrors.problem('job_moved_on');
      if (open.isPaused || (await this.assignments.isPaused(jobId))) throw matchingErrors.problem('search_paused');
      await this.guards.get(guardId);
      await this.offers.endOfJob(jobId);
      await this.guards.markAssigned(guardId);
      const objections = await this.eligibility.objectionsAtAcceptance(guardId, open);
      if (objections.length > 0) throw mayNot(objections);
      return this.give(open, guardId, actor, reason);
    });
  }

  /** The acceptance of it stands among the offers: given back, it keeps the search from asking them again. */
  private async give(open: JobRow, guardId: string, actor: Actor, reason: string): Promise<JobRow> {
    const { clock, config, ids } = this.platform;
    const distanceMeters = await this.assignments.distanceToSite(guardId, open.id);
    const travel =
      distanceMeters === null ? null : travelSeconds(distanceMeters, { travelSpeedMps: config.rules.TRAVEL_SPEED_MPS });
    const offerId = ids.next();
    const job = await this.assigned(() => this.assignJob.assign(open.id, guardId, actor, { offerId, reason }, travel));
    await this.assignments.insert({ id: offerId, job: open, guardId, distanceMeters, travel, at: clock.now() });
    return job;
  }

  /** The job's own refusals speak to the guard. */
  private async assigned(assign: () => Promise<JobRow>): Promise<JobRow> {
    try {
      return await assign();
    } catch (error) {
      if (error instanceof Problem && error.code === 'overlapping_job')
        throw mayNot([(words) => words('eligibility.free')]);
      if (error instanceof Problem && error.code === 'no_longer_eligible')
        throw mayNot([(words) => words('eligibility.account_active')]);
      throw error;
    }
  }
}

/** The sentences are those that the guard would read. */
const mayNot = (objections: readonly Sentence[]): Problem =>
  matchingErrors.problem('guard_may_not_take_it', {
    detail: (words) => words('eligibility.notAssigned', { objections: together(objections)(words) }),
  });
