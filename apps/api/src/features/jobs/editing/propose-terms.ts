import { Injectable } from '@nestjs/common';
import { HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { deadlineKind } from '../../../platform/queue/deadline-kind.js';
import type { Actor } from '../../../platform/timeline/timeline.js';
import { GuardStanding } from '../guard-standing.js';
import type { JobRow } from '../job-rows.js';
import { jobErrors } from '../jobs.errors.js';
import type { JobChange, Terms } from './job-change.js';
import { ProposalsRepository, type ProposalRow } from './proposals.repository.js';
import { termsTold } from './terms-told.js';

/** Of a proposal. */
export const PROPOSAL_EXPIRES = deadlineKind('proposal.expires');

/** Asks the guard who has a job whether they do it on other terms. */
@Injectable()
export class ProposeTerms {
  constructor(
    private readonly proposals: ProposalsRepository,
    private readonly standing: GuardStanding,
    private readonly platform: Platform,
  ) {}

  /** In the transaction that holds the job. @throws 409 `proposal_open`, and what `possible` throws */
  async propose(job: JobRow, { changedTerms, terms }: JobChange, actor: Actor): Promise<ProposalRow> {
    const { clock, deadlines, ids, timeline } = this.platform;
    const now = clock.now();
    const { guardId, expiresAt } = await this.possible(job, terms, now);
    const about = { id: ids.next(), jobId: job.id, guardId, changed: changedTerms };
    const asked = { ...terms, ...about, proposedAt: now, expiresAt };
    if (!(await this.proposals.insert(asked))) throw jobErrors.problem('proposal_open');
    const details = { ...termsTold(changedTerms, terms), proposalId: about.id, expiresAt: expiresAt.toISOString() };
    await timeline.record({ subject: { jobId: job.id }, type: 'proposal.made', actor, details });
    await deadlines.set(PROPOSAL_EXPIRES, about.id, expiresAt);
    return { ...asked, status: 'open', resolvedAt: null, appliedAt: null };
  }

  /** Whom it would go to, and until when they could answer. @throws 409 `guard_not_free`, 422 `too_late_to_propose` */
  async possible(
    job: JobRow,
    terms: Terms,
    now = this.platform.clock.now(),
  ): Promise<{ guardId: string; expiresAt: Date }> {
    const { guardId, status } = job;
    if (status !== 'matched' || guardId === null) throw jobErrors.problem('job_moved_on');
    const expiresAt = this.openUntil(job, terms, now);
    if (expiresAt <= now) throw jobErrors.problem('too_late_to_propose');
    const { isBusy } = await this.standing.objectionsToTerms(guardId, job, { ...job, ...terms });
    if (isBusy) throw jobErrors.problem('guard_not_free');
    return { guardId, expiresAt };
  }

  /** The guard needs time to plan: before the job as it is, and as it would be. */
  private openUntil(job: JobRow, terms: Terms, now: Date): Date {
    const { PROPOSAL_OPEN_HOURS, PROPOSAL_BEFORE_START_HOURS } = this.platform.config.rules;
    const start = job.startTime < terms.startTime ? job.startTime : terms.startTime;
    const latest = shift(start, -PROPOSAL_BEFORE_START_HOURS * HOUR_MS);
    const usual = shift(now, PROPOSAL_OPEN_HOURS * HOUR_MS);
    return latest < usual ? latest : usual;
  }
}
