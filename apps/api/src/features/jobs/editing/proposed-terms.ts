import { Injectable } from '@nestjs/common';
import type { ProposalStatus } from '@aegis/contract';
import { breaks } from '../../../platform/database/database-refusal.js';
import { Platform } from '../../../platform/platform.js';
import { type Actor, SYSTEM } from '../../../platform/timeline/timeline.js';
import { GuardStanding, type Objections } from '../guard-standing.js';
import { JobWakeUps } from '../job-wake-ups.js';
import type { JobRow } from '../job-rows.js';
import { jobErrors } from '../jobs.errors.js';
import { JobsRepository } from '../jobs.repository.js';
import { JobsService } from '../jobs.service.js';
import { EditsRepository } from './edits.repository.js';
import { termsOf } from './job-change.js';
import { ProposalsRepository, type ProposalRow } from './proposals.repository.js';
import { termsTold } from './terms-told.js';

/** What becomes of a proposal. All in the transaction that holds the job's row: the first lock, then the guard's. */
@Injectable()
export class ProposedTerms {
  constructor(
    private readonly proposals: ProposalsRepository,
    private readonly edits: EditsRepository,
    private readonly rows: JobsRepository,
    private readonly jobs: JobsService,
    private readonly standing: GuardStanding,
    private readonly wakeUps: JobWakeUps,
    private readonly platform: Platform,
  ) {}

  /** The proposal that the guard has agreed to and that waits for its money; null when there is none. */
  async agreed(jobId: string): Promise<ProposalRow | null> {
    const live = await this.proposals.live(jobId);
    return live?.status === 'accepted' ? live : null;
  }

  /** Whether its guard still has the job and may do it so. */
  async isPossible(proposal: ProposalRow): Promise<boolean> {
    const { status, guardId: holder } = await this.jobs.get(proposal.jobId);
    if (status !== 'matched' || holder !== proposal.guardId) return false;
    return (await this.objections(proposal)).sentences.length === 0;
  }

  /** What speaks against its guard; holds their row, so that it stays so. */
  async objections(proposal: ProposalRow): Promise<Objections> {
    const job = await this.jobs.get(proposal.jobId);
    await this.rows.lockGuard(proposal.guardId);
    return this.standing.objectionsToTerms(proposal.guardId, job, { ...job, ...termsOf(proposal) });
  }

  /** Makes agreed terms those of the job, after `isPossible`. @throws 409 `overlapping_job`, `job_moved_on` */
  async apply(proposal: ProposalRow): Promise<void> {
    const { clock, timeline } = this.platform;
    const { jobId, changed } = proposal;
    const now = clock.now();
    const job = await this.changeTerms(await this.jobs.get(jobId), proposal, now);
    if (!job) throw jobErrors.problem('job_moved_on');
    if (!(await this.proposals.apply(proposal.id, now))) throw jobErrors.problem('proposal_gone');
    const details = termsTold(changed, proposal);
    await timeline.record({ subject: { jobId }, type: 'job.terms_changed', actor: SYSTEM, details });
    // When its guard is late is another moment now.
    await this.wakeUps.after(job, 'job.matched');
  }

  /** False when it has left the state `from` meanwhile. */
  async resolve(
    { id, jobId }: ProposalRow,
    from: ProposalStatus,
    to: Exclude<ProposalStatus, 'open'>,
    actor: Actor,
  ): Promise<boolean> {
    const { clock, timeline } = this.platform;
    if (!(await this.proposals.resolve(id, from, to, clock.now()))) return false;
    const details = { proposalId: id };
    await timeline.record({ subject: { jobId }, type: `proposal.${to}` as const, actor, details });
    return true;
  }

  /** Agreed to, but it cannot be: the card refused, or the job is another one by now. */
  async lapse(jobId: string): Promise<void> {
    const agreed = await this.agreed(jobId);
    if (agreed) await this.resolve(agreed, 'accepted', 'lapsed', SYSTEM);
  }

  /** The job is no longer the one that it was proposed for. */
  async end(jobId: string): Promise<void> {
    const live = await this.proposals.live(jobId);
    if (live?.status === 'open') await this.resolve(live, 'open', 'withdrawn', SYSTEM);
    else await this.lapse(jobId);
  }

  private async changeTerms(job: JobRow, proposal: ProposalRow, at: Date): Promise<JobRow | null> {
    try {
      return await this.edits.changeTerms(job, proposal, at);
    } catch (error) {
      if (breaks(error, 'jobs_no_overlap_per_guard')) throw jobErrors.problem('overlapping_job');
      throw error;
    }
  }
}
