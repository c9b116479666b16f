import { wordsIn } from '@aegis/words/all';
import { Injectable } from '@nestjs/common';
import type { PersonCause } from '../../identity/users/commitments.js';
import { CancelBySystem } from '../cancel-by-system.js';
import { GuardStanding } from '../guard-standing.js';
import { JobChanges } from '../job-changes.js';
import type { JobRow } from '../job-rows.js';
import { JobsService } from '../jobs.service.js';
import { type LiveOffer, OfferBook } from '../offer-book.js';
import { EndShift } from '../site/end-shift.js';
import { ReopenJob } from './reopen-job.js';

export interface PartyChange {
  userId: string;
  /** `papers_changed`: licence, clearance or skills of a guard; what they still fit for they keep. */
  cause: PersonCause | 'papers_changed';
}

/** For both parties of a job and in nobody's disfavour: why an administrator acted is between them and the person. */
const NO_LONGER_THERE = 'The guard is no longer available.';
const NO_LONGER_FIT = 'The guard no longer meets what the job asks for.';
const CUSTOMER_LEFT = 'The customer has closed the account.';

/** What a change of a person means for one job, whose row the open transaction holds, and for what they were offered. */
@Injectable()
export class LetGo {
  constructor(
    private readonly jobs: JobsService,
    private readonly standing: GuardStanding,
    private readonly reopenJob: ReopenJob,
    private readonly cancelBySystem: CancelBySystem,
    private readonly endShift: EndShift,
    private readonly changes: JobChanges,
    private readonly offerBook: OfferBook,
  ) {}

  async job(jobId: string, about: PartyChange): Promise<void> {
    const job = await this.jobs.get(jobId);
    if (job.guardId === about.userId) await this.ofGuard(job, about);
    else if (job.status === 'requested') await this.ofCustomer(job, about);
  }

  /** Live offers that the guard may accept no more. */
  async offers({ userId, cause }: PartyChange): Promise<void> {
    if (cause === 'reinstated') return;
    const ended: LiveOffer[] = [];
    for (const offer of await this.offerBook.liveOf(userId)) {
      const objections = await this.standing.objectionsAtAcceptance(userId, await this.jobs.get(offer.jobId));
      if (objections.length > 0) ended.push(offer);
    }
    await this.offerBook.end(userId, ended);
  }

  private async ofGuard(job: JobRow, { userId, cause }: PartyChange): Promise<void> {
    if (cause === 'reinstated') return;
    const objections = await this.standing.objectionsAtCheckIn(userId, job);
    if (objections.length === 0) return;
    const reason = cause === 'papers_changed' ? NO_LONGER_FIT : NO_LONGER_THERE;
    if (job.status === 'matched') await this.reopenJob.reopen({ jobId: job.id, guardId: userId, reason });
    else if (cause === 'papers_changed')
      await this.changes.noteUnfit(
        job.id,
        userId,
        objections.map((say) => say(wordsIn('en'))),
      );
    else await this.endShift.cutShort(job, userId, reason);
  }

  private async ofCustomer({ id }: JobRow, { cause }: PartyChange): Promise<void> {
    if (cause === 'closed') await this.cancelBySystem.cancel(id, CUSTOMER_LEFT);
    if (cause === 'closed' || cause === 'suspended') await this.offerBook.endOfJob(id);
    if (cause === 'suspended') await this.changes.noteSearch(id, 'job.search_paused');
    if (cause === 'reinstated') await this.changes.noteSearch(id, 'job.search_resumed');
  }
}
