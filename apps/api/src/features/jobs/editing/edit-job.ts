import { Injectable } from '@nestjs/common';
import type { JobEdit } from '@aegis/contract';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { type Actor, actorOf } from '../../../platform/timeline/timeline.js';
import { CreateJob } from '../create-job.js';
import { ExactPlace } from '../exact-place.js';
import type { JobRow } from '../job-rows.js';
import { jobErrors } from '../jobs.errors.js';
import { JobsService } from '../jobs.service.js';
import { ChangeTerms } from './change-terms.js';
import { changeOf, type JobChange } from './job-change.js';
import type { ProposalRow } from './proposals.repository.js';
import { ProposeTerms } from './propose-terms.js';

export interface Edited {
  change: JobChange;
  needsGuard: boolean;
  proposal: ProposalRow | null;
  job: JobRow;
}

/** Words change at once, until the end of the job; its terms at once while nobody has accepted, then as a proposal. */
@Injectable()
export class EditJob {
  constructor(
    private readonly jobs: JobsService,
    private readonly times: CreateJob,
    private readonly places: ExactPlace,
    private readonly terms: ChangeTerms,
    private readonly proposals: ProposeTerms,
    private readonly platform: Platform,
  ) {}

  /** @throws 409 `job_edited` when it is no longer as the caller has read it, `price_changed`; 409 or 422 for what cannot be changed so. */
  async edit(caller: Caller, jobId: string, edit: JobEdit): Promise<Edited> {
    const known = await this.jobs.getFor(caller, jobId);
    const { location = known.location, locationPrecision } = edit;
    if (changeOf(known, edit, this.platform.config.rules).changedTerms.includes('location'))
      await this.places.refuseVague({ location, locationPrecision });
    return this.platform.database.transaction(async () => {
      await this.jobs.lock(jobId);
      const job = await this.jobs.get(jobId);
      if (job.version !== edit.version) throw jobErrors.problem('job_edited');
      const change = changeOf(job, edit, this.platform.config.rules);
      this.refuseImpossible(job, change);
      if (!edit.preview) this.times.refuseOtherPrice(change.terms, edit.quotedAmountCents);
      if (change.terms.totalAmountCents > job.totalAmountCents) await this.times.refuseDebtor(job.customerId);
      const needsGuard = job.status === 'matched' && change.changedTerms.length > 0;
      // What the guard could not agree to is said before anybody asks them.
      if (needsGuard && edit.preview) await this.proposals.possible(job, change.terms);
      const proposal = edit.preview ? null : await this.make(job, change, actorOf(caller));
      return { change, needsGuard, proposal, job: await this.jobs.get(jobId) };
    });
  }

  /** The proposal, where it needs one. */
  private async make(job: JobRow, change: JobChange, actor: Actor): Promise<ProposalRow | null> {
    const { changedWords, changedTerms } = change;
    if (changedWords.length > 0) await this.terms.say(job, change, actor);
    if (changedTerms.length === 0) return null;
    const said = changedWords.length > 0 ? await this.jobs.get(job.id) : job;
    if (job.status === 'matched') return this.proposals.propose(said, change, actor);
    await this.terms.change(said, change, actor);
    return null;
  }

  private refuseImpossible({ status, startTime }: JobRow, { changedTerms, terms }: JobChange): void {
    if (status === 'completed' || status === 'cancelled') throw jobErrors.problem('job_moved_on');
    if (changedTerms.length === 0) return;
    if (status === 'in_progress') throw jobErrors.problem('job_has_begun');
    // A start that has passed may stay: the search goes on for a while.
    if (terms.startTime.getTime() !== startTime.getTime()) this.times.refuseImpossibleTimes(terms);
    else this.times.refuseImpossibleLength(terms);
    this.times.refuseBelowFees(terms);
    if (terms.endTime <= this.platform.clock.now()) throw jobErrors.problem('end_in_past');
  }
}
