import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import type { Actor } from '../../../platform/timeline/timeline.js';
import { JobWakeUps } from '../job-wake-ups.js';
import type { JobRow } from '../job-rows.js';
import { OfferBook } from '../offer-book.js';
import { jobErrors } from '../jobs.errors.js';
import { editingEvents } from './editing.events.js';
import { EditsRepository } from './edits.repository.js';
import type { JobChange } from './job-change.js';
import { termsTold } from './terms-told.js';

/** Changes that need nobody else's word. In the transaction that holds the job, which was read in it. */
@Injectable()
export class ChangeTerms {
  constructor(
    private readonly repository: EditsRepository,
    private readonly wakeUps: JobWakeUps,
    private readonly offers: OfferBook,
    private readonly platform: Platform,
  ) {}

  /** The words themselves are on the job alone: a timeline keeps what it was told for years. */
  async say(job: JobRow, { changedWords, words }: JobChange, actor: Actor): Promise<void> {
    if (!(await this.repository.say(job, words))) throw jobErrors.problem('job_moved_on');
    const details = { changed: changedWords };
    await this.platform.timeline.record({ subject: { jobId: job.id }, type: 'job.edited', actor, details });
  }

  /** Of a job that nobody has accepted: it is offered anew, once its money is in order. */
  async change(job: JobRow, { changedTerms, terms }: JobChange, actor: Actor): Promise<void> {
    const { clock, queue, timeline } = this.platform;
    const changed = job.status === 'requested' && (await this.repository.changeTerms(job, terms, clock.now()));
    if (!changed) throw jobErrors.problem('job_moved_on');
    await this.offers.startAnew(job.id);
    const details = termsTold(changedTerms, terms);
    await timeline.record({ subject: { jobId: job.id }, type: 'job.terms_changed', actor, details });
    await this.wakeUps.after(changed, 'job.requested');
    await queue.publish(editingEvents['job.terms_changed'], { jobId: job.id });
  }
}
