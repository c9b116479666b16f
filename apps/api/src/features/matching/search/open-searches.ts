import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { type JobRow, JobsService } from '../../jobs/jobs.service.js';
import { type Decision, DecisionsRepository } from '../explanation/decisions.repository.js';
import { EndOffers } from '../offers/end-offers.js';
import { OffersRepository } from '../offers/offers.repository.js';
import { PausedSearchesRepository } from './paused-searches.repository.js';
import type { Search } from './wave-plan.js';

/** An open job in dispatch, its row held by the open transaction. */
export interface OpenSearch extends Search {
  job: JobRow;
  /** The last wave since the job is open; null before the first. */
  last: Decision | null;
  /** Waves over the whole life of the job. */
  waves: number;
  /** Whether anybody can take it now. */
  hasLiveOffers: boolean;
}

/** Opens the books of a search before anybody else is asked. */
@Injectable()
export class OpenSearches {
  constructor(
    private readonly jobs: JobsService,
    private readonly decisions: DecisionsRepository,
    private readonly offers: OffersRepository,
    private readonly ending: EndOffers,
    private readonly pauses: PausedSearchesRepository,
    private readonly platform: Platform,
  ) {}

  /**
   * Holds the job's row for the open transaction and brings its offers up to date. Null for a job that is not open, so that
   * an event or a deadline that comes late, or twice, changes nothing; and while the money of a changed job is not in order.
   */
  async hold(jobId: string): Promise<OpenSearch | null> {
    if ((await this.jobs.lock(jobId)) !== 'requested') return null;
    const now = this.platform.clock.now();
    // Who gave the job back, or did not come, must be excluded before anybody is asked.
    await this.offers.giveBack(jobId, now);
    await this.offers.closeExpired(jobId, now);
    const job = await this.jobs.get(jobId);
    if (job.termsChangedAt !== null && (await this.pauses.isPaused(jobId))) return null;
    const [openSince, lastWave] = [await this.jobs.openSince(jobId), await this.decisions.lastWave(jobId)];
    return {
      job,
      startTime: job.startTime,
      openSince,
      now,
      last: lastWave && lastWave.decidedAt >= openSince ? lastWave : null,
      waves: lastWave?.wave ?? 0,
      hasLiveOffers: await this.offers.hasLive(jobId),
    };
  }

  /** False when the offer is no longer there to be taken. In the open transaction, which holds the job's row. */
  take(offerId: string): Promise<boolean> {
    return this.offers.answer(offerId, 'accepted', this.platform.clock.now());
  }

  /** Ends the offers of a job that somebody has taken, or that will not be done, and tells those who had them. */
  close(jobId: string): Promise<void> {
    return this.ending.ofJob(jobId);
  }
}
