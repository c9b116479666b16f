import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/http/http-request.js';
import { found } from '../../../platform/http/found.js';
import { Platform } from '../../../platform/platform.js';
import { jobErrors } from '../jobs.errors.js';
import { JobsService } from '../jobs.service.js';
import { editingEvents } from './editing.events.js';
import { ProposalsRepository, type ProposalRow } from './proposals.repository.js';
import { ProposedTerms } from './proposed-terms.js';
import { together } from '../../../platform/http/problem.js';

/** The guard agrees to a proposal or does not; the customer takes it back. The first of them counts. */
@Injectable()
export class AnswerProposal {
  constructor(
    private readonly jobs: JobsService,
    private readonly proposals: ProposalsRepository,
    private readonly terms: ProposedTerms,
    private readonly platform: Platform,
  ) {}

  /** Newest first, for a party of the job or an administrator. @throws 404 for everybody else. */
  async ofJob(caller: Caller, jobId: string): Promise<ProposalRow[]> {
    await this.jobs.getFor(caller, jobId);
    const all = await this.proposals.ofJob(jobId);
    // What was proposed to the guard before them is not theirs to know.
    return caller.role === 'guard' ? all.filter(({ guardId }) => guardId === caller.userId) : all;
  }

  /**
   * What is not dearer counts at once; else the card is asked first, of which payments learns by the event.
   * @throws 409 `proposal_gone`, `overlapping_job`, `no_longer_eligible`; 404 for a proposal to somebody else.
   */
  async accept(caller: Caller, id: string): Promise<ProposalRow> {
    return this.inTurn(caller, id, async (proposal) => {
      await this.resolve(proposal, 'accepted', caller);
      const { overlaps, sentences } = await this.terms.objections(proposal);
      if (overlaps) throw jobErrors.problem('overlapping_job');
      if (sentences.length > 0) throw jobErrors.problem('no_longer_eligible', { detail: together(sentences) });
      const job = await this.jobs.get(proposal.jobId);
      if (proposal.totalAmountCents <= job.totalAmountCents) await this.terms.apply(proposal);
      else await this.platform.queue.publish(editingEvents['job.terms_agreed'], { jobId: job.id });
    });
  }

  /** @throws 409 `proposal_gone` */
  async decline(caller: Caller, id: string): Promise<ProposalRow> {
    return this.inTurn(caller, id, (proposal) => this.resolve(proposal, 'declined', caller));
  }

  /** @throws 409 `proposal_gone` */
  async withdraw(caller: Caller, id: string): Promise<ProposalRow> {
    return this.inTurn(caller, id, (proposal) => this.resolve(proposal, 'withdrawn', caller));
  }

  private async resolve(
    proposal: ProposalRow,
    to: 'accepted' | 'declined' | 'withdrawn',
    { userId, role }: Caller,
  ): Promise<void> {
    const isOpen = proposal.expiresAt > this.platform.clock.now();
    if (!isOpen || !(await this.terms.resolve(proposal, 'open', to, { id: userId, role })))
      throw jobErrors.problem('proposal_gone');
  }

  private async inTurn(
    caller: Caller,
    id: string,
    work: (proposal: ProposalRow) => Promise<void>,
  ): Promise<ProposalRow> {
    return this.platform.database.transaction(async () => {
      const { jobId } = found(await this.proposals.ofParty(id, caller.userId));
      await this.jobs.lock(jobId);
      const proposal = found(await this.proposals.byId(id));
      const { status, guardId } = await this.jobs.get(jobId);
      if (status !== 'matched' || guardId !== proposal.guardId) throw jobErrors.problem('proposal_gone');
      await work(proposal);
      return found(await this.proposals.byId(id));
    });
  }
}
