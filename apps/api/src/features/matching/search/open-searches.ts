import { Injectable } from '@nestjs/common';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { type JobRow, JobsService } from '../../jobs/jobs.service.js';
import { type Decision, DecisionsRepository } from '../explanation/decisions.repository.js';
import { Eligibility } from '../eligibility/eligibility.js';
import { KeptOffers } from '../offers/kept-offers.js';
import { OffersRepository } from '../offers/offers.repository.js';
import { WAVE_ENDS } from '../offers/offer-wave.js';
import { PausedSearchesRepository } from './paused-searches.repository.js';
import type { Search } from './wave-plan.js';

/** How soon a search whose customer was suspended is looked at again: so late, at most, it goes on after a reinstatement. */
const PAUSE_MINUTES = 2;

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
    private readonly book: KeptOffers,
    private readonly eligibility: Eligibility,
    private readonly pauses: PausedSearchesRepository,
    private readonly platform: Platform,
  ) {}

  /**
   * Holds the job's row for the open transaction and brings its offers up to date. Null for a job that is not open, so that
   * an event or a deadline that comes late, or twice, changes nothing; for one whose customer is suspended; and while the money
   * of a changed job is not in order.
   */
  async hold(jobId: string): Promise<OpenSearch | null> {
    const job = await this.jobs.lock(jobId);
    if (job.status !== 'requested') return null;
    const now = this.platform.clock.now();
    if (job.termsChangedAt !== null && (await this.pauses.isPaused(jobId))) return null;
    if (job.isPaused) {
      await this.lookAgain(jobId);
      return null;
    }
    const hasLive = await this.offers.bringUpToDate(jobId, now);
    const isAnyVoid = hasLive && (await this.closeVoid(job, now));
    return this.read(job, now, isAnyVoid ? await this.offers.hasLive(jobId, now) : hasLive);
  }

  /** The same without holding anything: it can be over, or another, by the time it is held. */
  async look(jobId: string): Promise<OpenSearch | null> {
    const now = this.platform.clock.now();
    const job = await this.jobs.get(jobId);
    return job.status === 'requested' ? this.read(job, now, await this.offers.hasLive(jobId, now)) : null;
  }

  private async read(job: JobRow, now: Date, hasLiveOffers: boolean): Promise<OpenSearch> {
    const { startTime, openSince } = job;
    const lastWave = await this.decisions.lastWave(job.id);
    return {
      job,
      startTime,
      openSince,
      now,
      last: lastWave && lastWave.decidedAt >= openSince ? lastWave : null,
      waves: lastWave?.wave ?? 0,
      hasLiveOffers,
    };
  }

  /** Offers that nobody can accept would hold the wave until they expire. True when there were any. */
  private async closeVoid(job: JobRow, now: Date): Promise<boolean> {
    const guardIds = await this.eligibility.offeredInVain(job);
    if (guardIds.length === 0) return false;
    const ended = await this.offers.withdraw(job.id, guardIds, now);
    await this.book.tell(ended.map((offer) => ({ ...offer, jobId: job.id })));
    return true;
  }

  /** False when the offer is no longer there to be taken. In the open transaction, which holds the job's row. */
  take(offerId: string): Promise<boolean> {
    return this.offers.answer(offerId, 'accepted', this.platform.clock.now());
  }

  /** Ends the offers of a job that somebody has taken, or that will not be done, and tells those who had them. */
  async close(jobId: string): Promise<void> {
    await this.platform.database.transaction(() => this.book.endOfJob(jobId));
  }

  /** At whole minutes, so that several who look at the same time set one deadline. */
  private lookAgain(jobId: string): Promise<void> {
    const minute = Math.floor(this.platform.clock.now().getTime() / MINUTE_MS);
    return this.platform.deadlines.set(WAVE_ENDS, jobId, new Date((minute + PAUSE_MINUTES) * MINUTE_MS));
  }
}
