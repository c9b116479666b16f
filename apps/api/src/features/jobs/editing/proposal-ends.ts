import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { SYSTEM } from '../../../platform/timeline/timeline.js';
import { jobEvents } from '../jobs.events.js';
import { JobsService } from '../jobs.service.js';
import { ProposalsRepository } from './proposals.repository.js';
import { PROPOSAL_EXPIRES } from './propose-terms.js';
import { ProposedTerms } from './proposed-terms.js';

/** Proposals that nobody answers in time, and those of jobs that have gone on: no state waits for ever. */
@Injectable()
export class ProposalEnds implements OnModuleInit {
  constructor(
    private readonly jobs: JobsService,
    private readonly proposals: ProposalsRepository,
    private readonly terms: ProposedTerms,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    const { deadlines, queue } = this.platform;
    deadlines.subscribe(PROPOSAL_EXPIRES, (proposalId) => this.expire(proposalId));
    for (const gone of [jobEvents['job.reopened'], jobEvents['job.started'], jobEvents['job.cancelled']])
      queue.subscribe(gone, 'jobs-end-proposals', ({ jobId }) => this.endOf(jobId));
  }

  async expire(proposalId: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      const proposal = await this.proposals.byId(proposalId);
      if (!proposal) return;
      await this.jobs.lock(proposal.jobId);
      if (proposal.expiresAt <= this.platform.clock.now())
        await this.terms.resolve(proposal, 'open', 'expired', SYSTEM);
    });
  }

  /** Late, or twice: what was proposed to a guard who has the job now stays. */
  private async endOf(jobId: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      await this.jobs.lock(jobId);
      const live = await this.proposals.live(jobId);
      if (!live) return;
      const { status, guardId } = await this.jobs.get(jobId);
      if (status !== 'matched' || guardId !== live.guardId) await this.terms.end(jobId);
    });
  }
}
